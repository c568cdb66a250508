import { WorkError } from '../../base/errors.js';
import type { SizeLimits } from '../codec.js';

/** What libjpeg takes, and what is built on it: the format's own limit is 65,535. */
export const jpegLimits: SizeLimits = { side: 65_500 };

/** What the frame header of a JPEG says. ITU-T T.81, B.2.2. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** The number in its marker: SOF0 is baseline, SOF2 progressive, from SOF9 on arithmetic coding. */
  readonly process: number;
  /** Bits of a sample. */
  readonly precision: number;
  /** Horizontal and vertical sampling factor of each component. */
  readonly sampling: readonly (readonly [horizontal: number, vertical: number])[];
}

/**
 * The frame header of a JPEG, before anything is decoded. ITU-T T.81, B.2.
 * @throws WorkError where there is none, or no end of the image: decoders fill up what is missing
 */
export function readJpegFrame(bytes: Uint8Array): JpegFrame {
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
      const frame = frameAt(view, at);
      if (frame === null) break;
      if (endOf(bytes) > at) return frame;
      throw new WorkError('JPEG is cut short: it has no end of image');
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new WorkError('JPEG has no frame header that tells its size');
}

/** The header at a frame's marker; null where it is too short or tells no size. */
function frameAt(view: DataView, at: number): JpegFrame | null {
  const count = view.getUint8(at + 9);
  const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
  if (width === 0 || height === 0 || at + 10 + 3 * count > view.byteLength) return null;
  return {
    width,
    height,
    process: view.getUint8(at + 1) - 0xc0,
    precision: view.getUint8(at + 4),
    sampling: Array.from({ length: count }, (_, component) => {
      const factors = view.getUint8(at + 11 + 3 * component);
      return [factors >> 4, factors & 15] as const;
    }),
  };
}

/** Where the last end of image (FF D9) stands; thumbnails before the frame have one of their own. */
function endOf({ buffer, byteOffset, byteLength }: Uint8Array): number {
  return Buffer.from(buffer, byteOffset, byteLength).lastIndexOf('ffd9', undefined, 'hex');
}
