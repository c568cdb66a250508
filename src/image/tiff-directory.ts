/** Bytes of a value of each type, from 1. TIFF 6.0, 2. */
export const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8] as const;

const orientationTag = 0x0112;

/**
 * The orientation that a TIFF structure tells, such as EXIF is, 1 to 8; 1 where it tells none or is broken. Exif 2.32,
 * 4.6.4: tag 0x0112 of the first directory. What is odd is read as libexif and libvips do.
 */
export function tiffOrientation(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return 1;
  const directory = view.getUint32(4, little);
  if (directory < 8 || directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== orientationTag) continue;
    const value = wholeNumber(view, at, little);
    if (value !== null) return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The first value of an entry; null where it is no whole number, or lies beyond the end. */
function wholeNumber(view: DataView, entry: number, little: boolean): number | null {
  const type = view.getUint16(entry + 2, little);
  const size = (typeBytes[type] ?? 0) * view.getUint32(entry + 4, little);
  const at = size <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (size === 0 || at + size > view.byteLength) return null;
  if (type === 1 || type === 6) return view.getUint8(at);
  if (type === 3 || type === 8) return view.getUint16(at, little);
  return type === 4 || type === 9 ? view.getUint32(at, little) : null;
}
