import { measure } from '../../base/clock.js';
import type { Compressor, CompressorIdentity } from '../compressor.js';
import { estimateDefaults } from '../defaults.js';
import type { PartSample } from '../estimator.js';
import { timeFeatures } from '../expected-time.js';
import { makeBlockMaps } from '../map/block-maps.js';
import type { Picture } from '../picture.js';
import { estimators } from '../registry.js';
import { repeatedShare } from '../repeats.js';
import { shrinkByArea } from '../sampling/quarter.js';

/** What is measured of a picture and a compressor for the calibration. Plain JSON. */
export interface Measurement {
  readonly picture: string;
  /** Name of the data set that it is of. */
  readonly set: string;
  readonly of: CompressorIdentity;
  readonly pixels: number;
  readonly actualBytes: number;
  /** Seconds of processor time of the whole encode, and of the fast setting's; null where there is none. */
  readonly seconds: number;
  readonly fastSeconds: number | null;
  /** Of the whole at a quarter of its size; null where there is no setting for it. */
  readonly quarterSeconds?: number | null;
  /** Of the maps of blocks. */
  readonly mapSeconds: number;
  /** Of the search for repeated blocks, which `auto` makes before it samples. */
  readonly repeatSeconds: number;
  /** What the time is linear in. */
  readonly time: Readonly<Record<string, number>>;
  /** By estimator: those that could answer without compressing the whole. */
  readonly samples: Readonly<Record<string, PartSample>>;
  /** Samples by other seeds, of those that draw: how far one differs from the next. */
  readonly otherDraws?: Readonly<Record<string, readonly PartSample[]>>;
  /** Seconds of processor time that each sample took, the maps apart. */
  readonly sampleSeconds: Readonly<Record<string, number>>;
}

/** Estimators that draw, and the seeds by which they do it once more: errors of one draw are luck. */
const drawing = ['balanced', 'sibling'];
const otherSeeds = [estimateDefaults.seed + 1];

/** Compresses a picture whole, and takes the sample of every estimator. */
export async function measurePicture(
  { name, set }: { readonly name: string; readonly set: string },
  picture: Picture,
  compressor: Compressor,
): Promise<Measurement> {
  const { seed, sampleWidth } = estimateDefaults;
  // A question each: what was sampled for one estimator is not at hand for the next.
  const ask = (by: number = seed) => ({ picture, compressor, seed: by, sampleWidth });
  const image = compressor.fit(await picture.samples());
  const whole = await compressor.compress(image);
  const fast = await compressor.sibling?.compress(image);
  const { quarter } = compressor;
  // Shrinking is a part of it.
  const reduced =
    quarter && (await measure(() => quarter.compress(shrinkByArea(quarter.fit(image)))));
  const maps = await measure(() => makeBlockMaps(image));
  const repeats = await measure(async () => repeatedShare(image));
  const { fine } = await picture.maps();
  const samples: Record<string, PartSample> = {};
  const sampleSeconds: Record<string, number> = {};
  for (const id of estimators.names) {
    const estimator = await estimators.load(id);
    const question = ask();
    if (id === 'exact' || estimator.refuses(question) !== null) continue;
    const {
      value: sample,
      cpuSeconds,
      totalSeconds,
    } = await measure(() => estimator.sample(question));
    if (sample.kind !== 'part') continue;
    samples[id] = sample;
    sampleSeconds[id] = cpuSeconds ?? totalSeconds;
  }
  const otherDraws: Record<string, PartSample[]> = {};
  for (const other of otherSeeds) {
    const question = ask(other);
    for (const id of drawing) {
      if (samples[id] === undefined) continue;
      const sample = await (await estimators.load(id)).sample(question);
      if (sample.kind === 'part') otherDraws[id] = [...(otherDraws[id] ?? []), sample];
    }
  }
  return {
    ...{ picture: name, set },
    of: compressor.identity,
    pixels: picture.width * picture.height,
    actualBytes: whole.bytes,
    seconds: whole.seconds,
    fastSeconds: fast?.seconds ?? null,
    quarterSeconds: reduced && (reduced.cpuSeconds ?? reduced.totalSeconds),
    time: timeFeatures(picture, fine),
    mapSeconds: maps.cpuSeconds ?? maps.totalSeconds,
    repeatSeconds: repeats.cpuSeconds ?? repeats.totalSeconds,
    ...{ samples, otherDraws, sampleSeconds },
  };
}
