import { now } from '../base/clock.js';
import { messageOf } from '../base/errors.js';
import { loadPicture } from '../codecs/decode.js';
import { isFile, nameOf, type PictureSource } from '../codecs/picture-source.js';
import { printed } from '../codecs/spec.js';
import { createRaster } from '../image/raster.js';
import type { ChildOptions } from '../runtimes/processes/child.js';
import { failureStage } from '../runtimes/processes/failure.js';
import { openPool, type ProcessPool } from '../runtimes/processes/pool.js';
import type { Estimate } from './answer.js';
import { assume } from './assume.js';
import { type EstimateOptions, readEstimateOptions } from './options.js';
import { findEstimated } from './specs.js';
import { estimateStep } from './step.js';
import { type EstimateTask, estimateAnswer } from './task.js';

/** Answers about pictures, one after the other, in one process that stays warm. */
export interface EstimateSession {
  /** @throws as `estimate` */
  estimate(image: PictureSource, spec: string): Promise<Estimate>;
  close(): Promise<void>;
}

/** Answers questions with options of their own, in processes that stay warm. */
export interface EstimateProcesses {
  /** @throws as `estimate` */
  estimate(image: PictureSource, spec: string, options?: EstimateOptions): Promise<Estimate>;
  /** Starts the processes at once: a first question then finds its own there. */
  warm(): void;
  close(): Promise<void>;
}

/**
 * Predicts what a picture would weigh, without encoding the whole of it.
 *
 *     const { predictedBytes, interval } = await estimate('photo.jpg', 'avif:quality=60');
 *
 * Where the encode is expected to be fast it is simply done, and the answer is exact. The work is done in
 * a process of its own, which is ended at the time limit: the answer is then what is saved of a file as a
 * rule, with its confidence low and the reason; of samples there is none.
 * @param image path, `file:` URL or bytes of a file, or samples
 * @throws UsageError for a codec, settings or an estimator that are none, and for a codec of JPEG files;
 *   WorkError for a picture that cannot be read or coded, and for a broken calibration; the signal's reason
 */
export async function estimate(
  image: PictureSource,
  spec: string,
  options: EstimateOptions = {},
): Promise<Estimate> {
  const session = await openEstimates(options);
  try {
    return await session.estimate(image, spec);
  } finally {
    await session.close();
  }
}

/** Opens a session for several questions: a picture that is asked about again is decoded once. */
export async function openEstimates(options: EstimateOptions = {}): Promise<EstimateSession> {
  readEstimateOptions(options).signal?.throwIfAborted();
  const processes = openEstimateProcesses();
  // It starts while the codec is looked up here.
  processes.warm();
  return {
    estimate: (image, spec) => processes.estimate(image, spec, options),
    close: () => processes.close(),
  };
}

/** Opens processes for questions with options of their own, as many at a time as told. */
export function openEstimateProcesses({
  jobs = 1,
  ...child
}: Pick<ChildOptions, 'isSilent'> & { readonly jobs?: number } = {}): EstimateProcesses {
  const pool: ProcessPool<EstimateTask, Estimate> = openPool({
    module: new URL('./worker.js', import.meta.url),
    ...child,
    workers: jobs,
    answer: estimateAnswer,
    serialization: 'advanced',
  });
  return {
    async estimate(image, spec, options = {}) {
      const read = readEstimateOptions(options);
      const { signal, onProgress, maxMemoryBytes: memoryBytes, ...asked } = read;
      signal?.throwIfAborted();
      const { plugins, timeLimitSeconds } = asked;
      const thumbnail = asked.thumbnail === undefined ? null : sourceOf(asked.thumbnail);
      const common = { ...asked, thumbnail };
      const start = now();
      const source = sourceOf(image);
      const setting = await findEstimated(spec, plugins);
      try {
        const onTold = onProgress && ((told: unknown) => onProgress(estimateStep.parse(told)));
        const limits = { signal, timeLimitSeconds, memoryBytes, onTold };
        return await pool.ask({ ...common, source, spec }, limits);
      } catch (error) {
        const stage = failureStage(error);
        if (signal?.aborted || stage === null || !isFile(source)) throw error;
        // A file that kills whoever decodes it is told as such.
        if (stage === 'worker') await loadPicture(source, { ...common, signal });
        const { codec, settings } = setting;
        const asked = { spec: printed(codec, settings), lossless: codec.lossless(settings) };
        return assume(source, asked, { why: messageOf(error), seconds: now() - start });
      }
    },
    warm: () => pool.warm(),
    close: () => pool.close(),
  };
}

/** What can be sent to the process: a URL as the path that it stands for. */
function sourceOf(image: PictureSource): EstimateTask['source'] {
  const name = nameOf(image, '');
  if (!isFile(image)) return createRaster(image);
  return image instanceof Uint8Array ? image : name;
}
