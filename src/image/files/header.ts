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

function isSequence(bytes: Uint8Array): boolean {
  return brandsOf(bytes)[0] === 'avis';
}
