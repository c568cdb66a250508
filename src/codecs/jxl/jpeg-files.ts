import { WorkError } from '../../base/errors.js';
import { imageFormats } from '../../image/format.js';
import { checkPixels } from '../../image/pixels.js';
import { requireFormat } from '../formats.js';
import { type JpegFrame, readJpegFrame } from '../jpeg/frame.js';
import { jxlBoxes } from './boxes.js';
import { jxlFormat } from './format.js';
import { readJxlSize } from './size.js';

/**
 * Checks that a file is a whole JPEG of a kind that libjxl recompresses: baseline, extended or
 * progressive Huffman coding of 8 bits, 1 or 3 components, subsampled by 2 at most.
 * @throws WorkError saying what it is instead
 */
export function checkJpeg(bytes: Uint8Array, maxPixels: number): void {
  requireFormat(bytes, imageFormats.jpeg);
  const frame = readJpegFrame(bytes);
  const kind = foreignKind(frame);
  if (kind !== null) {
    throw new WorkError(`JPEG file with ${kind} cannot be recompressed by libjxl`);
  }
  checkPixels(frame.width, frame.height, maxPixels);
}

/**
 * Checks that a JPEG XL file holds what a JPEG is made from again (box `jbrd`), and gives the bytes
 * that it may come to have. djxl would take any other file to pixels and make a new JPEG of these.
 * @throws WorkError
 */
export function checkJxlOfJpeg(bytes: Uint8Array, maxPixels: number): number {
  requireFormat(bytes, jxlFormat);
  if (![...jxlBoxes(bytes)].some(({ type }) => type === 'jbrd')) {
    throw new WorkError('JPEG XL file was made from pixels: there is no JPEG in it');
  }
  const { width, height } = readJxlSize(bytes);
  checkPixels(width, height, maxPixels);
  // More than all coefficients can take, and large metadata.
  return 16 * width * height + 2 ** 26;
}

function foreignKind({ process, precision, sampling }: JpegFrame): string | null {
  if (process >= 9) return 'arithmetic coding';
  if (process === 3) return 'lossless coding';
  if (process > 3) return 'hierarchical coding';
  if (precision !== 8) return `samples of ${precision} bits`;
  if (sampling.length !== 1 && sampling.length !== 3) {
    return `${sampling.length} components${sampling.length === 4 ? ' (CMYK)' : ''}`;
  }
  const factor = Math.max(...sampling.flat());
  return factor > 2 ? `a sampling factor of ${factor}` : null;
}
