import { readJpegFrame } from '../../codecs/jpeg/frame.js';
import { formatOf } from '../../codecs/signature.js';

/** Extensions of the files that browsers show. */
export type ShownExtension = 'png' | 'jpg' | 'webp' | 'avif';

/**
 * The extension to give a bitstream that browsers show as it is; null for one of another format, and
 * for a JPEG that is lossless, arithmetic coded or of more than 8 bits, which they do not take.
 */
export function shownAs(bytes: Uint8Array): ShownExtension | null {
  const format = formatOf(bytes);
  if (format === 'png' || format === 'webp' || format === 'avif') return format;
  return format === 'jpeg' && isCommonJpeg(bytes) ? 'jpg' : null;
}

/** Baseline, extended or progressive, Huffman coded, 8 bit. ITU-T T.81, table B.1. */
function isCommonJpeg(bytes: Uint8Array): boolean {
  try {
    const { process, precision } = readJpegFrame(bytes);
    return process <= 2 && precision === 8;
  } catch {
    return false;
  }
}
