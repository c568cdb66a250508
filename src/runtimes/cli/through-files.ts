import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../base/clock.js';
import { type CommandResult, readWritten, runCommand } from './command.js';
import { withScratch } from './scratch.js';

/** A command that reads one file and writes another, both in a scratch folder. */
export interface FileJob {
  /** Name of the file that it reads, and how its bytes come about. */
  readonly input: { readonly name: string; bytes(): Uint8Array | Promise<Uint8Array> };
  /** Name of the file that it writes, and the size beyond which it is stopped. */
  readonly output: { readonly name: string; readonly maxBytes: number };
  /** The argument array; `paths` are absolute. */
  argv(paths: FilePaths): readonly string[];
  /** Kills the command when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** The seconds that the command says it took itself, where it says so. */
  seconds?(result: CommandResult, paths: FilePaths): Promise<number | null> | number | null;
}

export interface FilePaths {
  readonly folder: string;
  readonly input: string;
  readonly output: string;
}

const encodeStages = ['prepare', 'encode', 'store'] as const;
const decodeStages = ['parse', 'decode', 'finish'] as const;

/** The sweep's own limit comes first as a rule; this one holds everywhere else. */
const timeLimitSeconds = 3600;

/**
 * Runs a command that encodes and gives the file that it wrote. Stages: `prepare` makes and writes
 * the input, `encode` is the command from start to end, `store` reads its output.
 */
export function encodeThroughFiles(job: FileJob, clock: Clock): Promise<Uint8Array> {
  return throughFiles(job, encodeStages, clock);
}

/** The same for a command that decodes; stages `parse`, `decode` and `finish`. */
export function decodeThroughFiles(job: FileJob, clock: Clock): Promise<Uint8Array> {
  return throughFiles(job, decodeStages, clock);
}

async function throughFiles(
  { input, output, argv, seconds, signal }: FileJob,
  [before, during, after]: typeof encodeStages | typeof decodeStages,
  clock: Clock,
): Promise<Uint8Array> {
  // A limit for the worst is no estimate of what comes.
  const room = Math.min(output.maxBytes, 2 ** 27);
  return withScratch(room, async (folder) => {
    const paths = {
      folder,
      input: path.join(folder, input.name),
      output: path.join(folder, output.name),
    };
    await clock.stage(before, async () => writeFile(paths.input, await input.bytes()));
    const command = argv(paths);
    const growing = { file: paths.output, maxBytes: output.maxBytes };
    const result = await clock.stage(during, () =>
      runCommand(command, folder, { timeLimitSeconds, growing, signal }),
    );
    if (result.cpuSeconds !== null) clock.reportChildCpu(result.cpuSeconds);
    const told = (await seconds?.(result, paths)) ?? null;
    if (told !== null) clock.report(told);
    return clock.stage(after, () => readWritten(paths.output, command[0] ?? '', output.maxBytes));
  });
}
