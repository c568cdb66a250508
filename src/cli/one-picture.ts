import path from 'node:path';
import { UsageError } from '../base/errors.js';
import { statsOf } from '../base/stats-of.js';
import type { CodingOptions } from '../codecs/with-codec.js';
import type { FileFormat } from '../image/format.js';
import { memoryOf, pathsOf, positiveNumber, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { codingOptions, lenientOption, readingOptions } from './options/shared.js';
import { printWarning } from './output.js';

// What the commands that code one picture have in common.

/** How files are read, as the library has it. */
export function readReadingOptions(
  args: ArgumentsOf<typeof readingOptions & { lenient: typeof lenientOption }>,
) {
  return {
    maxPixels: wholeNumber('--max-pixels', args['max-pixels'], 1),
    maxPixelsPerByte: positiveNumber('--max-pixels-per-byte', args['max-pixels-per-byte']),
    maxMemoryBytes: memoryOf('--max-memory', args['max-memory']),
    timeLimitSeconds: args['time-limit'] && wholeNumber('--time-limit', args['time-limit'], 1),
    lenient: args.lenient,
    onWarning: printWarning,
  };
}

/** The options of the library, out of those of the command line. */
export function readCodingOptions(args: ArgumentsOf<typeof codingOptions>): CodingOptions {
  return {
    plugins: pathsOf(args.plugin ?? ''),
    threads: wholeNumber('--threads', args.threads, 1),
    ...readReadingOptions(args),
  };
}

/** @throws UsageError where the file to write is the one that is read, by whatever name */
export function demandOther(source: string, target: string): void {
  const [from, to] = [source, target].map(statsOf);
  if (!from || !to || from.dev !== to.dev || from.ino !== to.ino) return;
  throw new UsageError(`${target} is the file that is read; name another one to write`);
}

/**
 * What is odd about the name of a file that a codec writes, or null.
 * @param known all formats
 * @throws UsageError where its ending promises another format
 */
export function oddEnding(
  target: string,
  format: FileFormat,
  known: readonly FileFormat[],
): string | null {
  const extension = path.extname(target).slice(1).toLowerCase();
  if (format.extensions.includes(extension)) return null;
  const expected = `${format.title} files end in .${format.extensions[0]}`;
  const other = known.find(({ extensions }) => extensions.includes(extension));
  if (other === undefined) return `${expected}, and '${target}' does not`;
  throw new UsageError(`${expected}, and '${target}' promises ${other.title}; name it otherwise`);
}
