import { WorkError } from '../errors.js';
import { type ImageFormat, sniffFormat } from '../image/format.js';

export type FileFormat = ImageFormat | 'pam' | 'jxl';

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
  // A bare codestream or a container of boxes.
  if (head.startsWith('\xff\x0a') || head === '\0\0\0\x0cJXL \r\n\x87\n') return 'jxl';
  return sniffFormat(bytes);
}
