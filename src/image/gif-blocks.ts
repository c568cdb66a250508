import { WorkError } from '../base/errors.js';

/** What blocks of a GIF file begin with. */
const [extension, descriptor, trailer] = [0x21, 0x2c, 0x3b];

/** A block of a GIF file. GIF89a, 15 to 27. */
export type GifBlock =
  | {
      readonly kind: 'extension';
      /** 0xf9 graphic control, 0xfe comment, 0xff application, 0x01 plain text. */
      readonly label: number;
      readonly start: number;
      readonly end: number;
    }
  | GifFrame;

/** A frame with its colour table and its coded places. */
export interface GifFrame {
  readonly kind: 'frame';
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The flags of its descriptor: 0x80 own colours, 0x40 rows in four passes. */
  readonly flags: number;
  /** Where its coded places begin, with the bits of the first code. */
  readonly data: number;
}

/** The header of a GIF file: its screen. GIF89a, 18. */
export interface GifScreen {
  readonly width: number;
  readonly height: number;
  /** Where the blocks begin, behind the colours of all frames. */
  readonly blocks: number;
}

/**
 * The screen of a GIF file.
 * @throws WorkError for one that is cut short
 */
export function gifScreen(bytes: Uint8Array): GifScreen {
  const blocks = 13 + colourBytes(bytes[10] ?? 0);
  if (bytes.length < blocks) fail();
  return { width: word(bytes, 6), height: word(bytes, 8), blocks };
}

/**
 * The blocks of a GIF file, up to its trailer or the end of the file: many have no trailer. A frame that
 * is cut short comes too, before the error.
 * @throws WorkError where it ends within a block, or something else stands in the place of one
 */
export function* gifBlocks(bytes: Uint8Array): Generator<GifBlock> {
  for (let at = gifScreen(bytes).blocks; at < bytes.length; ) {
    const start = at;
    if (bytes[at] === trailer) return;
    if (bytes[at] === extension) {
      const label = bytes[at + 1] ?? 0;
      at = subBlocksEnd(bytes, at + 2) ?? fail();
      yield { kind: 'extension', label, start, end: at };
    } else if (bytes[at] === descriptor) {
      const flags = bytes[at + 9] ?? 0;
      const data = at + 10 + colourBytes(flags);
      const end = subBlocksEnd(bytes, data + 1);
      at = end ?? bytes.length;
      const [left, top] = [word(bytes, start + 1), word(bytes, start + 3)];
      const [width, height] = [word(bytes, start + 5), word(bytes, start + 7)];
      if (bytes.length < start + 10) fail();
      yield { kind: 'frame', start, end: at, left, top, width, height, flags, data };
      if (end === null) fail();
    } else {
      throw new WorkError(
        `GIF has a byte ${bytes[at]} where a block was expected, ${at} bytes from its start`,
        { code: 'broken-image' },
      );
    }
  }
}

/** The length of a colour table, 0 where there is none. */
export function colourBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Behind blocks that tell their length, to one of none; null where the file ends before. */
function subBlocksEnd(bytes: Uint8Array, start: number): number | null {
  let at = start;
  while (at < bytes.length && bytes[at]! > 0) at += 1 + bytes[at]!;
  return at < bytes.length ? at + 1 : null;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function fail(): never {
  throw new WorkError('GIF is cut short: it ends within a block', { code: 'broken-image' });
}
