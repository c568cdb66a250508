import { jxlBoxes } from '../../codecs/jxl/boxes.js';
import { keptExif } from './exif.js';
import { keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** Boxes that the picture is made of. ISO/IEC 18181-2. */
const picture = new Set(['JXL ', 'ftyp', 'jxll', 'jxli', 'jxlc', 'jxlp', 'jbrd']);

/**
 * A JPEG XL file without its metadata, the codestream byte for byte; a bare codestream is as it was.
 * Colours and the orientation stand in the codestream and stay. A file that a JPEG is made from again
 * needs its metadata for that: where some go, so does what the JPEG is made from.
 */
export function stripJxl(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const boxes = [...jxlBoxes(bytes)];
  if (boxes.length === 0) return bytes;
  const keeps = keeping(options);
  const pieces = boxes.map(({ type, start, end }) => {
    const content = bytes.subarray(start, end);
    if (picture.has(type)) return { type, content, isWhole: true };
    if (type === 'Exif' && content.length > 4 && keeps('exif')) {
      // The offset of the TIFF header comes first, 0 as a rule.
      const exif = keptExif(content.subarray(4), keeps);
      if (exif !== null) {
        const kept = Buffer.concat([content.subarray(0, 4), exif]);
        return { type, content: kept, isWhole: kept.equals(content) };
      }
    }
    if (type === 'xml ' && keepsXmp(content, keeps)) return { type, content, isWhole: true };
    // Compressed metadata are not looked into.
    const all = keeps('exif') && keeps('gps') && keeps('thumbnails') && keeps('xmp');
    if (type === 'brob' && all) return { type, content, isWhole: true };
    return null;
  });
  const isWhole = pieces.every((piece) => piece?.isWhole === true);
  if (isWhole) return bytes;
  const kept = pieces.filter((piece) => piece !== null && piece.type !== 'jbrd');
  return new Uint8Array(Buffer.concat(kept.map((piece) => boxOf(piece!.type, piece!.content))));
}

function boxOf(type: string, content: Uint8Array): Uint8Array {
  const size = 8 + content.length;
  const box = Buffer.alloc(size);
  box.writeUInt32BE(size);
  box.write(type, 4, 'latin1');
  box.set(content, 8);
  return box;
}
