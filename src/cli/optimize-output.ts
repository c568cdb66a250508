import type { ErrorCode } from '../base/error-codes.js';
import type { FileReport, FilesReport } from '../optimize/optimize-files.js';
import { withHint } from './hints.js';
import { formatTable } from './output.js';

/** What became of the files, for people: a row each, the sum, and what failed. */
export function optimizeText({ files }: FilesReport): string {
  const done = files.filter(({ error }) => error === null);
  const failed = files.filter(({ error }) => error !== null);
  const table = formatTable(
    ['file', 'bytes', 'before', 'saved', 'method', 'quality', 'score', 'encodes'],
    done.map((file) => [
      file.output ?? file.input,
      String(file.optimizedBytes),
      String(file.originalBytes),
      `${(file.reductionPercent ?? 0).toFixed(1)} %`,
      file.method ?? '',
      file.quality === null || file.quality === undefined ? '-' : String(file.quality),
      scoreText(file),
      String(file.encodes),
    ]),
  );
  const missed = done.filter(({ reached }) => reached === false);
  return [
    ...(done.length > 0 ? [table] : []),
    ...(done.length > 1 ? [sumText(done)] : []),
    ...missed.map(
      ({ output, input }) =>
        `${output ?? input}: the target was not met; this is the best there is`,
    ),
    ...failed.map(failureText),
  ].join('\n\n');
}

/** What the flags of this command mend; others, of other commands, would mislead. */
const mended = new Set<ErrorCode>([
  'too-many-pixels',
  'implausible-size',
  'time-limit',
  'memory-limit',
]);

function failureText({ error, code }: FileReport): string {
  return `failed: ${withHint(error ?? '', code && mended.has(code) ? code : undefined)}`;
}

function scoreText({ score, method }: FileReport): string {
  if (method === 'none') return 'unchanged';
  if (!score) return '-';
  return score.value === null
    ? `${score.metric} exact`
    : `${score.metric} ${score.value.toFixed(2)}`;
}

function sumText(files: readonly FileReport[]): string {
  const sum = (of: (file: FileReport) => number | undefined): number =>
    files.reduce((total, file) => total + (of(file) ?? 0), 0);
  const [before, after] = [sum((file) => file.originalBytes), sum((file) => file.optimizedBytes)];
  const percent = before === 0 ? 0 : 100 * (1 - after / before);
  return `${files.length} files: ${after} bytes in place of ${before}, ${percent.toFixed(1)} % saved`;
}
