import { hash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { appendLines } from '../base/append.js';
import { digestFile } from '../base/digest.js';
import { type ErrorCode, errorCodes } from '../base/error-codes.js';
import { isOwnError, messageOf, UsageError } from '../base/errors.js';
import { readLines } from '../base/json-lines.js';
import { readBounded } from '../base/read-bounded.js';
import { statsOf } from '../base/stats-of.js';
import type { Warn } from '../base/warn.js';
import { writeWhole } from '../base/write-whole.js';
import { type FormatId, formatOfFile } from './formats/table.js';
import { openOptimizer } from './optimize.js';
import { type OptimizeOptions, readOptimizeOptions } from './options.js';
import {
  type Destination,
  demandFormat,
  outputPath,
  type PlannedFile,
  planFiles,
} from './plan-files.js';
import { optimizeReport } from './result.js';

const codeNames = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** What became of one file. */
const fileReport = optimizeReport.partial().extend({
  ...{ input: z.string(), output: z.string().nullable(), error: z.string().nullable() },
  /** Of the error, by which a front tells what mends it; null where there is none. */
  code: z.enum(codeNames).nullable().default(null),
});

export type FileReport = z.infer<typeof fileReport>;

/** What became of all files. */
export interface FilesReport {
  readonly files: readonly FileReport[];
  /** Files of trees whose names are of no format. */
  readonly passedOver: number;
  /** It was stopped: the same call goes on from there. */
  readonly interrupted: boolean;
}

/** How many files are optimised. */
export interface OptimizeFilesOptions
  extends OptimizeOptions,
    Partial<Pick<Destination, 'out' | 'inPlace'>> {
  /** Processes that work beside each other. */
  readonly jobs?: number;
  /** Ends it when the running files are done. */
  readonly stop?: AbortSignal | undefined;
  readonly onFile?: (done: number, total: number, failed: number) => void;
}

/** Names of what a tree's folder gets beside the pictures: the report, and what a later call goes on from. */
export const reportName = 'pareto-optimize.json';
const journalName = 'pareto-optimize.jsonl';

const journalLine = z.object({
  inputSha256: z.string(),
  options: z.string(),
  outputSha256: z.string(),
  report: fileReport,
});
type JournalLine = z.infer<typeof journalLine>;

/**
 * Optimises files and trees of them, several at a time. Every answer is written whole; a file that
 * fails is told in its report, is left as it is, and ends nothing else. Of a tree a report of every file
 * goes to the folder of answers; what is there from an earlier call with the same options is not made
 * again.
 * @throws UsageError for options that make no sense, and where answers would lie over inputs
 */
export async function optimizeFiles(
  inputs: readonly string[],
  {
    jobs = 1,
    out,
    inPlace = false,
    stop,
    onFile = () => {},
    ...options
  }: OptimizeFilesOptions = {},
): Promise<FilesReport> {
  const task = await readOptimizeOptions(options);
  const mayConvert = task.formats.length > 0 || task.accept !== null;
  if (inPlace && mayConvert) {
    throw new UsageError(
      'a file that is replaced keeps its format; name no formats and no Accept header, or a folder',
    );
  }
  const { files, folder, passedOver } = planFiles(inputs, { out, inPlace, mayConvert });
  const optionsKey = hash('sha256', JSON.stringify(task)).slice(0, 16);
  const journal = folder === null ? null : path.join(folder, journalName);
  const known = journal === null ? new Map<string, JournalLine>() : readJournal(journal);
  const reports = new Array<FileReport | undefined>(files.length);
  const session = openOptimizer({ jobs });
  const { signal, onWarning } = options;
  // A large one that is begun last would be worked on alone.
  const order = largestFirst(files);
  let [next, done, failed] = [0, 0, 0];
  const work = async (): Promise<void> => {
    while (next < files.length && !stop?.aborted && !signal?.aborted) {
      const at = order[next++]!;
      const file = files[at]!;
      const report = await one(file);
      reports[at] = report;
      done += 1;
      if (report.error !== null) failed += 1;
      onFile(done, files.length, failed);
    }
  };
  // So that a small one that is read ahead does not overtake.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(read: () => Promise<T>): Promise<T> => {
    const made = turn.then(read);
    turn = made.catch(() => {});
    return made;
  };
  const one = async (file: PlannedFile): Promise<FileReport> => {
    const { input } = file;
    try {
      const earlier = await stillThere(known.get(input), input, optionsKey);
      if (earlier !== null) return earlier;
      // The process reads it again: a large file is not to be here and there at the same time.
      const { own, sha256 } = await inTurn(() => identify(input));
      if (own !== null && task.accept === null) {
        demandFormat(file, task.formats.length > 0 ? task.formats : [own]);
      }
      const { bytes: answer, ...told } = await session.optimize(input, { ...options, name: input });
      const output = outputPath(file, told.format === own, told.format);
      const isSame = inPlace && told.method === 'none';
      if (!isSame) writeWhole([{ file: output, pieces: [answer] }]);
      const report: FileReport = { input, output, ...told, error: null, code: null };
      if (journal !== null) {
        const line: JournalLine = {
          inputSha256: inPlace ? hash('sha256', answer) : sha256,
          ...{ options: optionsKey, outputSha256: hash('sha256', answer), report },
        };
        await appendLines(journal, [line]);
      }
      return report;
    } catch (error) {
      signal?.throwIfAborted();
      const code = isOwnError(error) ? error.code : null;
      return { input, output: null, error: messageOf(error), code };
    }
  };
  try {
    // One more than there are processes: it has been read when one of them becomes free.
    await Promise.all(Array.from({ length: Math.max(1, jobs) + 1 }, work));
  } finally {
    await session.close();
  }
  signal?.throwIfAborted();
  const told = reports.filter((report) => report !== undefined);
  const interrupted = done < files.length;
  if (folder !== null && !interrupted) {
    const text = `${JSON.stringify({ files: told }, null, 2)}\n`;
    writeWhole([{ file: path.join(folder, reportName), pieces: [text] }]);
  }
  if (passedOver > 0) tellPassedOver(passedOver, onWarning);
  return { files: told, passedOver, interrupted };
}

/** Places of the files, by falling size of what is there. */
function largestFirst(files: readonly PlannedFile[]): number[] {
  const sizes = files.map(({ input }) => statsOf(input)?.size ?? 0);
  return [...files.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
}

async function identify(input: string): Promise<{ own: FormatId | null; sha256: string }> {
  const bytes = await readBounded(input, { bound: 'picture' });
  return { own: formatOfFile(bytes), sha256: hash('sha256', bytes) };
}

function tellPassedOver(count: number, warn: Warn = () => {}): void {
  warn(
    `${count} ${count === 1 ? 'file was' : 'files were'} passed over: no pictures by their names`,
  );
}

/** What is known of earlier calls, by input. A torn line, of a call that was killed, counts for nothing. */
function readJournal(file: string): Map<string, JournalLine> {
  const known = new Map<string, JournalLine>();
  readLines(file, ({ json }) => {
    const { data } = journalLine.safeParse(json);
    if (data !== undefined) known.set(data.report.input, data);
  });
  return known;
}

/** The report of an earlier call, where input, options and answer are as they were. */
async function stillThere(
  line: JournalLine | undefined,
  input: string,
  options: string,
): Promise<FileReport | null> {
  const output = line?.report.output;
  if (!line || !output || line.options !== options) return null;
  if (statsOf(output)?.isFile() !== true) return null;
  const same =
    (await digestFile(input)).sha256 === line.inputSha256 &&
    (await digestFile(output)).sha256 === line.outputSha256;
  return same ? line.report : null;
}
