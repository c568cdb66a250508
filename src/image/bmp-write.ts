import { WorkError } from '../base/errors.js';
import { writeRuns } from './bmp-runs-write.js';
import { indexColours } from './colour-index.js';
import type { Raster } from './raster.js';

/** How the pixels of a BMP file are stored. */
export const bmpKinds = ['plain', 'palette', 'rle8'] as const;
export type BmpKind = (typeof bmpKinds)[number];

const [fileHeader, infoHeader] = [14, 40];
const rle8 = 1;

/** 72 dots per inch, in dots per metre. */
const dotsPerMetre = 2835;

/**
 * A BMP file of a picture of 8 bits, its very samples; the header is that of Windows 3, which every reader
 * knows. `plain` has 24 bits a pixel, `palette` as few of 1, 4 and 8 as do, `rle8` codes runs of places.
 * @returns null where the picture has more than 256 colours and a palette is asked for
 * @throws WorkError for alpha and 16 bits, which this header does not tell
 */
export function encodeBmp(image: Raster, kind: BmpKind): Uint8Array | null {
  const { width, height, channels, depth } = image;
  if (channels === 4 || depth !== 8) {
    const told = channels === 4 ? 'alpha' : `samples of ${depth} bits`;
    throw new WorkError(`BMP holds grey and RGB of 8 bits, and the picture has ${told}`, {
      code: 'wrong-layout',
    });
  }
  if (kind === 'plain') {
    const stride = strideOf(24, width);
    return file(width, height, { bits: 24, compression: 0, palette: [] }, plainRows(image, stride));
  }
  const indexed = indexColours(image, 256);
  if (indexed === null) return null;
  const { colours, places } = indexed;
  if (kind === 'rle8') {
    const runs = writeRuns(places, width, height);
    return file(width, height, { bits: 8, compression: rle8, palette: colours }, runs);
  }
  const bits = colours.length <= 2 ? 1 : colours.length <= 16 ? 4 : 8;
  return file(
    width,
    height,
    { bits, compression: 0, palette: colours },
    packedRows(image, places, bits),
  );
}

function strideOf(bits: number, width: number): number {
  return 4 * Math.ceil((width * bits) / 32);
}

/** Blue, green, red, from the bottom row up. */
function plainRows({ width, height, channels, data }: Raster, stride: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let y = 0; y < height; y++) {
    let to = (height - 1 - y) * stride;
    for (let from = y * width * channels; from < (y + 1) * width * channels; from += channels) {
      rows[to++] = data[from + blue]!;
      rows[to++] = data[from + green]!;
      rows[to++] = data[from]!;
    }
  }
  return rows;
}

function packedRows({ width, height }: Raster, places: Uint8Array, bits: number): Uint8Array {
  const stride = strideOf(bits, width);
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const start = (height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      rows[start + (bit >> 3)]! |= places[y * width + x]! << (8 - bits - (bit & 7));
    }
  }
  return rows;
}

function file(
  width: number,
  height: number,
  layout: {
    readonly bits: number;
    readonly compression: number;
    readonly palette: readonly (readonly [number, number, number])[];
  },
  pixels: Uint8Array,
): Uint8Array {
  const { bits, compression, palette } = layout;
  const start = fileHeader + infoHeader + 4 * palette.length;
  const head = Buffer.alloc(start);
  head.write('BM');
  head.writeUInt32LE(start + pixels.length, 2);
  head.writeUInt32LE(start, 10);
  head.writeUInt32LE(infoHeader, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(pixels.length, 34);
  head.writeInt32LE(dotsPerMetre, 38);
  head.writeInt32LE(dotsPerMetre, 42);
  head.writeUInt32LE(palette.length, 46);
  for (const [i, [red, green, blue]] of palette.entries()) {
    head.set([blue, green, red], fileHeader + infoHeader + 4 * i);
  }
  return new Uint8Array(Buffer.concat([head, pixels]));
}
