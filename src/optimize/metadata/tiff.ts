import { WorkError } from '../../base/errors.js';
import { typeBytes } from '../../image/tiff-directory.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** Tags that say what the samples are and how they are to be shown, with the colour profile. */
const picture = new Set([
  ...[254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284],
  ...[290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 322, 323, 324, 325, 332, 333, 334],
  ...[338, 339, 340, 341, 347, 529, 530, 531, 532, 34675],
]);

/** Tags of texts: descriptions, makers, programs, dates, names, rights. */
const comments = new Set([269, 270, 271, 272, 285, 305, 306, 315, 316, 33432]);
const [xmp, iptc, photoshop] = [700, 33723, 34377];

/** Tags of offsets and lengths of coded data: strips, tiles. */
const dataTags: Readonly<Record<number, number>> = { 273: 279, 324: 325 };

/** JPEG as TIFF 6.0 had it: its data are pointed at by tags of their own. */
const oldJpeg = 6;
const mostEntries = 4096;
const mostPages = 65_536;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** In the byte order of the file. */
  readonly value: Uint8Array;
}

interface Numbers {
  u16(bytes: Uint8Array, at: number): number;
  u32(bytes: Uint8Array, at: number): number;
  put16(bytes: Buffer, at: number, value: number): void;
  put32(bytes: Buffer, at: number, value: number): void;
}

/**
 * A TIFF file without its metadata, written anew from its directories, the coded strips and tiles byte
 * for byte. Colour profile, orientation and resolution stay; EXIF and the place, thumbnails in
 * directories of their own, and every tag that is no part of the picture go.
 * @throws WorkError for a file that is broken, and for BigTIFF and JPEG as TIFF 6.0 had it, which are
 *   not written anew
 */
export function stripTiff(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const keeps = keeping(options);
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  const numbers = numbersOf(order === 'II');
  if (bytes.length < 8 || numbers.u16(bytes, 2) !== 42) {
    throw broken('BigTIFF and files without a TIFF header are not written anew');
  }
  const head = Buffer.from(bytes.subarray(0, 8));
  const pieces: Uint8Array[] = [head];
  let length = head.length;
  const add = (piece: Uint8Array): number => {
    const at = length;
    const even = piece.length & 1 ? [piece, Uint8Array.of(0)] : [piece];
    pieces.push(...even);
    length += piece.length + (piece.length & 1);
    return at;
  };
  /** Where the offset of the next directory is to be written. */
  let link = { piece: head, at: 4 };
  for (const directory of directoriesOf(bytes, numbers)) {
    const kept = entriesAt(bytes, directory, numbers).filter((entry) => keepsEntry(entry, keeps));
    const page = kept.map((entry) => relocated(entry, kept, { bytes, numbers, add }));
    const table = Buffer.alloc(6 + 12 * page.length);
    numbers.put16(table, 0, page.length);
    for (const [i, { tag, type, count, value }] of page.entries()) {
      const at = 2 + 12 * i;
      numbers.put16(table, at, tag);
      numbers.put16(table, at + 2, type);
      numbers.put32(table, at + 4, count);
      if (value.length <= 4) table.set(value, at + 8);
      else numbers.put32(table, at + 8, add(value));
    }
    numbers.put32(link.piece, link.at, add(table));
    link = { piece: table, at: table.length - 4 };
  }
  numbers.put32(link.piece, link.at, 0);
  return new Uint8Array(Buffer.concat(pieces));
}

function directoriesOf(bytes: Uint8Array, { u16, u32 }: Numbers): number[] {
  const found = new Set<number>();
  for (let at = u32(bytes, 4); at !== 0; at = u32(bytes, at + 2 + 12 * u16(bytes, at))) {
    if (found.has(at) || found.size > mostPages) throw broken('its directories have no end');
    const count = at + 2 <= bytes.length ? u16(bytes, at) : 0;
    if (count === 0 || count > mostEntries || at + 6 + 12 * count > bytes.length) {
      throw broken('a directory of it is cut short');
    }
    found.add(at);
  }
  if (found.size === 0) throw broken('it has no directory');
  return [...found];
}

function entriesAt(bytes: Uint8Array, directory: number, { u16, u32 }: Numbers): Entry[] {
  return Array.from({ length: u16(bytes, directory) }, (_, i) => {
    const at = directory + 2 + 12 * i;
    const [tag, type, count] = [u16(bytes, at), u16(bytes, at + 2), u32(bytes, at + 4)];
    const size = (typeBytes[type] ?? 0) * count;
    const start = size <= 4 ? at + 8 : u32(bytes, at + 8);
    if (start + size > bytes.length) throw broken(`its tag ${tag} lies beyond its end`);
    return { tag, type, count, value: bytes.subarray(start, start + size) };
  });
}

function keepsEntry({ tag, value }: Entry, keeps: Keeps): boolean {
  if (picture.has(tag)) return true;
  if (comments.has(tag)) return keeps('comments');
  if (tag === xmp) return keepsXmp(value, keeps);
  return (tag === iptc || tag === photoshop) && keeps('iptc');
}

/** An entry of strips or tiles with their data written and pointed at; any other as it is. */
function relocated(
  entry: Entry,
  page: readonly Entry[],
  file: { bytes: Uint8Array; numbers: Numbers; add(piece: Uint8Array): number },
): Entry {
  const { bytes, numbers, add } = file;
  if (entry.tag === 259 && numbersIn(entry, numbers)[0] === oldJpeg) {
    throw broken('JPEG as TIFF 6.0 had it is not written anew');
  }
  const lengthTag = dataTags[entry.tag];
  if (lengthTag === undefined) return entry;
  const sizes = page.find(({ tag }) => tag === lengthTag);
  if (sizes === undefined) throw broken(`it has no tag ${lengthTag}`);
  const lengths = numbersIn(sizes, numbers);
  const value = Buffer.alloc(4 * entry.count);
  let total = 0;
  for (const [i, start] of numbersIn(entry, numbers).entries()) {
    const end = start + (lengths[i] ?? 0);
    total += end - start;
    // Strips that share their data would let a small file become a large one.
    if (end > bytes.length || total > bytes.length) {
      throw broken('coded data of it lie beyond its end');
    }
    numbers.put32(value, 4 * i, add(bytes.subarray(start, end)));
  }
  return { ...entry, type: 4, value };
}

function numbersIn({ type, count, value }: Entry, { u16, u32 }: Numbers): number[] {
  if (type !== 3 && type !== 4) throw broken('offsets of it are no numbers');
  return Array.from({ length: count }, (_, i) =>
    type === 3 ? u16(value, 2 * i) : u32(value, 4 * i),
  );
}

function numbersOf(little: boolean): Numbers {
  const view = (bytes: Uint8Array): DataView =>
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    u16: (bytes, at) => (at + 2 <= bytes.length ? view(bytes).getUint16(at, little) : 0),
    u32: (bytes, at) => (at + 4 <= bytes.length ? view(bytes).getUint32(at, little) : 0),
    put16: (bytes, at, value) => view(bytes).setUint16(at, value, little),
    put32: (bytes, at, value) => view(bytes).setUint32(at, value, little),
  };
}

function broken(reason: string): WorkError {
  return new WorkError(`TIFF cannot be written without its metadata: ${reason}`, {
    code: 'broken-image',
  });
}
