import os from 'node:os';
import path from 'node:path';
import { readBounded } from '../base/read-bounded.js';
import { statsOf } from '../base/stats-of.js';
import { type FileSource, nameOf } from '../codecs/picture-source.js';
import { withScratchIn } from '../runtimes/cli/scratch.js';
import type { ChildOptions } from '../runtimes/processes/child.js';
import { memoryBudget } from '../runtimes/processes/memory-budget.js';
import { openPool, type ProcessPool } from '../runtimes/processes/pool.js';
import { type OptimizeOptions, readOptimizeOptions } from './options.js';
import { type OptimizeResult, optimizeStep, type SentAnswer, sentAnswer } from './result.js';
import type { OptimizeTask } from './task.js';

/** Optimises pictures in processes that stay warm. */
export interface OptimizeSession {
  /** @throws as `optimize` */
  optimize(image: FileSource, options?: OptimizeOptions): Promise<OptimizeResult>;
  close(): Promise<void>;
}

/**
 * Makes a picture's file smaller: the smallest honest file, never larger than the original.
 *
 *     const { bytes, method, reductionPercent } = await optimize('photo.jpg', { preset: 'medium' });
 *
 * The work is done in a process of its own, which is ended where it takes more than it may.
 * @param image path, `file:` URL or bytes of a file
 * @throws UsageError for options that make no sense; WorkError for a picture that cannot be read, and
 *   where the work takes more than it may; the signal's reason
 */
export async function optimize(
  image: FileSource,
  options: OptimizeOptions = {},
): Promise<OptimizeResult> {
  const session = openOptimizer();
  try {
    return await session.optimize(image, options);
  } finally {
    await session.close();
  }
}

/** Bytes of a picture from which its answer, which is no larger, comes in a file. */
const largeSource = 8 << 20;

/** Opens processes for several pictures, as many at a time as told. */
export function openOptimizer({
  jobs = 1,
  ...child
}: Pick<ChildOptions, 'isSilent'> & { readonly jobs?: number } = {}): OptimizeSession {
  const pool: ProcessPool<OptimizeTask, SentAnswer> = openPool({
    module: new URL('./worker.js', import.meta.url),
    ...child,
    workers: jobs,
    answer: sentAnswer,
    serialization: 'advanced',
    renewsLarge: true,
  });
  return {
    async optimize(image, options = {}) {
      const { signal, onWarning, onProgress } = options;
      signal?.throwIfAborted();
      const { timeLimitSeconds, ...task } = await readOptimizeOptions(options);
      const name = nameOf(image, options.name ?? 'the picture');
      const source = image instanceof Uint8Array ? image : name;
      const memoryBytes = options.maxMemoryBytes ?? memoryBudget();
      const onTold = onProgress && ((told: unknown) => onProgress(optimizeStep.parse(told)));
      const limits = { signal, timeLimitSeconds, memoryBytes, onTold };
      const ask = async (answerFile?: string): Promise<OptimizeResult> => {
        const asked = { ...task, source, name, answerFile };
        const { warnings, bytes, ...told } = await pool.ask(asked, limits);
        for (const warning of warnings) onWarning?.(warning);
        return { ...told, bytes: bytes ?? (await readBounded(answerFile!, { bound: 'picture' })) };
      };
      const size = source instanceof Uint8Array ? source.length : (statsOf(source)?.size ?? 0);
      if (size < largeSource) return ask();
      return withScratchIn(os.tmpdir(), (folder) => ask(path.join(folder, 'answer')));
    },
    close: () => pool.close(),
  };
}
