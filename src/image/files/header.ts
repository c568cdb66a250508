import { imageFormats, sniffFormat } from '../format.js';
import { readChunks } from '../png-chunks.js';
import { brandsOf } from '../signature.js';
import { sharp } from './sharp.js';

/** What the header of an image file tells. */
export interface ImageHeader {
  /** Sides in pixels, the orientation applied. */
  readonly width: number;
  readonly height: number;
  /** Whether it holds more pictures than the first: an animation, a file of pages. */
  readonly holdsSeveral: boolean;
}

/** Reads the header of an image file; null where only decoding would tell. Decodes no sample. */
export async function readHeader(bytes: Uint8Array): Promise<ImageHeader | null> {
  const format = sniffFormat(bytes);
  if (format === null || format === imageFormats.pnm) return null;
  try {
    const { autoOrient, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { ...autoOrient, holdsSeveral: pages > 1 || isAnimatedPng(bytes) || isSequence(bytes) };
  } catch {
    return null;
  }
}

/** By the chunk acTL, which holds the count of pictures first. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  if (sniffFormat(bytes) !== imageFormats.png) return false;
  const control = readChunks(bytes).get('acTL');
  return control !== undefined && control.byteLength >= 4 && control.getUint32(0) > 1;
}

/** Major brands of files whose pictures are a sequence: AVIF, and HEIF (ISO/IEC 23008-12, 10.3). */
const sequenceBrands = ['avis', 'hevc', 'hevx', 'msf1'];

/** Whether a file of the HEIF kind holds a sequence of pictures, by its major brand. */
export function isSequence(bytes: Uint8Array): boolean {
  return sequenceBrands.some((brand) => brand === brandsOf(bytes)[0]);
}
