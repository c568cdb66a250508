import { WorkError } from '../base/errors.js';
import { type BmpHeader, cutShort, readBmpHeader } from './bmp-header.js';
import { type BmpPlaces, readRuns } from './bmp-runs.js';
import { checkPixels } from './pixels.js';
import { createRaster, createSamples, peakOf, type Raster } from './raster.js';

/**
 * Reads a BMP file: palettes of 2 to 256 colours, also run-length coded, and pixels of 16, 24 and 32
 * bits, also with masks. Samples of up to 8 bits are scaled to 255, round(v * 255 / max), longer ones
 * to 65535. A palette that is the scale of greys gives 1 channel. A mask of alpha gives RGBA; so do
 * runs that leave pixels out, which are transparent, as browsers show them. The fourth byte of a pixel
 * without a mask is none of it.
 * @throws WorkError for a broken header, a kind of file that is not read, a picture of more than
 *   `maxPixels` (before anything is allocated), and a file that is cut short
 */
export function decodeBmp(bytes: Uint8Array, { maxPixels }: { maxPixels: number }): Raster {
  const header = readBmpHeader(bytes);
  const { width, height, bits, runs, start } = header;
  checkPixels(width, height, maxPixels);
  if (runs !== null) return paint(header, readRuns(bytes, header));
  // Rows are filled up to 4 bytes; the last one need not be.
  const stride = 4 * Math.ceil((width * bits) / 32);
  if (bytes.length < start + stride * (height - 1) + Math.ceil((width * bits) / 8)) {
    throw cutShort();
  }
  const rows: Rows = (row) => bytes.subarray(start + stride * row, start + stride * (row + 1));
  if (bits <= 8) return paint(header, { places: unpack(rows, header), set: null });
  return bits === 24 ? readBytes(rows, header) : readMasked(rows, header);
}

/** The bytes of a row, counted as the file has them. */
type Rows = (row: number) => Uint8Array;

/** The row of the picture that a row of the file is. */
function rowOf({ height, topDown }: BmpHeader, row: number): number {
  return topDown ? row : height - 1 - row;
}

function unpack(rows: Rows, { width, height, bits }: BmpHeader): Uint8Array {
  const places = new Uint8Array(width * height);
  const mask = 2 ** bits - 1;
  for (let y = 0, to = 0; y < height; y++) {
    const row = rows(y);
    for (let x = 0; x < width; x++, to++) {
      const bit = x * bits;
      places[to] = (row[bit >> 3]! >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return places;
}

function paint(header: BmpHeader, { places, set }: BmpPlaces): Raster {
  const { width, height, bits, palette } = header;
  const greys = palette.every((colour, place) => {
    const grey = Math.round((place * 255) / (2 ** bits - 1));
    return colour.every((sample) => sample === grey);
  });
  const channels = set !== null ? 4 : greys ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0, from = 0; row < height; row++) {
    let to = rowOf(header, row) * width * channels;
    for (let x = 0; x < width; x++, from++, to += channels) {
      if (set?.[from] === 0) continue;
      const colour = palette[places[from]!];
      if (colour === undefined) {
        throw new WorkError(
          `BMP has a pixel of place ${places[from]} in a palette of ${palette.length}`,
        );
      }
      for (let channel = 0; channel < channels; channel++)
        data[to + channel] = colour[channel] ?? 255;
    }
  }
  return createRaster({ width, height, channels, depth: 8, data });
}

function readBytes(rows: Rows, header: BmpHeader): Raster {
  const { width, height } = header;
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const bytes = rows(row);
    for (let x = 0, to = rowOf(header, row) * width * 3; x < width * 3; x += 3, to += 3) {
      data[to] = bytes[x + 2]!;
      data[to + 1] = bytes[x + 1]!;
      data[to + 2] = bytes[x]!;
    }
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

function readMasked(rows: Rows, header: BmpHeader): Raster {
  const { width, height, bits, masks } = header;
  const samples = (masks[3] === 0 ? masks.slice(0, 3) : masks).map(bitsOf);
  const depth = samples.some(({ max }) => max > 255) ? 16 : 8;
  const peak = peakOf(depth);
  const channels = samples.length;
  const data = createSamples(depth, width * height * channels);
  for (let row = 0; row < height; row++) {
    const bytes = rows(row);
    let to = rowOf(header, row) * width * channels;
    for (let x = 0, at = 0; x < width; x++, at += bits / 8) {
      const low = bytes[at]! | (bytes[at + 1]! << 8);
      const pixel = bits === 16 ? low : low + (bytes[at + 2]! | (bytes[at + 3]! << 8)) * 65536;
      for (const { shift, max } of samples) {
        const value = max === 0 ? 0 : (pixel >>> shift) & max;
        data[to++] = max === 0 ? 0 : Math.round((value * peak) / max);
      }
    }
  }
  return createRaster({ width, height, channels, depth, data });
}

/** Where the bits of a mask begin, and the largest value that they hold. */
function bitsOf(mask: number): { shift: number; max: number } {
  if (mask === 0) return { shift: 0, max: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  if ((max & (max + 1)) !== 0 || max > 65535) {
    throw new WorkError(
      `BMP has a mask of 0x${mask.toString(16)}; expected bits in one row, 16 at most`,
    );
  }
  return { shift, max };
}
