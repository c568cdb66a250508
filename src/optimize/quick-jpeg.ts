import { fromRaster, toBytes, withThreads } from '../runtimes/sharp.js';
import type { Source } from './contract.js';

/** Quality of the JPEG: the curves of the shipped family have its bytes and scores beside them. */
const quality = 75;

/** Longest side of a JPEG, in pixels. */
const longestSide = 65500;

/** What was found of the pictures that are held. */
const known = new WeakMap<Source, Promise<Uint8Array | null>>();

/**
 * How busy a picture is: bytes for each pixel of a quick JPEG of it, `jpeg:quality=75`, which takes some
 * hundredths of a second a megapixel. Of a picture it is made once. Undefined of one that no JPEG holds.
 */
export async function busynessOf(source: Source): Promise<number | undefined> {
  const { width, height } = source.facts;
  const bytes = await quickJpegOf(source);
  return bytes === null ? undefined : bytes.length / (width * height);
}

/** The quick JPEG; null of a picture that no JPEG holds. */
export function quickJpegOf(source: Source): Promise<Uint8Array | null> {
  const found = known.get(source) ?? make(source);
  known.set(source, found);
  return found;
}

async function make(source: Source): Promise<Uint8Array | null> {
  const { width, height } = source.facts;
  if (Math.max(width, height) > longestSide) return null;
  const image = await source.raster();
  return withThreads(1, () => toBytes(fromRaster(image).jpeg({ quality })));
}
