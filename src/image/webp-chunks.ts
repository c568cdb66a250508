/** A chunk of a WebP file: its type, and where its content lies. RFC 9649, 2.3. */
export interface WebpChunk {
  readonly type: string;
  readonly start: number;
  /** Beyond the end of what was read where the chunk is cut short. */
  readonly end: number;
}

/** Bits of VP8X that say what else is in the file. RFC 9649, 2.7. */
export const webpFlags = {
  ...{ animation: 0x02, xmp: 0x04, exif: 0x08, alpha: 0x10, profile: 0x20 },
} as const;

/** Where the first chunk of a file begins, behind RIFF, its size and WEBP. */
export const firstWebpChunk = 12;

/**
 * The chunks from one place of a file to before another, in their order. One that is cut short is the last;
 * fewer than the 8 bytes of a head are passed over.
 */
export function* webpChunks(
  bytes: Uint8Array,
  {
    from = firstWebpChunk,
    to = bytes.length,
  }: { readonly from?: number; readonly to?: number } = {},
): Generator<WebpChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    yield {
      type: String.fromCharCode(...bytes.subarray(at, at + 4)),
      ...{ start, end: start + size },
    };
    at = start + size + (size & 1);
  }
}

/** The EXIF of a chunk: some writers put the name before it that it has in JPEG. */
export function bareExif(content: Uint8Array): Uint8Array {
  const isNamed = String.fromCharCode(...content.subarray(0, 6)) === 'Exif\0\0';
  return isNamed ? content.subarray(6) : content;
}
