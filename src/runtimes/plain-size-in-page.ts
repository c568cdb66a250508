import { WorkError } from '../base/errors.js';
import { heifColour } from '../image/files/colour/heif.js';
import { findBox, primaryItem, propertiesOf } from '../image/files/colour/heif-items.js';
import { isSrgb } from '../image/files/colour/to-srgb.js';
import { imageFormats } from '../image/format.js';
import { checkPixels } from '../image/pixels.js';
import { startsWith } from '../image/signature.js';

interface Header {
  readonly width: number;
  readonly height: number;
  /** Whether colours are as sRGB has them, and nothing is to be turned. */
  readonly isPlain: boolean;
}

/**
 * The size of a WebP or AVIF file from its header, for decoders that do not tell it before they
 * allocate.
 * @throws WorkError for a broken file, one of more than `maxPixels` pixels, and one whose colours are
 *   not sRGB or that has a profile or an orientation
 */
export async function readPlainSize(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<{ width: number; height: number }> {
  const header = imageFormats.avif.recognises(bytes) ? readAvif(bytes) : readWebp(bytes);
  if (header === null || header.width * header.height === 0) {
    throw new WorkError('has no complete header with a size', { code: 'broken-image' });
  }
  const { width, height, isPlain } = header;
  checkPixels(width, height, maxPixels);
  if (isPlain) return { width, height };
  throw new WorkError(
    'holds colours other than sRGB, a colour profile or an orientation, which are not applied in a page',
    { code: 'broken-image' },
  );
}

/** ISO/IEC 23008-12: the spatial extents (`ispe`) of the primary item. */
function readAvif(bytes: Uint8Array): Header | null {
  const meta = findBox(bytes, { start: 0, end: bytes.length }, 'meta');
  if (meta === null) return null;
  const inside = { start: meta.start + 4, end: meta.end };
  const item = primaryItem(bytes, inside);
  if (item === null) return null;
  const properties = propertiesOf(bytes, inside, item);
  const extents = properties.find(({ type }) => type === 'ispe');
  if (extents === undefined || extents.end - extents.start < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + extents.start);
  const { space, isPremultiplied } = heifColour(bytes);
  const isTurned = properties.some(({ type }) => type === 'irot' || type === 'imir');
  return {
    width: view.getUint32(4),
    height: view.getUint32(8),
    isPlain: !isTurned && !isPremultiplied && (space === null || isSrgb(space)),
  };
}

/** RFC 9649: an extended header, or the one of the only chunk, VP8 or VP8L. */
function readWebp(bytes: Uint8Array): Header | null {
  if (bytes.length < 30) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunk = bytes.subarray(12);
  if (startsWith(chunk, 'VP8X')) {
    const three = (at: number) => 1 + view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
    // Flags: a profile, Exif.
    return { width: three(24), height: three(27), isPlain: (view.getUint8(20) & 0b101000) === 0 };
  }
  if (startsWith(chunk, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), isPlain: true };
  }
  if (!startsWith(chunk, 'VP8 ')) return null;
  const side = (at: number) => view.getUint16(at, true) & 0x3fff;
  return { width: side(26), height: side(28), isPlain: true };
}
