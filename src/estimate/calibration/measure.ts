import type { Compressor, CompressorIdentity } from '../compressor.js';
import { estimateDefaults } from '../defaults.js';
import type { PartSample } from '../estimator.js';
import { timeFeatures } from '../expected-time.js';
import { mapQualities } from '../map/qualities.js';
import type { Picture } from '../picture.js';
import { estimators } from '../registry.js';

/** What is measured of a picture and a compressor for the calibration. Plain JSON. */
export interface Measurement {
  readonly picture: string;
  readonly of: CompressorIdentity;
  readonly pixels: number;
  readonly actualBytes: number;
  /** Seconds of the whole encode, and of the fast setting's; null where there is none. */
  readonly seconds: number;
  readonly fastSeconds: number | null;
  /** What the time is linear in. */
  readonly time: Readonly<Record<string, number>>;
  /** By estimator: those that could answer without compressing the whole. */
  readonly samples: Readonly<Record<string, PartSample>>;
}

/** Compresses a picture whole, and takes the sample of every estimator. */
export async function measurePicture(
  name: string,
  picture: Picture,
  compressor: Compressor,
): Promise<Measurement> {
  const { seed, sampleWidth } = estimateDefaults;
  const question = { picture, compressor, seed, sampleWidth };
  const image = compressor.fit(await picture.samples());
  const whole = await compressor.compress(image);
  const fast = await compressor.sibling?.compress(image);
  const samples: Record<string, PartSample> = {};
  for (const id of estimators.names) {
    const estimator = await estimators.load(id);
    if (id === 'exact' || estimator.refuses(question) !== null) continue;
    const sample = await estimator.sample(question);
    if (sample.kind === 'part') samples[id] = sample;
  }
  return {
    picture: name,
    of: compressor.identity,
    pixels: picture.width * picture.height,
    actualBytes: whole.bytes,
    seconds: whole.seconds,
    fastSeconds: fast?.seconds ?? null,
    time: timeFeatures(picture, await picture.bitMap(mapQualities.at(-1)!)),
    samples,
  };
}
