import { WorkError } from '../base/errors.js';
import { loadImage } from '../codecs/decode.js';
import { nameOf, type PictureSource } from '../codecs/picture-source.js';
import type { Raster } from '../image/raster.js';

/** Two pictures of one size. */
export interface Pair {
  readonly original: Raster;
  readonly decoded: Raster;
}

/**
 * Loads the two pictures of a pair. Files may be of any format that the codecs here can tell by its
 * first bytes.
 * @throws WorkError naming the picture that cannot be read, and where the sizes differ; UsageError
 *   for a URL of another kind; RangeError for a raster that is none
 */
export async function loadPair(
  original: PictureSource,
  decoded: PictureSource,
  { maxPixels }: { readonly maxPixels?: number | undefined } = {},
): Promise<Pair> {
  const [a, b] = [nameOf(original, 'the original'), nameOf(decoded, 'the decoded picture')];
  const pair = {
    original: await loadImage(original, { maxPixels, name: a }),
    decoded: await loadImage(decoded, { maxPixels, name: b }),
  };
  const sizeOf = ({ width, height }: Raster): string => `${width}x${height}`;
  const sizes = [sizeOf(pair.original), sizeOf(pair.decoded)];
  if (sizes[0] === sizes[1]) return pair;
  throw new WorkError(
    `only pictures of one size can be compared: ${a} is ${sizes[0]}, ${b} is ${sizes[1]}`,
  );
}
