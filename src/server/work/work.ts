import { usableProcessors } from '../../base/processors.js';
import { type EstimateProcesses, openEstimateProcesses } from '../../estimate/estimate.js';
import { type OptimizeSession, openOptimizer } from '../../optimize/optimize.js';
import { memoryBudget } from '../../runtimes/processes/memory-budget.js';
import { openPool, type ProcessPool } from '../../runtimes/processes/pool.js';
import { problem } from '../problem.js';
import type { Settings } from '../settings.js';
import { type ByteBudget, createByteBudget, createGate, type Gate } from './gate.js';
import { type Inspection, type InspectTask, inspection } from './inspection.js';

/** The processes of the service, and who may use them. */
export interface Work {
  readonly optimizer: OptimizeSession;
  readonly estimates: EstimateProcesses;
  /** What is optimised, and what is estimated: each has slots of its own. */
  readonly gates: { readonly optimize: Gate; readonly estimate: Gate };
  /** Of all pictures that are worked on, by their decoded size. */
  readonly memory: ByteBudget;
  /** Of requests and downloads that are held. */
  readonly bodies: ByteBudget;
  /**
   * Reads the header of a file, and refuses what is too large.
   * @throws a problem
   */
  inspect(
    task: Pick<InspectTask, 'bytes'> & Partial<InspectTask>,
    signal: AbortSignal,
  ): Promise<Inspection>;
  /**
   * Works on a picture when there is memory and a slot, both of which are given back at the end.
   * @param job told the memory that it may take
   * @throws a problem `service_overloaded` where there is no room; the signal's reason
   */
  run<T>(ask: RunRequest, job: (maxMemoryBytes: number) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What one piece of work needs. */
export interface RunRequest {
  readonly gate: Gate;
  /** Gives back the place that was kept for it, as it takes one. */
  readonly leavePlace?: () => void;
  readonly decodedBytes: number;
  /** Whether files of other formats are made and compared with it. */
  readonly isCompared?: boolean;
  readonly signal: AbortSignal;
}

/** What a process takes before any picture, with its libraries warm, and what the pictures before have left. */
const baseBytes = 512 * 2 ** 20;

/**
 * Bytes for each byte of the samples, as RGBA: encoders, decoded answers and metrics in floats. Measured
 * of photographs of 5 megapixels: 17 at most in their own format, 39 where formats are compared.
 */
const bytesPerSampleByte = { own: 18, compared: 40 } as const;

/** Seconds that reading a header may take: those of HEIC and JPEG XL are told by decoding. */
const inspectSeconds = 60;

/** The memory that working on a picture may take. */
export function memoryFor(decodedBytes: number, isCompared = false): number {
  return baseBytes + bytesPerSampleByte[isCompared ? 'compared' : 'own'] * decodedBytes;
}

/** Bytes of all samples of a picture, as RGBA of 8 bits. */
export function decodedBytesOf({ width, height, frames }: Inspection): number {
  return 4 * width * height * frames;
}

/** Opens the processes. None is started before it is needed, but by `warm`. */
export function openWork(settings: Settings): Work {
  const slots = settings.slots || Math.max(2, usableProcessors());
  const queue = settings.queue < 0 ? slots : settings.queue;
  const memory = createByteBudget(Math.min(settings.memory, memoryBudget()));
  const optimizer = openOptimizer({ jobs: slots, isSilent: true });
  const estimates = openEstimateProcesses({ jobs: 2 * slots, isSilent: true });
  const inspectors: ProcessPool<InspectTask, Inspection> = openPool({
    module: new URL('./inspect-worker.js', import.meta.url),
    workers: 2,
    answer: inspection,
    serialization: 'advanced',
    isSilent: true,
    renewsLarge: true,
  });
  return {
    ...{ optimizer, estimates, memory },
    bodies: createByteBudget(settings['max-bodies']),
    gates: {
      optimize: createGate({ slots, queue }),
      estimate: createGate({ slots: 2 * slots, queue: 2 * queue }),
    },
    async inspect(task, signal) {
      const found = await inspectors.ask(
        { isHead: false, estimate: null, ...task, maxPixels: settings['max-pixels'] },
        {
          timeLimitSeconds: Math.min(inspectSeconds, settings['work-seconds']),
          memoryBytes: Math.min(memory.totalBytes, memoryFor(settings['max-decoded'])),
          signal,
        },
      );
      demandSize(found, settings);
      return found;
    },
    async run({ gate, leavePlace, decodedBytes, isCompared, signal }, job) {
      const needed = memoryFor(decodedBytes, isCompared);
      const maxMemoryBytes = Math.min(needed, memory.totalBytes);
      const giveBack = memory.take(maxMemoryBytes);
      try {
        leavePlace?.();
        const leave = await gate.enter(signal);
        try {
          return await job(maxMemoryBytes);
        } finally {
          leave();
        }
      } finally {
        giveBack();
      }
    },
    async close() {
      await Promise.all([optimizer.close(), estimates.close(), inspectors.close()]);
    },
  };
}

function demandSize(found: Inspection, settings: Settings): void {
  const { width, height, frames } = found;
  const size = `a picture of ${width}x${height}, ${frames} frames`;
  const [maxFrames, maxDecoded] = [settings['max-frames'], settings['max-decoded']];
  if (frames > maxFrames) {
    const details = { limit: maxFrames, frames };
    throw problem('image_too_large', `${size}: more than ${maxFrames} frames`, details);
  }
  if (decodedBytesOf(found) > maxDecoded) {
    const details = { limit: maxDecoded, bytes: decodedBytesOf(found) };
    throw problem(
      'image_too_large',
      `${size} has more than ${maxDecoded} bytes of samples`,
      details,
    );
  }
}
