import { centreCrop } from '../image/crop.js';
import type { Calibration } from './calibration/calibration.js';
import { constantsOf } from './calibration/look-up.js';
import type { Question } from './estimator.js';
import type { BlockMap } from './map/block-maps.js';
import { overheadBytes } from './sampling/overhead.js';
import { shrinkByArea } from './sampling/quarter.js';
import { tileSide } from './tiles/plan.js';

/** Seconds of the whole encode, and the shares of them that the parts of an estimate take. */
export interface ExpectedTime {
  readonly seconds: number;
  /** The whole picture at the fast setting, or null where there is none. */
  readonly fastShare: number | null;
  /** The maps of blocks. */
  readonly mapShare: number;
  /** The whole picture at a quarter of its size; 0 where there is no setting for it. */
  readonly quarterShare: number;
}

/** Bits of a pixel as a fine JPEG; of photographs few hold more. */
const mostBits = 2.5;

/**
 * Seconds that the encode of a picture of this size takes at most, by the calibration; null where that has
 * none. Nothing of the picture is read.
 */
export function mostTime(
  { picture: { width, height }, compressor }: Pick<Question, 'picture' | 'compressor'>,
  calibration: Calibration,
): number | null {
  const known = constantsOf(calibration, 'exact', compressor.identity);
  if (!known?.ownEngine) return null;
  const megapixels = (width * height) / 1e6;
  return timeBy(known.coefficients, { megapixels, megabits: mostBits * megapixels }).seconds;
}

/** What an encode is expected to take: by the calibration, else by encoding a crop. */
export async function expectedTime(
  question: Question,
  calibration: Calibration,
): Promise<ExpectedTime> {
  const { picture, compressor } = question;
  const { width, height } = picture;
  const known = constantsOf(calibration, 'exact', compressor.identity);
  if (known?.ownEngine) {
    const { fine } = await picture.maps();
    return timeBy(known.coefficients, timeFeatures({ width, height }, fine));
  }
  // Nothing was measured elsewhere: the machine's own time. The first encode of a session is slower.
  const image = compressor.fit(await picture.samples());
  await overheadBytes(compressor, image);
  const probe = centreCrop(image, tileSide, tileSide);
  const { seconds } = await compressor.compress(probe);
  const fast = await compressor.sibling?.compress(probe);
  const quarter = await compressor.quarter?.compress(shrinkByArea(compressor.quarter.fit(probe)));
  return {
    seconds: (seconds * width * height) / (probe.width * probe.height),
    fastShare: fast === undefined ? null : fast.seconds / seconds,
    mapShare: usualMapShare,
    quarterShare: quarter === undefined ? 0 : quarter.seconds / seconds,
  };
}

/** Times by coefficients of the calibration. */
export function timeBy(
  coefficients: Readonly<Record<string, number>>,
  features: Readonly<Record<string, number>>,
): ExpectedTime {
  const secondsOf = (prefix: string): number =>
    Object.entries(features).reduce(
      (sum, [name, value]) => sum + value * (coefficients[prefix + name] ?? 0),
      0,
    );
  const seconds = Math.max(0, secondsOf(''));
  const fast = secondsOf(fastPrefix);
  return {
    seconds,
    fastShare: fast <= 0 ? null : fast / seconds,
    mapShare: Math.max(0, secondsOf(mapPrefix)) / seconds,
    quarterShare: Math.max(0, secondsOf(quarterPrefix)) / seconds,
  };
}

/** Share of the maps where nothing was measured: between those of AVIF and JPEG XL. */
const usualMapShare = 0.03;

/** What the names of the coefficients of the maps' time begin with. */
export const mapPrefix = 'map-';

/** What the names of the coefficients of the time at a quarter of the size begin with. */
export const quarterPrefix = 'quarter-';

/** What the names of the fast setting's coefficients of time begin with. */
export const fastPrefix = 'fast-';

/** What the time of an encode is linear in: megapixels, and megabits of a JPEG of the picture. */
export function timeFeatures(
  { width, height }: { readonly width: number; readonly height: number },
  { mean, columns, rows }: BlockMap,
): Record<string, number> {
  return { megapixels: (width * height) / 1e6, megabits: (mean * columns * rows) / 1e6 };
}
