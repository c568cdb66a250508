import { meanInterval, median } from '../../base/statistics.js';
import type { Noise } from '../../results/testbed.js';
import type { Configuration } from '../one-configuration.js';
import type { ImageSample } from './protocol.js';

// Timing noise: one configuration is timed twice in one run, as if it were two.

/**
 * Which configuration is timed twice: the first that runs in this program's processes, where there is
 * one besides `raw`, else the first besides `raw`; -1 where there is none.
 */
export function doubledConfiguration(
  configurations: readonly Pick<Configuration, 'codec' | 'engine'>[],
): number {
  const inProcess = configurations.findIndex(
    ({ codec, engine }) => codec !== 'raw' && engine.runtime !== 'cli',
  );
  return inProcess >= 0 ? inProcess : configurations.findIndex(({ codec }) => codec !== 'raw');
}

/**
 * The noise between the passes of the two timings.
 * @param pair samples of each: round x image
 * @returns null below three rounds
 */
export function noiseOf(
  { spec }: Pick<Configuration, 'spec'>,
  [first, second]: readonly [Rounds, Rounds],
  { seed, passes, images }: Pick<Noise, 'seed' | 'passes' | 'images'>,
): Noise | null {
  const encode = noiseBetween(first, second, 'encode');
  const decode = noiseBetween(first, second, 'decode');
  if (encode === null || decode === null) return null;
  return { spec, at: new Date().toISOString(), seed, passes, images, encode, decode };
}

/** Samples by round and image. */
export type Rounds = readonly (readonly Pair[])[];

interface Pair {
  readonly encode: Pick<ImageSample['encode'], 'total'>;
  readonly decode: Pick<ImageSample['decode'], 'total'>;
}

/**
 * How far two timings of one configuration in the same run differ: the mean over rounds of the
 * logarithm of the ratio of their passes' median time per image, with its 95 % interval (Student's t, the rounds
 * being the independent units). null below three rounds: two tell next to nothing.
 * @param first samples of the first timing: round x image
 * @param second samples of the second one, of the same rounds
 */
export function noiseBetween(
  first: Rounds,
  second: Rounds,
  direction: 'encode' | 'decode',
): { difference: number; low: number; high: number } | null {
  const rounds = Math.min(first.length, second.length);
  if (rounds < 3) return null;
  const ratios = Array.from({ length: rounds }, (_, round) => {
    const pairs = first[round]!.map(
      (sample, image) => second[round]![image]![direction].total / sample[direction].total,
    );
    return Math.log(median(pairs));
  });
  const { mean, low, high } = meanInterval(ratios);
  return { difference: Math.expm1(mean), low: Math.expm1(low), high: Math.expm1(high) };
}
