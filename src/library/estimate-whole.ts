import { now } from '../base/clock.js';
import { messageOf } from '../base/errors.js';
import { openRegular } from '../base/read-bounded.js';
import { formatOf } from '../codecs/formats.js';
import { readSource } from '../codecs/picture-source.js';
import type { Estimate } from '../estimate/answer.js';
import { assume } from '../estimate/assume.js';
import { intervalLevel } from '../estimate/predict.js';
import { readHeader } from '../image/files/header.js';
import { vectorFormat } from '../image/vector.js';
import type { OptimizeSession } from '../optimize/optimize.js';
import type { OptimizeOptions } from '../optimize/options.js';
import { failureStage } from '../runtimes/processes/failure.js';

/** A file that is told by the whole alone, in its own format: no sample and no codec stands for it. */
export interface WholeFile {
  readonly kind: 'vector graphics' | 'animation';
  /** As the optimiser calls it. */
  readonly format: string;
  /** Whether it is written again without loss. */
  readonly lossless: boolean;
}

/** Formats of animations that are written again, by what their stills are called. */
const animated: Readonly<Record<string, Pick<WholeFile, 'format' | 'lossless'>>> = {
  gif: { format: 'gif', lossless: false },
  webp: { format: 'webp', lossless: false },
  png: { format: 'apng', lossless: true },
};

/** First bytes of a file, which tell its format; only those that may be animations are read whole. */
const headBytes = 4096;

/** What a file is; null of still pictures, and of what cannot be read, which is told later. */
export async function wholeFileOf(file: string): Promise<WholeFile | null> {
  const head = await firstBytes(file).catch(() => null);
  if (head === null) return null;
  const vector = vectorFormat(head);
  if (vector !== null) {
    return { kind: 'vector graphics', format: vector.toLowerCase(), lossless: true };
  }
  const { id = '' } = formatOf(head) ?? {};
  const found = Object.hasOwn(animated, id) ? animated[id] : undefined;
  if (found === undefined) return null;
  const read = await readSource(file).catch(() => null);
  if (read === null || !(await readHeader(read.bytes))?.holdsSeveral) return null;
  return { kind: 'animation', ...found };
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await openRegular(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the work on a whole file may take. */
export type WholeOptions = Pick<
  OptimizeOptions,
  'timeLimitSeconds' | 'maxPixels' | 'maxMemoryBytes'
>;

/**
 * What vector graphics or an animation weigh when they are optimised: the answer beside those of
 * `estimate`, which is of pixels and codecs. Null of still pictures.
 * @throws WorkError for a file that cannot be read
 */
export async function estimateWhole(
  file: string,
  options: WholeOptions = {},
): Promise<Estimate | null> {
  const whole = await wholeFileOf(file);
  if (whole === null) return null;
  const wholes = openWholeEstimates(options);
  try {
    return await wholes.estimate(file, whole);
  } finally {
    await wholes.close();
  }
}

/** Answers of whole files, in one process that is started when there is one. */
export interface WholeEstimates {
  /** @throws WorkError for a file that cannot be read */
  estimate(file: string, of: WholeFile): Promise<Estimate>;
  close(): Promise<void>;
}

/**
 * What vector graphics and animations weigh when they are optimised, which is done to know it. What
 * takes more than it may is assumed, as in all estimates.
 */
export function openWholeEstimates(options: WholeOptions): WholeEstimates {
  let session: OptimizeSession | null = null;
  return {
    async estimate(file, { kind, format, lossless }) {
      const start = now();
      session ??= (await import('../optimize/optimize.js')).openOptimizer();
      try {
        const { optimizedBytes: bytes, alreadyOptimized } = await session.optimize(file, options);
        const reasons = [
          `${kind} optimised whole, as by pareto optimize`,
          ...(alreadyOptimized ? ['already_optimized'] : []),
        ];
        return {
          ...{ spec: format, predictedBytes: bytes },
          interval: { low: bytes, high: bytes, level: intervalLevel },
          ...{ estimator: 'exact', confidence: 'high', reason: reasons.join('; ') },
          milliseconds: Math.round(1000 * (now() - start)),
        };
      } catch (error) {
        if (failureStage(error) === null) throw error;
        const took = { why: messageOf(error), seconds: now() - start };
        return assume(file, { spec: format, lossless }, took);
      }
    },
    close: async () => session?.close(),
  };
}
