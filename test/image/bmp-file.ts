/** What a BMP file is made of. */
export interface Bmp {
  readonly width: number;
  /** Negative where the rows come from the top down. */
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  /** Length of the second header. */
  readonly header: number;
  readonly masks: readonly number[];
  /** Blue, green, red and a byte that is not used, of each colour. */
  readonly palette: readonly number[];
  /** How many colours the header tells; 0 for all. */
  readonly colours: number;
  readonly pixels: readonly number[];
  /** Colour space and gamma of the later headers. */
  readonly space: number;
  readonly gamma: number;
}

/** A BMP file out of its parts, right or not. */
export function bmpFile({
  width = 1,
  height = 1,
  bits = 24,
  compression = 0,
  header = 40,
  masks = [],
  palette = [],
  colours = 0,
  pixels = [],
  space = 0,
  gamma = 0,
}: Partial<Bmp>): Uint8Array {
  const inside = header > 40 ? masks : [];
  const behind = header === 40 ? masks : [];
  const start = 14 + header + 4 * behind.length + palette.length;
  const bytes = Buffer.alloc(start + pixels.length);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(start, 10);
  bytes.writeUInt32LE(header, 14);
  if (header === 12) {
    bytes.writeUInt16LE(width, 18);
    bytes.writeUInt16LE(height, 20);
    bytes.writeUInt16LE(1, 22);
    bytes.writeUInt16LE(bits, 24);
  } else {
    bytes.writeInt32LE(width, 18);
    bytes.writeInt32LE(height, 22);
    bytes.writeUInt16LE(1, 26);
    bytes.writeUInt16LE(bits, 28);
    bytes.writeUInt32LE(compression, 30);
    bytes.writeUInt32LE(colours, 46);
  }
  for (const [i, mask] of [...inside, ...behind].entries()) bytes.writeUInt32LE(mask, 54 + 4 * i);
  if (header >= 108) {
    bytes.writeUInt32LE(space, 14 + 56);
    bytes.writeUInt32LE(gamma, 14 + 96);
  }
  bytes.set(palette, start - palette.length);
  bytes.set(pixels, start);
  return bytes;
}
