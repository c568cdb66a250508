import { isOwnError, WorkError } from '../../base/errors.js';
import { imageFormats } from '../format.js';
import { readChunks } from '../png-chunks.js';
import { statedColour } from './colour/stated.js';
import { isSrgb } from './colour/to-srgb.js';
import { sharp } from './sharp.js';
import { vipsMessage } from './vips-message.js';

/** What the headers of a file tell that sharp reads. */
export interface FileFacts {
  /** Sides in pixels as it is shown: the orientation applied. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 where none is stated. */
  readonly orientation: number;
  /** Whether any pixel may be transparent. */
  readonly hasAlpha: boolean;
  /** Count of pictures, 1 or more. */
  readonly frames: number;
  /**
   * The ICC profile of colours that are not sRGB to within half a step, by which stored samples are to be
   * understood; null where the stored samples are sRGB or mean sRGB.
   */
  readonly icc: Uint8Array | null;
}

/**
 * Reads the facts of a file that sharp reads. Decodes no sample.
 * @throws WorkError for a file whose headers are broken, and for colours that are not turned into sRGB
 */
export async function readFileFacts(bytes: Uint8Array): Promise<FileFacts> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { autoOrient, orientation = 1, hasAlpha, pages = 1, space, icc } = metadata;
    const isGrey = space === 'b-w' || space === 'grey16';
    // What CMYK means in RGB is computed with its profile, which the samples then need no more.
    const states = icc !== undefined && space !== 'cmyk' && !statesOtherwise(bytes);
    const colour = states ? statedColour(bytes, { profile: icc, isGrey }).space : null;
    return {
      ...{ width: autoOrient.width, height: autoOrient.height, orientation, hasAlpha },
      frames: Math.max(1, pages),
      icc: colour !== null && !isSrgb(colour) ? new Uint8Array(icc!) : null,
    };
  } catch (error) {
    if (isOwnError(error)) throw error;
    throw new WorkError(vipsMessage(error), { code: 'broken-image' });
  }
}

/** Whether a PNG file has a chunk that counts before its ICC profile. */
function statesOtherwise(bytes: Uint8Array): boolean {
  return imageFormats.png.recognises(bytes) && readChunks(bytes).has('cICP');
}
