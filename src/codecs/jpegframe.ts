import { WorkError } from '../errors.js';

/**
 * Size of a JPEG by its frame header, before anything is decoded. ITU-T T.81, B.2.
 * @throws WorkError where there is none, or no end of the image: decoders fill up what is missing
 */
export function readJpegFrame(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    // Fill bytes, and markers without a segment.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    // DHT, JPG and DAC stand among the frame headers.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      if (width === 0 || height === 0) break;
      if (endOf(bytes) > at) return { width, height };
      throw new WorkError('JPEG is cut short: it has no end of image');
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new WorkError('JPEG has no frame header that tells its size');
}

/** Where the last end of image (FF D9) stands; thumbnails before the frame have one of their own. */
function endOf({ buffer, byteOffset, byteLength }: Uint8Array): number {
  return Buffer.from(buffer, byteOffset, byteLength).lastIndexOf('ffd9', undefined, 'hex');
}
