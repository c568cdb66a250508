import { WorkError } from '../base/errors.js';
import { loadPicture } from '../codecs/decode.js';
import { nameOf, type PictureSource } from '../codecs/picture-source.js';
import type { CodingOptions } from '../codecs/with-codec.js';
import type { Raster } from '../image/raster.js';

/** Two pictures of one size. */
export interface Pair {
  readonly original: Raster;
  readonly decoded: Raster;
  /** What is wrong with their files, where they were taken all the same; null of sound ones. */
  readonly damage: Readonly<Record<'original' | 'decoded', string | null>>;
}

/** How the pictures of a pair are read. */
export type PairOptions = Pick<
  CodingOptions,
  | 'maxPixels'
  | 'maxPixelsPerByte'
  | 'maxMemoryBytes'
  | 'timeLimitSeconds'
  | 'lenient'
  | 'onWarning'
  | 'signal'
>;

/**
 * Loads the two pictures of a pair. Files may be of any format that the codecs here can tell by its
 * first bytes.
 * @throws WorkError naming the picture that cannot be read, and where the sizes differ; UsageError
 *   for a URL of another kind; RangeError for a raster that is none
 */
export async function loadPair(
  original: PictureSource,
  decoded: PictureSource,
  options: PairOptions = {},
): Promise<Pair> {
  const [a, b] = [nameOf(original, 'the original'), nameOf(decoded, 'the decoded picture')];
  const first = await loadPicture(original, { ...options, name: a });
  const second = await loadPicture(decoded, { ...options, name: b });
  const pair = {
    original: first.picture,
    decoded: second.picture,
    damage: { original: first.damage, decoded: second.damage },
  };
  const sizeOf = ({ width, height }: Raster): string => `${width}x${height}`;
  const sizes = [sizeOf(pair.original), sizeOf(pair.decoded)];
  if (sizes[0] === sizes[1]) return pair;
  throw new WorkError(
    `only pictures of one size can be compared: ${a} is ${sizes[0]}, ${b} is ${sizes[1]}`,
  );
}
