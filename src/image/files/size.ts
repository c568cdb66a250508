import { imageFormats, sniffFormat } from '../format.js';
import { sharp } from './sharp.js';

/** Sides of a picture in pixels, its orientation applied. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The size that a file's header tells; null where only decoding would tell. Decodes no sample. */
export async function sizeOfHeader(bytes: Uint8Array): Promise<PictureSize | null> {
  const format = sniffFormat(bytes);
  if (format === null || format === imageFormats.pnm) return null;
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return autoOrient;
  } catch {
    return null;
  }
}
