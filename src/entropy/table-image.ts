import type { FlatTable } from './flat-table.js';
import type { TableImage } from './workspace.js';

/** How a decoder finds the slot of a place between 0 and the whole. */
export interface PlaceImage extends TableImage {
  /** Whether every place has an entry of its own; otherwise a bucket of places has one. */
  readonly direct: boolean;
}

/** Bytes: of one entry for every place while they fit into a cache of the second level. */
const mostDirect = 2 ** 18;

/**
 * Where each slot begins and ends when a distribution is turned by `turn`: counted from there on, and
 * around.
 */
export function placesOf({ cdf, precision }: FlatTable, slot: number, turn: number) {
  const start = (cdf[slot]! - turn) & ((1 << precision) - 1);
  return { start, stop: start + cdf[slot + 1]! - cdf[slot]! };
}

/**
 * Of every index 16 bytes: where its entries are, the shift that gives the bucket of a place, offset,
 * own. With one entry for each bucket, that is where the first slot is that reaches into it; of every
 * slot 8 bytes: its start, and symbol | escape << 31; after the last one the whole. With one entry for
 * each place 8 bytes: symbol | (place - start) << 16, and share | escape << 31.
 */
export function placeImage(
  table: FlatTable,
  base: number,
  turns: Uint32Array | null = null,
): PlaceImage {
  const { precision, count, distinct, first } = table;
  const whole = 1 << precision;
  const small = 8 * whole * count <= mostDirect;
  const directory = 16 * distinct.length;
  const at = new Uint32Array(count);
  const shifts = new Uint32Array(count);
  let bytes = directory;
  for (let number = 0; number < count; number++) {
    at[number] = bytes;
    const slots = first[number + 1]! - first[number]! - 1;
    // Few slots share a bucket, so that the first is nearly always the one.
    const bits = Math.min(precision, Math.max(5, 35 - Math.clz32(slots)));
    shifts[number] = precision - bits;
    bytes += small ? 8 * whole : Math.ceil(4 * 2 ** bits + 8 * (slots + 1));
  }
  const image = new Uint32Array(bytes / 4);
  for (let number = 0; number < count; number++) {
    const turn = turns?.[number] ?? 0;
    if (small) fillPlaces(image, at[number]! / 4, table, number, turn);
    else fillBuckets(image, { at: at[number]!, base, shift: shifts[number]! }, table, number, turn);
  }
  for (let index = 0; index < distinct.length; index++) {
    const number = distinct[index]!;
    image[4 * index] = base + at[number]!;
    image[4 * index + 1] = shifts[number]!;
    image[4 * index + 2] = table.offset[number]!;
    image[4 * index + 3] = table.own[number]!;
  }
  return { bytes: new Uint8Array(image.buffer), base, precision, direct: small };
}

function fillPlaces(
  image: Uint32Array,
  at: number,
  table: FlatTable,
  number: number,
  turn: number,
) {
  const { first } = table;
  for (let slot = first[number]!; slot < first[number + 1]! - 1; slot++) {
    const { start, stop } = placesOf(table, slot, turn);
    const symbol = symbolOf(table, number, slot - first[number]!);
    const flag = symbol & 0x8000_0000;
    for (let place = start; place < stop; place++) {
      image[at + 2 * place] = (symbol & 0xffff) | ((place - start) << 16);
      image[at + 2 * place + 1] = (stop - start) | flag;
    }
  }
}

function fillBuckets(
  image: Uint32Array,
  { at, base, shift }: { at: number; base: number; shift: number },
  table: FlatTable,
  number: number,
  turn: number,
): void {
  const { precision, first } = table;
  const buckets = 2 ** (precision - shift);
  const slots = first[number + 1]! - first[number]! - 1;
  const entries = at + 4 * buckets;
  // The slot at which the turned distribution begins.
  let begin = 0;
  while (placesOf(table, first[number]! + begin, turn).start !== 0) begin++;
  let bucket = 0;
  for (let i = 0; i < slots; i++) {
    const slot = (begin + i) % slots;
    const { start, stop } = placesOf(table, first[number]! + slot, turn);
    image[entries / 4 + 2 * i] = start;
    image[entries / 4 + 2 * i + 1] = symbolOf(table, number, slot);
    for (; bucket << shift < stop; bucket++) image[at / 4 + bucket] = base + entries + 8 * i;
  }
  image[entries / 4 + 2 * slots] = 1 << precision;
}

/** The symbol in 16 bits, and a bit 31 where the slot is the escape. */
export function symbolOf(
  { offset, own, escapes }: FlatTable,
  number: number,
  slot: number,
): number {
  const isEscape = escapes[number] === 1 && slot === own[number];
  return ((offset[number]! + slot) & 0xffff) | (isEscape ? 0x8000_0000 : 0);
}

/** Of every index 16 bytes: where its slots are, offset, own, whether it has an escape. */
export function encoderDirectory(
  { distinct, offset, own, escapes }: FlatTable,
  at: Uint32Array,
): Uint32Array {
  const directory = new Uint32Array(4 * distinct.length);
  for (let index = 0; index < distinct.length; index++) {
    const number = distinct[index]!;
    directory[4 * index] = at[number]!;
    directory[4 * index + 1] = offset[number]!;
    directory[4 * index + 2] = own[number]!;
    directory[4 * index + 3] = escapes[number]!;
  }
  return directory;
}
