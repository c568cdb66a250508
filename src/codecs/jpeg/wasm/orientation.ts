/**
 * The orientation that an Exif segment tells, 1 to 8; 1 where it tells none or is broken. Exif 2.32,
 * 4.6.4: tag 0x0112 of the first directory.
 * @param segment an APP1 segment with its marker
 */
export function exifOrientation(segment: Uint8Array): number {
  return tiffOrientation(segment.subarray(10));
}

/** The same of what begins with the header of TIFF, as EXIF does in other formats. */
export function tiffOrientation(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
