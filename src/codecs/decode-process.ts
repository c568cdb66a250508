import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownedName } from '../base/owned.js';
import { createRaster } from '../image/raster.js';
import { createMemoryLender, memoryBudget } from '../runtimes/processes/memory-budget.js';
import { openPool, type ProcessPool } from '../runtimes/processes/pool.js';
import type { CodecInput } from './codec.js';
import { type DecodeAnswer, type DecodeQuestion, decodeAnswer } from './decode-message.js';
import { readSamples } from './samples-file.js';

// Processes that decode for this one are started when they are first needed, and kept warm for as long
// as a program may be between two pictures.

interface Decoders {
  readonly pool: ProcessPool<DecodeQuestion, DecodeAnswer>;
  working: number;
  /** Ends them when nothing came for a while. */
  idle: NodeJS.Timeout | undefined;
}

const mostProcesses = 4;
const idleSeconds = 5;

let decoders: Decoders | null = null;

/** An answer with its samples. */
export type DecoderAnswer = Omit<DecodeAnswer, 'output'> & { readonly output: CodecInput };

/** What one decode may take. */
export interface DecodeLimits {
  readonly timeLimitSeconds: number;
  readonly memoryBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes in a process of its own, which ends where it takes more than it may. Those of all calls
 * together take no more memory than `memoryBudget`: the others wait.
 * @throws what decoding throws; WorkError of code `process-died`, `time-limit` or `memory-limit`; the
 *   signal's reason
 */
export async function askDecoder(
  question: Omit<DecodeQuestion, 'samplesFile'>,
  limits: DecodeLimits,
): Promise<DecoderAnswer> {
  decoders ??= open();
  const own = decoders;
  clearTimeout(own.idle);
  own.working += 1;
  const samplesFile = path.join(os.tmpdir(), ownedName({ hidden: false }));
  try {
    return await withSamples(await own.pool.ask({ ...question, samplesFile }, limits), samplesFile);
  } finally {
    rmSync(samplesFile, { force: true });
    own.working -= 1;
    if (own.working === 0) own.idle = setTimeout(() => end(own), idleSeconds * 1000).unref();
  }
}

async function withSamples(answer: DecodeAnswer, file: string): Promise<DecoderAnswer> {
  const { output, ...others } = answer;
  if (output instanceof Uint8Array) return { ...others, output };
  const { width, height, channels, depth } = output;
  const samples = width * height * channels;
  const data = output.data ?? (await readSamples(file, { depth, samples }));
  return { ...others, output: createRaster({ ...output, data }) };
}

function open(): Decoders {
  const pool = openPool<DecodeQuestion, DecodeAnswer>({
    module: new URL('./decode-worker.js', import.meta.url),
    workers: Math.min(mostProcesses, os.availableParallelism()),
    answer: decodeAnswer,
    serialization: 'advanced',
    lender: createMemoryLender(memoryBudget()),
    renewsLarge: true,
  });
  return { pool, working: 0, idle: undefined };
}

function end(own: Decoders): void {
  if (decoders === own) decoders = null;
  void own.pool.close();
}
