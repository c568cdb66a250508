import { fileURLToPath } from 'node:url';
import { UsageError, WorkError } from '../base/errors.js';
import { decodePicture, loadPicture } from '../codecs/picture.js';
import { createRaster, defaultMaxPixels, type Raster } from '../image/raster.js';

/** A picture as callers have it: the path of a file, a `file:` URL, a file's bytes, or samples. */
export type PictureSource = string | URL | Uint8Array | Raster;

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
  { maxPixels = defaultMaxPixels }: { readonly maxPixels?: number | undefined } = {},
): Promise<Pair> {
  const [a, b] = [nameOf(original, 'the original'), nameOf(decoded, 'the decoded picture')];
  const pair = {
    original: await load(original, a, maxPixels),
    decoded: await load(decoded, b, maxPixels),
  };
  const sizeOf = ({ width, height }: Raster): string => `${width}x${height}`;
  const sizes = [sizeOf(pair.original), sizeOf(pair.decoded)];
  if (sizes[0] === sizes[1]) return pair;
  throw new WorkError(
    `only pictures of one size can be compared: ${a} is ${sizes[0]}, ${b} is ${sizes[1]}`,
  );
}

function nameOf(source: PictureSource, otherwise: string): string {
  if (source instanceof URL) {
    if (source.protocol === 'file:') return fileURLToPath(source);
    throw new UsageError(`expected a file: URL, got ${source.href}; fetch it and give its bytes`);
  }
  return typeof source === 'string' ? source : otherwise;
}

async function load(source: PictureSource, name: string, maxPixels: number): Promise<Raster> {
  if (typeof source === 'string' || source instanceof URL) return loadPicture(name, { maxPixels });
  if (source instanceof Uint8Array) return decodePicture(source, { maxPixels, name });
  createRaster(source);
  // The value itself: what is prepared of an original is found by its identity.
  return source;
}
