import { WorkError } from '../base/errors.js';
import { type ImageFormat, sniffFormat } from '../image/format.js';
import { isJpegls } from '../runtimes/wasm/jpegls-file.js';
import { isHighThroughput } from './jpeg2000/codestream.js';
import { isLearnedFile } from './learned/container.js';

export type FileFormat =
  | ImageFormat
  | 'pam'
  | 'jxl'
  | 'jp2'
  | 'jph'
  | 'jpegls'
  | 'qoi'
  | 'vvc'
  | 'heic'
  | 'learned';

/** Throws a WorkError for a file of another format: a decoder is never handed a foreign file. */
export function requireFormat(bytes: Uint8Array, format: FileFormat): void {
  const found = formatOf(bytes);
  if (found === format) return;
  const told = bytes.length === 0 ? 'an empty file' : `a file of format ${found ?? 'unknown'}`;
  throw new WorkError(`expected a file of format ${format}, got ${told}`);
}

/** The format of a file by its first bytes, or null. */
export function formatOf(bytes: Uint8Array): FileFormat | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('P7\n')) return 'pam';
  if (head.startsWith('qoif')) return 'qoi';
  if (isLearnedFile(bytes)) return 'learned';
  if (head.startsWith('\xff\xd8\xff') && isJpegls(bytes)) return 'jpegls';
  // A bare codestream or a container of boxes.
  if (head.startsWith('\xff\x0a') || head === '\0\0\0\x0cJXL \r\n\x87\n') return 'jxl';
  if (isHeic(bytes)) return 'heic';
  return jpeg2000Format(bytes) ?? sniffFormat(bytes) ?? (isVvc(bytes) ? 'vvc' : null);
}

/** A file type box with a brand of HEVC pictures, or with mif1 and one of them among the others. */
function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (head.slice(4, 8) !== 'ftyp') return false;
  const brands = head.slice(8, Math.max(12, Math.min(64, head.charCodeAt(3))));
  const isHevc = (brand: string) => /^(?:hei[cxms]|hev[cx])$/.test(brand);
  if (isHevc(brands.slice(0, 4))) return true;
  return brands.startsWith('mif1') && (brands.slice(8).match(/.{4}/gs) ?? []).some(isHevc);
}

/**
 * H.266/VVC: a byte stream that begins with a parameter set, an access unit delimiter or a supplement
 * (NAL unit types 12 to 17, 20, 23), or our own four bytes before one.
 */
function isVvc(bytes: Uint8Array): boolean {
  const start = bytes[0] === 0x56 && bytes[1] === 0x56 && bytes[2] === 0x43 ? 4 : 0;
  const head = Buffer.from(bytes.subarray(start, start + 6)).toString('hex');
  const [, layer = '', type = ''] = /^(?:00)?000001(..)(..)/.exec(head) ?? [];
  const unit = Number.parseInt(type, 16);
  const types = [12, 13, 14, 15, 16, 17, 20, 23];
  return layer === '00' && types.includes(unit >> 3) && (unit & 7) > 0;
}

/** JPEG 2000 and its High-Throughput variant: a JP2 or JPH file, or a bare codestream. */
function jpeg2000Format(bytes: Uint8Array): 'jp2' | 'jph' | 'jpegls' | 'qoi' | null {
  const head = Buffer.from(bytes.subarray(0, 24)).toString('latin1');
  if (head.startsWith('\0\0\0\x0cjP  \r\n\x87\n')) return head.endsWith('jph ') ? 'jph' : 'jp2';
  if (!head.startsWith('\xff\x4f\xff\x51')) return null;
  return isHighThroughput(bytes) ? 'jph' : 'jp2';
}
