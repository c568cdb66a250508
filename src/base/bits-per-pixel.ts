/** Bits of a file for each pixel of its picture; null where a number of these is not known. */
export function bitsPerPixel(
  bytes: number | null,
  width: number | null,
  height: number | null,
): number | null {
  return bytes === null || width === null || height === null
    ? null
    : (8 * bytes) / (width * height);
}
