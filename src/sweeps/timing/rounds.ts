import type { Settings } from '../../base/params.js';
import { shuffle } from '../../base/statistics.js';
import type { CodecSource } from '../../codecs/table.js';
import type { JobError } from '../../results/record.js';
import { openTimingProcess } from './client.js';
import type { ImageSample, PassFailure, TimingSetup } from './protocol.js';

/** What of a configuration the timing needs. */
interface TimedConfiguration {
  readonly source: CodecSource;
  readonly settings: Settings;
}

/** Told of what happens, in order. */
export interface RoundsListener {
  /** A timed pass over all images, with a sample for each of them. */
  onPass(configuration: number, samples: readonly ImageSample[]): Promise<void>;
  /** The configuration failed and takes part no more. */
  onFailure(configuration: number, error: JobError, image: number | null): Promise<void>;
  /** After a pass of a configuration, also one to warm up, that failed or was left out. */
  onProgress(done: number, total: number, at: { configuration: number; pass: number }): void;
}

/** How many rounds there are, and what of them an earlier run has done. */
export interface RoundsOptions {
  readonly passes: number;
  readonly seed: number;
  readonly timeLimitSeconds: number;
  /** What the process may take; no limit if not given. */
  readonly memoryBytes?: number | undefined;
  readonly stop: AbortSignal;
  /** Timed passes of a configuration that are there; the rounds go on behind them. */
  readonly passesDone?: (configuration: number) => number;
  /** Configurations that have failed. */
  readonly failed?: ReadonlySet<number>;
}

/**
 * Times configurations against each other in randomised blocks: in every round each of them makes
 * one pass over all images, in an order shuffled anew, so that a machine that slows down or speeds up does so for
 * all of them alike. Round 0 warms up and is not kept.
 *
 *     round 0   C A B    warm-up
 *     round 1   B C A    timed
 *     round 2   A C B    timed ...
 *
 * A configuration that crashes or hangs the process is out; the others go on in a fresh one. So does
 * a run that goes on after a kill: in the middle of a round it ends that round first.
 */
export async function runRounds(
  configurations: readonly TimedConfiguration[],
  setup: TimingSetup,
  options: RoundsOptions,
  listener: RoundsListener,
): Promise<void> {
  const { passes, seed, stop, passesDone = () => 0 } = options;
  const total = configurations.length * (passes + 1);
  const failed = new Set<number>(options.failed);
  const process = openTimingProcess(setup, options);
  let done = 0;

  const fail = async (configuration: number, { image, ...error }: PassFailure): Promise<void> => {
    failed.add(configuration);
    await listener.onFailure(configuration, error, image);
  };
  const pass = async (configuration: number): Promise<readonly ImageSample[] | null> => {
    const { source, settings } = configurations[configuration]!;
    const answer = await process.pass({ configuration, codec: source, settings });
    if (stop.aborted) return null;
    if ('failed' in answer) await fail(configuration, answer.failed);
    return 'samples' in answer ? answer.samples : null;
  };

  try {
    for (let round = 0; round <= passes; round++) {
      for (const configuration of shuffle([...configurations.keys()], seed + round)) {
        if (stop.aborted) return;
        // In round 0 what is to be done at all is.
        const isDone = passesDone(configuration) >= (round === 0 ? passes : round);
        if (!isDone) {
          // Round 0 for all; later for what a crash of another configuration has made cold.
          if (!failed.has(configuration) && !process.isWarm(configuration))
            await pass(configuration);
          if (round > 0 && !failed.has(configuration) && !stop.aborted) {
            const samples = await pass(configuration);
            if (samples !== null) await listener.onPass(configuration, samples);
          }
        }
        listener.onProgress(++done, total, { configuration, pass: round });
      }
    }
  } finally {
    await process.close();
  }
}
