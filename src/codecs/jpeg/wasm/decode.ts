import { WorkError } from '../../../base/errors.js';
import { checkPixels } from '../../../image/pixels.js';
import { defaultMaxPixels } from '../../../image/raster.js';
import type { Arena } from './arena.js';
import type { DecodeRoom } from './decode-room.js';
import { type Frame, openFrame } from './frame.js';
import { readJpegHead } from './head.js';
import { decodeManyScans } from './many-scans.js';
import { brokenJpeg, nextSegment } from './markers.js';
import { decodeOneScan } from './one-scan.js';
import type { JpegBits, JpegHead, JpegPlanes } from './planes.js';
import { readScanHeader } from './scan-header.js';
import { emptyTables, readTables } from './tables.js';

export interface DecodeOptions {
  /** How much smaller the planes are than the picture: each block of 8x8 gives 8, 4, 2 or 1 samples a side. */
  readonly scale?: 1 | 2 | 4 | 8;
  /** Decodes what there is of a broken or cut file, the rest of it grey, and says so in `damage`. */
  readonly lenient?: boolean;
  /** A picture of more pixels is refused. */
  readonly maxPixels?: number;
  /** What `readJpegHead` told of the file, where it is known already. */
  readonly head?: JpegHead;
  /** Whether to tell the bits of every unit. */
  readonly wantsBits?: boolean;
}

export interface DecodedJpeg extends JpegPlanes {
  readonly head: JpegHead;
  /** What is wrong with the file; null where nothing is. */
  readonly damage: string | null;
  /** Of all scans, where they are wanted. */
  readonly bits: JpegBits | null;
}

/** A file of which less than one part in so many can be there is refused even where the rest may be grey. */
const mostMissing = 64;

/**
 * Decodes a JPEG that lies in the arena to planes.
 * @throws WorkError for a file that is refused, and for a broken or cut one unless `lenient`
 */
export function decodeJpeg(
  arena: Arena,
  room: DecodeRoom,
  file: Frame['file'],
  options: DecodeOptions,
): DecodedJpeg {
  const { scale = 1, lenient = false, maxPixels = defaultMaxPixels, wantsBits = false } = options;
  const bytes = arena.bytes(file.at, file.length);
  const head = options.head ?? readJpegHead(bytes);
  const { width, height } = head;
  if (head.refused !== null) {
    throw new WorkError(`a JPEG of ${head.refused} is not decoded here`, { code: 'wrong-layout' });
  }
  checkPixels(width, height, maxPixels);
  checkLength(head, file.length, lenient);
  const tables = emptyTables();
  for (const segment of head.tables) readTables(bytes, segment, tables, room.known);
  const scan = readScanHeader(bytes, nextSegment(bytes, head.scanAt)!, head);
  const frame = openFrame(arena, head, file, { scale, wantsBits });
  const { damage } = frame;
  if (!head.progressive && (scan.from !== 0 || scan.to !== 63 || scan.high + scan.low !== 0)) {
    damage.push('its scan header tells another band than the whole');
  }
  if (lenient) {
    for (const { plane } of frame.components) {
      arena.bytes(plane.pointer, plane.stride * plane.height).fill(128);
    }
  }
  const mark = arena.mark();
  const isOne = !head.progressive && scan.components.length === head.components.length;
  const decode = isOne ? decodeOneScan : decodeManyScans;
  const end = decode(arena, frame, scan, tables, room);
  arena.release(mark);
  // Memory may have grown.
  if (!hasEnd(arena.bytes(file.at, file.length), end))
    damage.push('it is cut short: it has no end of image');
  if (damage.length > 0 && !lenient) throw brokenJpeg(damage[0]!);
  return {
    width: Math.ceil(width / scale),
    height: Math.ceil(height / scale),
    subsampling: head.subsampling!,
    planes: frame.components.map(({ plane }) => plane),
    source: { width, height, scale },
    head,
    damage: damage[0] ?? null,
    bits: wantsBits ? bitsOf(arena, frame) : null,
  };
}

/** Every block takes a bit, two in a sequential file: so much is checked before memory is taken. */
function checkLength(head: JpegHead, length: number, lenient: boolean): void {
  const blocks = Math.ceil(head.width / 8) * Math.ceil(head.height / 8);
  const bits = 8 * length * (lenient ? mostMissing : 1);
  if (bits >= blocks * (head.progressive ? 1 : 2)) return;
  throw brokenJpeg(`it is cut short: ${length} bytes are too few for ${head.width}x${head.height}`);
}

/** Whether an end of image stands at a place or after it. */
function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

function bitsOf(arena: Arena, { columns, rows, unit, bits }: Frame): JpegBits {
  const counts = Uint32Array.from(arena.ints(bits, columns * rows));
  return { columns, rows, unitWidth: unit[0], unitHeight: unit[1], bits: counts };
}
