/** Whether a file begins with these characters, one a byte (Latin-1). */
export function startsWith(bytes: Uint8Array, head: string): boolean {
  if (bytes.length < head.length) return false;
  for (let i = 0; i < head.length; i++) if (bytes[i] !== head.charCodeAt(i)) return false;
  return true;
}

/** Brands beyond these bytes of a file are not looked at. */
const reach = 256;

/**
 * The brands of a file that begins with a file type box, first the major one; none of any other file.
 * ISO/IEC 14496-12, 4.3.
 */
export function brandsOf(bytes: Uint8Array): string[] {
  if (bytes.length < 12 || !startsWith(bytes.subarray(4), 'ftyp')) return [];
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const brands: string[] = [];
  const end = Math.min(bytes.length, reach, Math.max(12, size));
  for (let at = 8; at + 4 <= end; at += 4) {
    // The minor version is no brand.
    if (at !== 12) brands.push(String.fromCharCode(...bytes.subarray(at, at + 4)));
  }
  return brands;
}
