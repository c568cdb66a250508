import { existsSync } from 'node:fs';
import { UsageError, unknownName } from '../base/errors.js';
import { fileBounds, readBounded } from '../base/read-bounded.js';
import { type ResizeManyOptions, resizeMany } from '../resize/batch.js';
import { type OutputId, outputIds } from '../resize/formats.js';
import type { NamedPicture } from '../resize/plan-batch.js';
import { numbersOf } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { resizeOptions } from './options/resize.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';
import { infoText, resizeText } from './resize-output.js';
import { onInterrupt } from './signals.js';

type ResizeArguments = ArgumentsOf<typeof resizeOptions>;

/** Resizes pictures, or tells what one is. */
export async function resizeCommand(args: ResizeArguments): Promise<void> {
  const pictures = [...(args.pictures ?? []), ...(namesStandardInput() ? ['-'] : [])];
  if (pictures[0] === 'info' && !existsSync('info')) return tellInfo(pictures.slice(1), args.json);
  const reporter = openReporter();
  const { stop, halt } = onInterrupt(reporter.warn, 'written');
  try {
    const report = await resizeMany(await inputsOf(pictures, args), {
      ...(await optionsOf(args)),
      ...{ stop, signal: halt, onWarning: reporter.warn },
      onProgress: ({ done, total, failed, bytes, totalBytes, seconds }) =>
        reporter.progress('resize', done, total, failed, { bytes, totalBytes, seconds }),
    }).catch((error: unknown) => {
      if (!halt.aborted) throw error;
      return null;
    });
    reporter.done();
    if (report === null) {
      reporter.warn('stopped; all that was written is kept, and --update goes on from there');
      process.exitCode = 130;
      return;
    }
    const { interrupted, ...told } = report;
    if (args.json) printJson(told);
    else print(resizeText(report, args.explain));
    if (interrupted) {
      reporter.warn('stopped; all that was written is kept, and --update goes on from there');
      process.exitCode = 130;
    } else if (report.files.some(({ error }) => error !== null)) process.exitCode = 1;
  } finally {
    // The bar redraws itself by a timer, which would keep a failed command from ending.
    reporter.done();
  }
}

/** Whether - is named as a picture, which yargs leaves out of arguments by place. */
function namesStandardInput(): boolean {
  return process.argv.some((word, at, all) => word === '-' && !all[at - 1]!.startsWith('--'));
}

async function tellInfo(files: readonly string[], json: boolean): Promise<void> {
  if (files.length === 0) throw new UsageError('expected a picture: pareto resize info photo.jpg');
  const { pictureInfo } = await import('../resize/info.js');
  const infos = [];
  for (const file of files) infos.push(await pictureInfo(file));
  if (json) printJson(infos.length === 1 ? infos[0] : infos);
  else print(infoText(infos));
}

/** What is named on the command line, in a list, and on standard input. */
async function inputsOf(
  pictures: readonly string[],
  { list }: ResizeArguments,
): Promise<(string | NamedPicture)[]> {
  if (list === '-' && pictures.includes('-')) {
    throw new UsageError('standard input is a list or a picture, not both; name one of them');
  }
  const listed = list === undefined ? [] : linesOf(await listBytes(list));
  const named = pictures.filter((picture) => picture !== '-');
  if (!pictures.includes('-')) return [...named, ...listed];
  return [...named, ...listed, await standardPicture()];
}

async function listBytes(list: string): Promise<Uint8Array> {
  return list === '-'
    ? readStandard(fileBounds.manifest)
    : readBounded(list, { bound: 'manifest' });
}

function linesOf(bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/);
  return lines.filter((line) => line.trim() !== '');
}

async function standardPicture(): Promise<NamedPicture> {
  const bytes = await readStandard(fileBounds.picture);
  const { formatOf } = await import('../codecs/formats.js');
  // The name tells the format that is kept.
  const ending = formatOf(bytes)?.extensions[0];
  return { name: ending === undefined ? 'stdin' : `stdin.${ending}`, bytes };
}

async function readStandard(most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of process.stdin as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > most) throw new UsageError(`standard input has more than ${most} bytes`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** Names the options as the library does, which checks them. */
async function optionsOf(args: ResizeArguments): Promise<ResizeManyOptions> {
  const formats = args.format === undefined ? undefined : formatsOf(args.format);
  return {
    ...{ width: args.width, height: args.height, percent: args.percent },
    fit: args.fit,
    gravity: args.gravity as ResizeManyOptions['gravity'],
    ...{ background: args.background, enlarge: args.enlarge, filter: args.filter },
    ...{ linear: args.linear, codec: args.codec, quality: args.quality, icc: args.icc },
    ...{ metadata: args.metadata, lenient: args.lenient, maxPixels: args['max-pixels'] },
    maxPixelsPerByte: args['max-pixels-per-byte'],
    ...{ out: args.out, name: args.name, formats },
    sizes: args.sizes === undefined ? undefined : numbersOf('--sizes', args.sizes),
    manifest: args.manifest === undefined ? undefined : await manifestOf(args.manifest),
    ...{ update: args.update, stopOnError: args['stop-on-error'], threads: args.threads },
  };
}

async function manifestOf(file: string): Promise<ResizeManyOptions['manifest']> {
  const { readManifest } = await import('../resize/manifest.js');
  return readManifest(file);
}

/** In the order in which they were named. */
function formatsOf(text: string): OutputId[] {
  // jpg is what everybody calls it.
  const names = text.split(',').map((name) => (name.trim() === 'jpg' ? 'jpeg' : name.trim()));
  for (const name of names) {
    if (!outputIds.includes(name as OutputId)) throw unknownName('format', name, outputIds);
  }
  return [...new Set(names as OutputId[])];
}
