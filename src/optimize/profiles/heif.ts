import {
  type Box,
  boxesIn,
  findBox,
  primaryItem,
  type Range,
} from '../../image/files/colour/heif-items.js';
import { placesIn, readField, writeField } from '../metadata/heif-cut.js';

/**
 * An AVIF or HEIC file with an ICC profile: a property `colr` of type prof of its picture, which counts
 * before code points (nclx), whose matrix remains that of the decoder. ISO/IEC 23008-12, 6.5.5.
 * @returns null for a file whose boxes are not as encoders write them
 */
export function profileIntoHeif(bytes: Uint8Array, profile: Uint8Array): Uint8Array | null {
  const whole = { start: 0, end: bytes.length };
  const meta = findBox(bytes, whole, 'meta');
  if (meta === null) return null;
  const inside = { start: meta.start + 4, end: meta.end };
  const container = findBox(bytes, inside, 'iprp');
  const properties = container && findBox(bytes, container, 'ipco');
  const links = container && findBox(bytes, container, 'ipma');
  const item = primaryItem(bytes, inside);
  const places = placesIn(bytes, inside);
  if (!container || !properties || !links || item === null || places === null) return null;
  const link = linkOf(bytes, links, item);
  const index = [...boxesIn(bytes, properties)].length + 1;
  if (link === null || index > (link.size === 1 ? 0x7f : 0x7fff)) return null;
  const colour = colourBox(profile);
  const grown = colour.length + link.size;
  const copy = Buffer.from(bytes);
  for (const { base, offset } of places) {
    const start = readField(copy, base) + readField(copy, offset);
    if (start < meta.end) continue;
    const isMoved =
      writeField(copy, offset, readField(copy, offset) + grown) ||
      writeField(copy, base, readField(copy, base) + grown);
    if (!isMoved) return null;
  }
  const sizes: [Box, number][] = [
    [meta, grown],
    [container, grown],
    [properties, colour.length],
    [links, link.size],
  ];
  for (const [{ start, end }, more] of sizes) {
    // Of a size of 0 or 1 the length is told otherwise.
    if (copy.readUInt32BE(start - 8) !== end - start + 8) return null;
    copy.writeUInt32BE(end - start + 8 + more, start - 8);
  }
  copy[link.count]! += 1;
  const entry = Buffer.alloc(link.size);
  entry.writeUIntBE(index, 0, link.size);
  const pieces: [at: number, piece: Uint8Array][] = [
    [properties.end, colour],
    [link.end, entry],
  ];
  pieces.sort(([a], [b]) => a - b);
  const [[first, one], [second, other]] = pieces as [[number, Uint8Array], [number, Uint8Array]];
  return new Uint8Array(
    Buffer.concat([
      ...[copy.subarray(0, first), one, copy.subarray(first, second), other],
      copy.subarray(second),
    ]),
  );
}

function colourBox(profile: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32BE(head.length + profile.length, 0);
  head.write('colrprof', 4, 'latin1');
  return Buffer.concat([head, profile]);
}

/** Where an item's list of properties has its count and its end, and how many bytes an entry has. */
function linkOf(
  bytes: Uint8Array,
  { start, end }: Range,
  item: number,
): { readonly count: number; readonly end: number; readonly size: 1 | 2 } | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  const idBytes = view[start] === 0 ? 2 : 4;
  const size = ((view[start + 3] ?? 0) & 1) === 1 ? 2 : 1;
  let at = start + 8;
  for (let left = view.readUInt32BE(start + 4); left > 0 && at + idBytes < end; left--) {
    const id = view.readUIntBE(at, idBytes);
    const count = at + idBytes;
    at = count + 1 + size * view[count]!;
    if (at > end) return null;
    if (id === item) return view[count]! < 255 ? { count, end: at, size } : null;
  }
  return null;
}
