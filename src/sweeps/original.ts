import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Original } from '../codecs/open-codec.js';
import { centreCrop, parseSize } from '../image/crop.js';
import { decodeImage } from '../image/files/load.js';

/** Loads a source image as the plan saw it, cut to its centre where a crop is asked for. */
export async function loadOriginal(
  image: { readonly path: string; readonly sha256: string },
  { crop, maxPixels }: { crop: string | null; maxPixels: number },
): Promise<Original> {
  const bytes = await readFile(image.path);
  if (hash('sha256', bytes) !== image.sha256) {
    throw new Error(`${image.path} has changed since the sweep began; start it again`);
  }
  const whole = await decodeImage(bytes, { maxPixels, name: image.path });
  if (crop === null) return { picture: whole, file: bytes };
  const { width, height } = parseSize(crop);
  return { picture: centreCrop(whole, width, height), file: null };
}
