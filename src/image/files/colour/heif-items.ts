import { latin1 } from '../../../base/bytes.js';

/** Where something lies in a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A box: its type, and where its content lies. ISO/IEC 14496-12, 4.2. */
export interface Box extends Range {
  readonly type: string;
}

/** The boxes of a part of a file, up to one that is broken. */
export function* boxesIn(bytes: Uint8Array, { start, end }: Range): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start; at + 8 <= end; ) {
    const told = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const header = told === 1 ? 16 : 8;
    if (at + header > end) return;
    // 1: the size follows in 8 bytes; 0: up to the end.
    const size = told === 1 ? Number(view.getBigUint64(at + 8)) : told === 0 ? end - at : told;
    if (size < header || at + size > end) return;
    yield { type, start: at + header, end: at + size };
    at += size;
  }
}

/** The first box of a type, or null. */
export function findBox(bytes: Uint8Array, range: Range, type: string): Box | null {
  for (const box of boxesIn(bytes, range)) if (box.type === type) return box;
  return null;
}

/** A reference from an item to others: `prem`, `dimg`, … ISO/IEC 14496-12, 8.11.12. */
export interface ItemReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** Reads a box's numbers one after the other; at the end of the box it throws RangeError. */
function reader(bytes: Uint8Array, { start, end }: Range) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  let at = 0;
  const take = (size: number) => {
    at += size;
    return at - size;
  };
  return {
    u8: () => view.getUint8(take(1)),
    u16: () => view.getUint16(take(2)),
    u32: () => view.getUint32(take(4)),
  };
}

/** The id of the primary item of a meta box's content, or null. ISO/IEC 14496-12, 8.11.4. */
export function primaryItem(bytes: Uint8Array, meta: Range): number | null {
  const box = findBox(bytes, meta, 'pitm');
  return box === null ? null : whole(() => itemIn(reader(bytes, box)));
}

function itemIn(read: ReturnType<typeof reader>): number {
  return read.u32() < 2 ** 24 ? read.u16() : read.u32();
}

/** The references between items, none where the box is broken. */
export function itemReferences(bytes: Uint8Array, meta: Range): ItemReference[] {
  const box = findBox(bytes, meta, 'iref');
  if (box === null) return [];
  const isWide = bytes[box.start] !== 0;
  const found: ItemReference[] = [];
  for (const each of boxesIn(bytes, { start: box.start + 4, end: box.end })) {
    const reference = whole(() => {
      const read = reader(bytes, each);
      const id = isWide ? read.u32 : read.u16;
      const from = id();
      return { type: each.type, from, to: Array.from({ length: read.u16() }, () => id()) };
    });
    if (reference !== null) found.push(reference);
  }
  return found;
}

/** The properties of an item in the order of their association. ISO/IEC 23008-12, 9.3. */
export function propertiesOf(bytes: Uint8Array, meta: Range, item: number): Box[] {
  const container = findBox(bytes, meta, 'iprp');
  const properties = container && findBox(bytes, container, 'ipco');
  if (!container || !properties) return [];
  const boxes = [...boxesIn(bytes, properties)];
  const indices: number[] = [];
  for (const box of boxesIn(bytes, container)) {
    if (box.type === 'ipma') indices.push(...(whole(() => associations(bytes, box, item)) ?? []));
  }
  // Counted from 1.
  return indices.flatMap((index) => boxes[index - 1] ?? []);
}

function associations(bytes: Uint8Array, box: Range, item: number): number[] {
  const read = reader(bytes, box);
  const head = read.u32();
  const [isWide, isLong] = [head >= 2 ** 24, (head & 1) === 1];
  const found: number[] = [];
  for (let entries = read.u32(); entries > 0; entries--) {
    const id = isWide ? read.u32() : read.u16();
    for (let count = read.u8(); count > 0; count--) {
      // The highest bit says that a property is essential.
      const index = isLong ? read.u16() & 0x7fff : read.u8() & 0x7f;
      if (id === item) found.push(index);
    }
  }
  return found;
}

/**
 * Where the coded bytes of an item begin and its first piece ends; null where they are not told, or lie
 * elsewhere than in the file at large. ISO/IEC 14496-12, 8.11.3.
 */
