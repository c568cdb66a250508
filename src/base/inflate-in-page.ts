import { joinBytes } from './bytes.js';

/**
 * Unpacks zlib data, RFC 1950, of so many bytes at most: the browser's own inflate.
 * @throws Error for data that is damaged, cut short or longer
 */
export async function inflateZlib(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const whole = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
  const reader = whole.pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const { value } = await reader.read();
    if (value === undefined) return joinBytes(parts);
    length += value.length;
    if (length > most) throw new Error(`expected ${most} bytes at most`);
    parts.push(value);
  }
}
