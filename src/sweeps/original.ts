import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Codec } from '../codecs/codec.js';
import { sameSamples } from '../image/compare.js';
import { centreCrop, parseSize } from '../image/crop.js';
import { decodeImage } from '../image/load.js';
import type { Raster } from '../image/raster.js';
import type { Settings } from '../params.js';

/** Loads a source image as the plan saw it, cut to its centre where a crop is asked for. */
export async function loadOriginal(
  image: { readonly path: string; readonly sha256: string },
  { crop, maxPixels }: { crop: string | null; maxPixels: number },
): Promise<Raster> {
  const bytes = await readFile(image.path);
  if (hash('sha256', bytes) !== image.sha256) {
    throw new Error(`${image.path} has changed since the sweep began; start it again`);
  }
  const whole = await decodeImage(bytes, { maxPixels, name: image.path });
  if (crop === null) return whole;
  const { width, height } = parseSize(crop);
  return centreCrop(whole, width, height);
}

/** Throws unless the decoded picture can stand for the coded one: same size, exact if lossless. */
export function verifyDecoded(
  codec: Codec,
  settings: Settings,
  coded: Raster,
  decoded: Raster,
): void {
  if (decoded.width !== coded.width || decoded.height !== coded.height) {
    throw new Error(
      `decoded to ${decoded.width}x${decoded.height}, encoded from ${coded.width}x${coded.height}`,
    );
  }
  if (codec.lossless(settings) && !sameSamples(coded, decoded)) {
    throw new Error(`${codec.id} is lossless at these settings, but the decoded samples differ`);
  }
}
