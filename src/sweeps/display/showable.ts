import { formatOf } from '../../codecs/formats.js';
import { readJpegFrame } from '../../codecs/jpeg/frame.js';
import { imageFormats } from '../../image/format.js';

const { png, jpeg, webp, avif } = imageFormats;

/** The formats that every browser shows. */
const shown = [png, jpeg, webp, avif] as const;

/** Extensions of the files that browsers show. */
export type ShownExtension = (typeof shown)[number]['extensions'][0];

/**
 * The extension to give a bitstream that browsers show as it is; null for one of another format, and
 * for a JPEG that is lossless, arithmetic coded or of more than 8 bits, which they do not take.
 */
export function shownAs(bytes: Uint8Array): ShownExtension | null {
  const found = formatOf(bytes);
  if (found === jpeg && !isCommonJpeg(bytes)) return null;
  return shown.find((format) => format === found)?.extensions[0] ?? null;
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
