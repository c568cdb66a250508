import { WorkError } from '../../base/errors.js';
import {
  boxesIn,
  findBox,
  type ItemType,
  itemPieces,
  itemTypes,
  type Range,
} from '../../image/files/colour/heif-items.js';
import { keptExif } from './exif.js';
import { cutPieces } from './heif-cut.js';
import { type Keeps, keeping, keepsXmp, type MetadataOptions } from './kinds.js';

/** Media types of items that XMP is stored as. */
const xmpType = 'application/rdf+xml';

/**
 * An AVIF or HEIC file without its metadata, the coded picture byte for byte. They are cut out of its data;
 * where that cannot be done, as in a file with films, they are blanked where they stand. Colours and the
 * orientation are properties of the picture and stay. Boxes of users, of makers and of films' metadata
 * are blanked.
 * @throws WorkError where metadata share bytes with what stays
 */
export function stripHeif(bytes: Uint8Array, options: MetadataOptions = {}): Uint8Array {
  const keeps = keeping(options);
  const copy = new Uint8Array(bytes);
  const file = { start: 0, end: bytes.length };
  const meta = findBox(bytes, file, 'meta');
  blankBoxes(copy, file);
  if (meta === null) return copy;
  const inside = { start: meta.start + 4, end: meta.end };
  const items = blankItems(copy, inside, keeps);
  const going = items.flatMap(({ pieces }) => pieces);
  return (
    cutPieces(copy, { meta: inside, going, items: new Set(items.map(({ id }) => id)) }) ?? copy
  );
}

/** An item of a type that nothing has is passed over by every reader. */
const noType = 'skip';

/** Blanks the items that go, and gives them; what goes of EXIF that stays is blanked too. */
function blankItems(
  bytes: Uint8Array,
  meta: Range,
  keeps: Keeps,
): { readonly id: number; readonly pieces: readonly Range[] }[] {
  const items = itemTypes(bytes, meta).map((item) => {
    const pieces = itemPieces(bytes, meta, item.id);
    const text = Buffer.concat(pieces.map(({ start, end }) => bytes.subarray(start, end)));
    return { ...item, pieces, kept: keptOf(item, text, keeps) };
  });
  const changed = items.filter(({ kept }) => kept instanceof Uint8Array);
  const going = items.filter(({ kept }) => kept === false);
  const staying = items.filter(({ kept }) => kept === true).flatMap(({ pieces }) => pieces);
  for (const { pieces } of [...changed, ...going]) {
    const isShared = pieces.some((a) => staying.some((b) => a.start < b.end && b.start < a.end));
    if (isShared) {
      throw new WorkError('AVIF or HEIC file shares bytes between its metadata and its picture', {
        code: 'broken-image',
      });
    }
  }
  for (const { kept, pieces } of changed) write(bytes, pieces, kept as Uint8Array);
  for (const { told, pieces } of going) {
    for (const { start, end } of pieces) bytes.fill(0, start, end);
    bytes.fill(0, told.start, told.end);
    bytes.set(Buffer.from(noType), told.start);
  }
  return going;
}

/** Whether an item stays; its new content, of the same length, where a part of it does. */
function keptOf({ type, mediaType }: ItemType, text: Buffer, keeps: Keeps): boolean | Uint8Array {
  if (type === 'Exif') return keeps('exif') && keptExifItem(text, keeps);
  if (type === 'mime') return mediaType === xmpType && keepsXmp(text, keeps);
  return type !== 'uri ' && type !== 'jumb';
}

/** The offset of the TIFF header comes first. ISO/IEC 23008-12, annex A. Broken EXIF goes. */
function keptExifItem(text: Buffer, keeps: Keeps): boolean | Uint8Array {
  const start = text.length < 4 ? text.length : 4 + text.readUInt32BE();
  const exif = text.subarray(start);
  const kept = keptExif(exif, keeps);
  if (kept?.length !== exif.length) return false;
  return exif.equals(kept) || Buffer.concat([text.subarray(0, start), kept]);
}

function write(bytes: Uint8Array, pieces: readonly Range[], content: Uint8Array): void {
  let at = 0;
  for (const { start, end } of pieces) {
    bytes.set(content.subarray(at, at + end - start), start);
    at += end - start;
  }
}

/** Boxes outside the items that hold nothing of the picture become free space. */
function blankBoxes(bytes: Uint8Array, range: Range): void {
  for (const { type, start, end } of boxesIn(bytes, range)) {
    if (type === 'moov' || type === 'trak') blankBoxes(bytes, { start, end });
    if (type !== 'udta' && type !== 'uuid' && type !== 'meta') continue;
    // The meta box of the file itself holds the pictures.
    if (type === 'meta' && range.start === 0) continue;
    bytes.set(Buffer.from('free'), start - 4);
    bytes.fill(0, start, end);
  }
}
