import { fromRaster, toBytes, withThreads } from '../runtimes/sharp.js';
import type { Source } from './contract.js';

/** Quality of the JPEG: the curves of the shipped family have its bytes beside them. */
const quality = 75;

/** What was found of the pictures that are held. */
const known = new WeakMap<Source, Promise<number>>();

/**
 * How busy a picture is: bytes for each pixel of a quick JPEG of it, `jpeg:quality=75`, which takes some
 * hundredths of a second a megapixel. Of a picture it is made once.
 */
export function busynessOf(source: Source): Promise<number> {
  const found = known.get(source) ?? measure(source);
  known.set(source, found);
  return found;
}

async function measure(source: Source): Promise<number> {
  const image = await source.raster();
  const bytes = await withThreads(1, () => toBytes(fromRaster(image).jpeg({ quality })));
  return bytes.length / (image.width * image.height);
}
