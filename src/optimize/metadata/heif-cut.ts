import { boxesIn, findBox, type Range } from '../../image/files/colour/heif-items.js';

/** A number of a box that is so many bytes long. */
export interface Field {
  readonly at: number;
  readonly size: number;
}

/** A piece of an item, as its table of places tells it. ISO/IEC 14496-12, 8.11.3. */
export interface Place {
  readonly item: number;
  /** Whether the item has no other piece. */
  readonly isAlone: boolean;
  readonly base: Field;
  readonly offset: Field;
  readonly length: Field;
}

/**
 * Cuts pieces of a file's data out of it, and says of all items anew where they lie.
 * @param going pieces, which no item that stays shares
 * @param items that the pieces belong to: they are told to lie in one byte of the data
 * @returns null where that cannot be done: in a file with films, of places that are told in few bytes, with
 *   data outside the boxes for it
 */
export function cutPieces(
  bytes: Uint8Array,
  { meta, going, items }: { meta: Range; going: readonly Range[]; items: ReadonlySet<number> },
): Uint8Array | null {
  const boxes = [...boxesIn(bytes, { start: 0, end: bytes.length })];
  const data = boxes.filter(({ type }) => type === 'mdat');
  const places = placesIn(bytes, meta);
  if (boxes.some(({ type }) => type === 'moov') || places === null) return null;
  const cuts = going
    .filter(({ start, end }) => data.some((box) => box.start <= start && end <= box.end))
    .toSorted((a, b) => a.start - b.start);
  const isApart = cuts.every(({ start }, i) => i === 0 || cuts[i - 1]!.end <= start);
  if (cuts.length < going.length || cuts.length === 0 || !isApart) return null;
  const before = (place: number): number =>
    cuts.reduce((sum, { start, end }) => sum + (end <= place ? end - start : 0), 0);
  const copy = Buffer.from(bytes);
  for (const { item, isAlone, base, offset, length } of places) {
    const start = readField(bytes, base) + readField(bytes, offset);
    const wanted = items.has(item) ? data[0]!.start : start - before(start);
    if (items.has(item) && length.size > 0) writeField(copy, length, 1);
    const told =
      writeField(copy, offset, wanted - readField(bytes, base)) ||
      // What a piece alone is counted from may be moved in its place.
      (isAlone && writeField(copy, base, wanted - readField(bytes, offset)));
    if (!told) return null;
  }
  for (const { start, end } of data) {
    // Of a size of 0 or 1 the data are those of the rest, or told in 8 bytes.
    const size = copy.readUInt32BE(start - 8);
    const cut = before(end) - before(start);
    if (cut > 0 && size !== end - start + 8) return null;
    if (cut > 0) copy.writeUInt32BE(size - cut, start - 8);
  }
  const kept: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of cuts) {
    kept.push(copy.subarray(at, start));
    at = end;
  }
  return new Uint8Array(Buffer.concat([...kept, copy.subarray(at)]));
}

/** All pieces of all items that lie in the file at large; null where the table is broken. */
export function placesIn(bytes: Uint8Array, meta: Range): Place[] | null {
  const box = findBox(bytes, meta, 'iloc');
  if (box === null) return null;
  let at = box.start;
  const field = (size: number): Field => {
    at += size;
    return { at: at - size, size };
  };
  const number = (size: number): number => readField(bytes, field(size));
  const version = number(1);
  at += 3;
  const sizes = number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  const places: Place[] = [];
  for (let count = number(version < 2 ? 2 : 4); count > 0; count--) {
    const item = number(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : number(2) & 15;
    at += 2;
    const base = field(baseSize);
    const pieces = number(2);
    for (let left = pieces; left > 0; left--) {
      at += indexSize;
      const [offset, length] = [field(offsetSize), field(lengthSize)];
      if (at > box.end) return null;
      // Pieces that share what they are counted from cannot be told apart without places of their own.
      if (offsetSize === 0 && left > 1) return null;
      if (method === 0) places.push({ item, isAlone: pieces === 1, base, offset, length });
    }
    if (at > box.end) return null;
  }
  return places;
}

/** A number of a box, 0 where it has no bytes. */
export function readField(bytes: Uint8Array, { at, size }: Field): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** Writes a number of a box. Whether it has room there. */
export function writeField(bytes: Uint8Array, { at, size }: Field, value: number): boolean {
  if (size === 0 || value < 0 || value >= 256 ** size) return false;
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    bytes[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return true;
}
