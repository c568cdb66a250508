import { parseByteSize } from '../base/byte-size.js';
import { UsageError } from '../base/errors.js';
import { type FormatId, formatIds } from '../optimize/formats/table.js';
import { type MetadataKind, metadataKinds } from '../optimize/metadata/kinds.js';
import { type OptimizeFilesOptions, optimizeFiles } from '../optimize/optimize-files.js';
import { listOf, memoryOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import { optimizeText } from './optimize-output.js';
import type { optimizeOptions } from './options/optimize.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';
import { onInterrupt } from './signals.js';

type OptimizeArguments = ArgumentsOf<typeof optimizeOptions>;

/** Makes the files of pictures smaller. */
export async function optimizeCommand(args: OptimizeArguments): Promise<void> {
  const pictures = args.pictures ?? [];
  if (pictures.length === 0) {
    throw new UsageError('expected pictures or a folder of them: pareto optimize photo.jpg');
  }
  const reporter = openReporter();
  const { stop, halt } = onInterrupt(reporter.warn, 'written');
  try {
    const report = await optimizeFiles(pictures, {
      ...optionsOf(args),
      ...{ stop, signal: halt, onWarning: reporter.warn },
      onFile: (done, total, failed) => reporter.progress('optimize', done, total, failed),
    }).catch((error: unknown) => {
      if (!halt.aborted) throw error;
      return null;
    });
    reporter.done();
    if (report === null || report.interrupted) {
      reporter.warn('stopped; the same command goes on from what is written');
      process.exitCode = 130;
      return;
    }
    if (args.json) printJson({ files: report.files });
    else print(optimizeText(report));
    if (report.files.some(({ error }) => error !== null)) process.exitCode = 1;
  } finally {
    // The bar redraws itself by a timer, which would keep a failed command from ending.
    reporter.done();
  }
}

/** Names the options as the library does, which checks them. */
function optionsOf(args: OptimizeArguments): OptimizeFilesOptions {
  return {
    preset: args.preset,
    quality: args.quality,
    mode: args.mode,
    norm: args.norm,
    target: args.target,
    maxBytes: args['max-bytes'] === undefined ? undefined : sizeOf(args['max-bytes']),
    formats: args.formats === undefined ? undefined : formatsOf(args.formats),
    accept: args.accept,
    maxReduction: args['max-reduction'],
    lossyPng: args['lossy-png'],
    progressiveJpeg: args['progressive-jpeg'],
    keep:
      args.keep === undefined
        ? undefined
        : listOf<MetadataKind>('--keep', args.keep, metadataKinds),
    metric: args.metric,
    out: args.out,
    inPlace: args['in-place'],
    jobs: wholeNumber('--jobs', args.jobs, 1, 256),
    timeLimitSeconds: args['time-limit'],
    maxPixels: args['max-pixels'],
    maxPixelsPerByte: args['max-pixels-per-byte'],
    maxMemoryBytes: memoryOf('--max-memory', args['max-memory']),
  };
}

function formatsOf(text: string): FormatId[] {
  // jpg is what everybody calls it.
  const names = text.split(',').map((name) => (name.trim() === 'jpg' ? 'jpeg' : name.trim()));
  return listOf('--formats', names.join(','), formatIds);
}

/** `200k`, `1.5M`, `90000`. */
function sizeOf(text: string): number {
  const bytes = parseByteSize(text, 1);
  if (bytes !== null && bytes >= 1) return bytes;
  throw new UsageError(`--max-bytes takes a size such as 200k, 1.5M or 90000, got '${text}'`);
}
