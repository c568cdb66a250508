import { WorkError } from '../../base/errors.js';
import { sharp } from './sharp.js';
import { vipsMessage } from './vips-message.js';

/** What the header of an image file tells of it. */
export interface FileDescription {
  /** Sides as it is shown: the orientation applied. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** `grey`, `RGB`, `RGBA`, `CMYK`, … */
  readonly colours: string;
  /** Bits of a sample. */
  readonly bits: number;
  readonly frames: number;
  /** Bytes of the ICC profile; 0 without one. */
  readonly profileBytes: number;
  /** Bytes of EXIF and XMP. */
  readonly metadataBytes: number;
}

const layouts: Readonly<Record<string, string>> = { 'b-w': 'grey', grey16: 'grey', cmyk: 'CMYK' };

/**
 * Describes a file that sharp reads, by its header. Decodes no sample.
 * @throws WorkError for a file whose header is broken
 */
export async function describeFile(bytes: Uint8Array): Promise<FileDescription> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { autoOrient, orientation = 1, pages = 1, space, depth, hasAlpha } = metadata;
    const { bitsPerSample, icc, exif, xmp } = metadata;
    return {
      ...{ width: autoOrient.width, height: autoOrient.height, orientation },
      colours: (layouts[space] ?? 'RGB') + (hasAlpha ? (layouts[space] ? ' + alpha' : 'A') : ''),
      bits: bitsPerSample ?? (depth === 'ushort' ? 16 : 8),
      frames: Math.max(1, pages),
      profileBytes: icc?.length ?? 0,
      metadataBytes: (exif?.length ?? 0) + (xmp?.length ?? 0),
    };
  } catch (error) {
    throw new WorkError(vipsMessage(error), { code: 'broken-image' });
  }
}
