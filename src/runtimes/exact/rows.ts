import { blockSize, type Part } from './parts.js';

/**
 * A tensor in the kernel's memory: a row of channels for each place, padded with zeros to whole
 * blocks.
 */
export interface Rows {
  /** Pointer to the first row. */
  readonly at: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Numbers of a row. */
export function rowLength(channels: number): number {
  return Math.ceil(channels / blockSize) * blockSize;
}

export function rowBytes(channels: number): number {
  return 4 * rowLength(channels);
}

/** Bytes of a tensor. */
export function bytesOfRows({ channels, height, width }: Omit<Rows, 'at'>): number {
  return height * width * rowBytes(channels);
}

/** Rows that stand in where there is none: of zeros to read, and one to write to that nobody reads. */
export interface Spare {
  readonly zeros: number;
  readonly waste: number;
}

/** Places that the kernel computes at once. */
export const groupSize = 4;

/** Pointers of a table for so many places. */
export function tableLength(places: number, taps: number): number {
  return Math.ceil(places / groupSize) * groupSize * (taps + 1);
}

/** Places that a part has in an output, along each side. */
export function placesOf({ stride, offset }: Part, { height, width }: Rows): [number, number] {
  return [
    Math.max(0, Math.ceil((height - offset[0]) / stride[0])),
    Math.max(0, Math.ceil((width - offset[1]) / stride[1])),
  ];
}

/**
 * Writes the pointers of places `first` to `last` of a part, row by row, as the kernel wants them:
 * of each group of four its inputs, tap by tap, and its outputs.
 */
export function fillTable(
  table: Int32Array,
  part: Part,
  { from, to, spare }: { readonly from: Rows; readonly to: Rows; readonly spare: Spare },
  [first, last]: readonly [number, number],
): void {
  const { taps, inputStride, stride, offset } = part;
  const [, columns] = placesOf(part, to);
  const [rowIn, rowOut] = [rowBytes(from.channels), rowBytes(to.channels)];
  const groupLength = groupSize * (taps.length + 1);
  const end = Math.ceil((last - first) / groupSize) * groupSize;
  for (let i = 0; i < end; i++) {
    const place = first + i;
    const outside = place >= last;
    const y = Math.floor(place / columns);
    const x = place - y * columns;
    let entry = Math.floor(i / groupSize) * groupLength + (i % groupSize);
    for (const { dy, dx } of taps) {
      const v = y * inputStride[0] + dy;
      const u = x * inputStride[1] + dx;
      const within = !outside && v >= 0 && v < from.height && u >= 0 && u < from.width;
      table[entry] = within ? from.at + (v * from.width + u) * rowIn : spare.zeros;
      entry += groupSize;
    }
    const [row, column] = [y * stride[0] + offset[0], x * stride[1] + offset[1]];
    table[entry] = outside ? spare.waste : to.at + (row * to.width + column) * rowOut;
  }
}
