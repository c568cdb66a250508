import { WorkError } from '../base/errors.js';
import { type BmpHeader, cutShort } from './bmp-header.js';

/** Places in the palette, from the first row of the file on, and which of them the file set. */
export interface BmpPlaces {
  readonly places: Uint8Array;
  /** 1 where a pixel was set; runs may leave pixels out. Null where all were. */
  readonly set: Uint8Array | null;
}

/**
 * Undoes the run-length coding of a BMP file:
 *
 *     n p        n pixels of p; of RLE4 p is two places in turn
 *     0 0        to the next row
 *     0 1        the end
 *     0 2 x y    x pixels further and y rows on
 *     0 n ...    n pixels one by one, n from 3, filled up to 2 bytes
 *
 * @throws WorkError for one that ends before the picture does, or goes beyond it
 */
export function readRuns(bytes: Uint8Array, header: BmpHeader): BmpPlaces {
  const { width, height, runs, start } = header;
  const places = new Uint8Array(width * height);
  const set = new Uint8Array(width * height);
  let [at, x, y, count] = [start, 0, 0, 0];
  const put = (place: number): void => {
    if (x >= width || y >= height) throw beyond();
    const to = y * width + x;
    places[to] = place;
    if (set[to] === 0) count += 1;
    set[to] = 1;
    x += 1;
  };
  const nibble = (byte: number, i: number): number => (i % 2 === 0 ? byte >> 4 : byte & 15);
  while (at + 2 <= bytes.length) {
    const [run, value] = [bytes[at]!, bytes[at + 1]!];
    at += 2;
    if (run > 0) {
      for (let i = 0; i < run; i++) put(runs === 'rle4' ? nibble(value, i) : value);
    } else if (value === 0) {
      [x, y] = [0, y + 1];
    } else if (value === 1) {
      return { places, set: count === places.length ? null : set };
    } else if (value === 2) {
      if (at + 2 > bytes.length) break;
      [x, y] = [x + bytes[at]!, y + bytes[at + 1]!];
      at += 2;
    } else {
      const length = runs === 'rle4' ? Math.ceil(value / 2) : value;
      if (at + length > bytes.length) break;
      for (let i = 0; i < value; i++) {
        put(runs === 'rle4' ? nibble(bytes[at + (i >> 1)]!, i) : bytes[at + i]!);
      }
      at += length + (length % 2);
    }
  }
  // Some writers leave the end out.
  if (count === places.length) return { places, set: null };
  throw cutShort();
}

function beyond(): WorkError {
  return new WorkError('BMP has runs that go beyond its picture');
}