export function itemData(bytes: Uint8Array, meta: Range, item: number): Range | null {
  const first = located(bytes, meta, item)[0];
  return first?.method === 0 ? { start: first.start, end: first.end } : null;
}

/** Where all pieces of an item lie in the file, also those within its box of data; empty ones are left out. */
export function itemPieces(bytes: Uint8Array, meta: Range, item: number): Range[] {
  const data = findBox(bytes, meta, 'idat');
  return located(bytes, meta, item).flatMap(({ method, start, end }) => {
    if (method === 0) return [{ start, end }];
    if (method !== 1 || data === null) return [];
    const [from, to] = [data.start + start, Math.min(data.end, data.start + end)];
    return from < to ? [{ start: from, end: to }] : [];
  });
}

interface Piece extends Range {
  /** What its places are counted from: 0 the file, 1 the box of data, 2 another item. */
  readonly method: number;
}

function located(bytes: Uint8Array, meta: Range, item: number): Piece[] {
  const box = findBox(bytes, meta, 'iloc');
  return (box && whole(() => locate(bytes, box, item))) ?? [];
}

function locate(bytes: Uint8Array, box: Range, item: number): Piece[] {
  const read = reader(bytes, box);
  const version = Math.floor(read.u32() / 2 ** 24);
  const sizes = read.u16();
  const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map(
    (at) => (sizes >> at) & 15,
  );
  const number = (size: number) => {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + read.u8();
    return value;
  };
  const found: Piece[] = [];
  for (let count = version < 2 ? read.u16() : read.u32(); count > 0; count--) {
    const id = version < 2 ? read.u16() : read.u32();
    const method = version === 0 ? 0 : read.u16() & 15;
    read.u16();
    const base = number(baseSize!);
    const extents = read.u16();
    // Pieces that take no bytes to tell are all the same one.
    const told = offsetSize! + lengthSize! + (version > 0 ? indexSize! : 0);
    for (let left = told === 0 ? Math.min(1, extents) : extents; left > 0; left--) {
      if (version > 0) number(indexSize!);
      const start = base + number(offsetSize!);
      const length = number(lengthSize!);
      if (id !== item) continue;
      const end = length === 0 ? bytes.length : Math.min(bytes.length, start + length);
      if (start < end) found.push({ method, start, end });
    }
  }
  return found;
}

/** What an item is. ISO/IEC 14496-12, 8.11.6. */
export interface ItemType {
  readonly id: number;
  /** `av01`, `hvc1`, `Exif`, `mime`, … */
  readonly type: string;
  /** Of items of type mime. */
  readonly mediaType: string;
  /** Where its type stands in the file, and the end of what is told of it. */
  readonly told: Range;
}

/** The items of a meta box's content, with what they are. */
export function itemTypes(bytes: Uint8Array, meta: Range): ItemType[] {
  const box = findBox(bytes, meta, 'iinf');
  if (box === null) return [];
  const isWide = bytes[box.start] !== 0;
  const start = box.start + 4 + (isWide ? 4 : 2);
  const found: ItemType[] = [];
  for (const each of boxesIn(bytes, { start, end: box.end })) {
    const item = each.type === 'infe' ? whole(() => itemType(bytes, each)) : null;
    if (item !== null) found.push(item);
  }
  return found;
}

function itemType(bytes: Uint8Array, box: Range): ItemType | null {
  const read = reader(bytes, box);
  const version = Math.floor(read.u32() / 2 ** 24);
  if (version < 2) return null;
  const id = version === 2 ? read.u16() : read.u32();
  read.u16();
  const type = String.fromCharCode(...Array.from({ length: 4 }, read.u8));
  const rest = box.start + (version === 2 ? 12 : 14);
  const told = { start: rest - 4, end: box.end };
  if (type !== 'mime') return { id, type, mediaType: '', told };
  // The name comes first, then the media type, both with an end of 0.
  const texts = latin1(bytes.subarray(rest, box.end)).split('\0');
  return { id, type, mediaType: texts[1] ?? '', told };
}

/** null for what ends before it is complete. */
function whole<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
