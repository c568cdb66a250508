import { tiffOrientation, typeBytes } from '../../image/tiff-directory.js';
import type { Keeps } from './kinds.js';

/** Tags of EXIF 2.3 that matter here. */
const tags = { orientation: 0x112, gps: 0x8825, exif: 0x8769, thumbnail: 0x201, length: 0x202 };

/** A directory has fewer entries in any sound file. */
const mostEntries = 4096;

/** An entry of a directory, and where its value lies. */
interface Entry {
  readonly at: number;
  readonly tag: number;
  readonly start: number;
  readonly bytes: number;
}

/** The numbers of a TIFF structure, such as EXIF is. */
interface Structure {
  readonly bytes: Uint8Array;
  u16(at: number): number;
  u32(at: number): number;
  write16(at: number, value: number): void;
  write32(at: number, value: number): void;
}

function open(bytes: Uint8Array): Structure | null {
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inside = (at: number, size: number): boolean => at >= 0 && at + size <= bytes.length;
  return {
    bytes,
    u16: (at) => (inside(at, 2) ? view.getUint16(at, little) : 0),
    u32: (at) => (inside(at, 4) ? view.getUint32(at, little) : 0),
    write16: (at, value) => inside(at, 2) && view.setUint16(at, value, little),
    write32: (at, value) => inside(at, 4) && view.setUint32(at, value, little),
  };
}

/** The entries of a directory, those whose values lie in the file. */
function entriesAt({ bytes, u16, u32 }: Structure, directory: number): Entry[] {
  if (directory < 8 || directory + 2 > bytes.length) return [];
  const count = Math.min(u16(directory), mostEntries);
  const found: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > bytes.length) break;
    const size = (typeBytes[u16(at + 2)] ?? 0) * u32(at + 4);
    const start = size <= 4 ? at + 8 : u32(at + 8);
    if (start + size <= bytes.length) found.push({ at, tag: u16(at), start, bytes: size });
  }
  return found;
}

/** The smallest EXIF that tells an orientation: 26 bytes. */
export function orientationExif(orientation: number): Uint8Array {
  const exif = Buffer.alloc(26);
  exif.write('MM\0*', 'latin1');
  exif.writeUInt32BE(8, 4);
  exif.writeUInt16BE(1, 8);
  exif.writeUInt16BE(tags.orientation, 10);
  exif.writeUInt16BE(3, 12);
  exif.writeUInt32BE(1, 14);
  exif.writeUInt16BE(orientation, 18);
  return new Uint8Array(exif);
}

/**
 * What stays of EXIF: all of it without the place and the thumbnail unless these are kept, at the same
 * offsets, as notes of makers have offsets too; or where EXIF goes, what tells an orientation other
 * than 1, for the picture is to stand upright. Null where nothing stays.
 */
export function keptExif(exif: Uint8Array, keeps: Keeps): Uint8Array | null {
  const orientation = tiffOrientation(exif);
  const plain = orientation === 1 ? null : orientationExif(orientation);
  if (!keeps('exif')) return plain;
  const structure = open(new Uint8Array(exif));
  if (structure === null || !isWhole(structure)) return plain;
  if (!keeps('gps')) dropPlace(structure);
  if (!keeps('thumbnails')) dropThumbnail(structure);
  return structure.bytes;
}

/** Whether its directories lie in it: what is broken cannot be told to be free of a place. */
function isWhole(structure: Structure): boolean {
  const first = structure.u32(4);
  return [first, nextOf(structure, first)].every(
    (at, i) =>
      (i === 1 && at === 0) ||
      (at >= 8 && at + 6 + 12 * structure.u16(at) <= structure.bytes.length),
  );
}

/** Blanks the directory of the place with its values, wherever it is pointed at from. */
function dropPlace(structure: Structure): void {
  const first = structure.u32(4);
  for (const directory of [first, nextOf(structure, first)]) {
    for (const entry of entriesAt(structure, directory)) {
      if (entry.tag === tags.gps) removeDirectory(structure, structure.u32(entry.start));
    }
    removeEntry(structure, directory, tags.gps);
  }
}

/** Blanks the second directory, which is the thumbnail's, and the thumbnail. */
function dropThumbnail(structure: Structure): void {
  const first = structure.u32(4);
  const second = nextOf(structure, first);
  if (second === 0) return;
  const entries = entriesAt(structure, second);
  const numberOf = (wanted: number): number => {
    const entry = entries.find(({ tag }) => tag === wanted);
    return entry === undefined ? 0 : structure.u32(entry.start);
  };
  const start = numberOf(tags.thumbnail);
  structure.bytes.fill(0, start, start + numberOf(tags.length));
  // Where it lay over what stays, the directory is no longer what it was.
  removeDirectory(structure, second);
  structure.write32(first + 2 + 12 * structure.u16(first), 0);
}

function nextOf(structure: Structure, directory: number): number {
  return structure.u32(directory + 2 + 12 * structure.u16(directory));
}

function removeDirectory(structure: Structure, directory: number): void {
  const entries = entriesAt(structure, directory);
  for (const { start, bytes } of entries) structure.bytes.fill(0, start, start + bytes);
  if (entries.length > 0) {
    structure.bytes.fill(0, directory, directory + 6 + 12 * entries.length);
  }
}

/** Takes an entry out; those behind it move up, the pointer to the next directory with them. */
function removeEntry(structure: Structure, directory: number, tag: number): void {
  const { bytes, u16, write16 } = structure;
  const entry = entriesAt(structure, directory).find((each) => each.tag === tag);
  if (entry === undefined) return;
  const count = u16(directory);
  const end = directory + 2 + 12 * count + 4;
  bytes.copyWithin(entry.at, entry.at + 12, end);
  bytes.fill(0, end - 12, end);
  write16(directory, count - 1);
}
