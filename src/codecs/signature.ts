import { WorkError } from '../errors.js';

export type Format = 'png' | 'jpeg' | 'webp' | 'avif' | 'jxl' | 'pam';

const signatures: Readonly<Record<Format, (bytes: Uint8Array) => boolean>> = {
  png: (bytes) => startsWith(bytes, 0, '\x89PNG\r\n\x1a\n'),
  jpeg: (bytes) => startsWith(bytes, 0, '\xff\xd8\xff'),
  webp: (bytes) => startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP'),
  // The brand of the file, or one of the first brands that it says it is compatible with.
  avif: (bytes) => startsWith(bytes, 4, 'ftyp') && hasBrand(bytes, ['avif', 'avis']),
  jxl: (bytes) =>
    startsWith(bytes, 0, '\xff\x0a') || startsWith(bytes, 0, '\0\0\0\x0cJXL \r\n\x87\n'),
  pam: (bytes) => startsWith(bytes, 0, 'P7\n'),
};

const formats = Object.keys(signatures) as Format[];

/** The format that the first bytes of a file tell, or null for one that is not known here. */
export function formatOf(bytes: Uint8Array): Format | null {
  return formats.find((format) => signatures[format](bytes)) ?? null;
}

/** Throws a WorkError for a file of another format: a decoder is never handed a foreign file. */
export function requireFormat(bytes: Uint8Array, format: Format): void {
  if (signatures[format](bytes)) return;
  const found =
    bytes.length === 0 ? 'an empty file' : `a file of format ${formatOf(bytes) ?? 'unknown'}`;
  throw new WorkError(`expected a file of format ${format}, got ${found}`);
}

function startsWith(bytes: Uint8Array, offset: number, latin1: string): boolean {
  if (bytes.length < offset + latin1.length) return false;
  for (let i = 0; i < latin1.length; i++) {
    if (bytes[offset + i] !== latin1.charCodeAt(i)) return false;
  }
  return true;
}

/** `ftyp` box: size, 'ftyp', major brand, minor version, compatible brands of 4 bytes each. */
function hasBrand(bytes: Uint8Array, brands: readonly string[]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(view.getUint32(0), bytes.length, 256);
  for (let offset = 8; offset + 4 <= end; offset += 4) {
    if (offset !== 12 && brands.some((brand) => startsWith(bytes, offset, brand))) return true;
  }
  return false;
}
