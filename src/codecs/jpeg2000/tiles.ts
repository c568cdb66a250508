import { joinBytes, sameBytes } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import { groupBy } from '../../base/group-by.js';
import type { Area } from '../../image/crop.js';
import type { CodestreamHeader } from './codestream.js';

/** Markers SOC and EOC, ISO/IEC 15444-1 A.4. */
const startOfCodestream = Uint8Array.of(0xff, 0x4f);
const endOfCodestream = Uint8Array.of(0xff, 0xd9);

/** A tile of a picture, with its codestream as if it were one of its own. */
export interface Tile {
  readonly area: Area;
  readonly codestream: Uint8Array;
}

/**
 * The side of a tile. A tile that begins at a multiple of it is coded as a picture of its own would be:
 * wavelets keep their phase, code-blocks and precincts (of 32768 unless told) their borders.
 */
const side = 32768;

/** Where SIZ has the size of the picture and of a tile, and the tile-part its number and length. */
const [sizeAt, tileSizeAt, numberAt, lengthAt] = [8, 24, 4, 6];
const sotBytes = 12;

/** Their number has 16 bits. */
const mostTiles = 65535;

const marker = {
  sot: 0xff90,
  sod: 0xff93,
  cod: 0xff52,
  coc: 0xff53,
  tlm: 0xff55,
  plm: 0xff57,
  qcd: 0xff5c,
  poc: 0xff5f,
  ppm: 0xff60,
} as const;

/** The tiles of a picture that is longer than a coder takes, row by row. */
export function tilesOf({ width, height }: { width: number; height: number }): Area[] {
  return areas(width, height, side, side);
}

function areas(width: number, height: number, across: number, down: number): Area[] {
  const found: Area[] = [];
  for (let top = 0; top < height; top += down) {
    for (let left = 0; left < width; left += across) {
      const size = { width: Math.min(across, width - left), height: Math.min(down, height - top) };
      found.push({ left, top, ...size });
    }
  }
  return found;
}

/**
 * One codestream out of those of its tiles (ISO/IEC 15444-1, A.4 to A.6): the main header of the first
 * with the sizes of the whole, then the tile-parts of all. A tile that differs from the first in coding
 * style, as a narrow one with fewer levels, has its own in its header.
 * @param codestreams of the tiles of `tilesOf`, in its order
 */
export function joinTiles(
  codestreams: readonly Uint8Array[],
  { width, height }: { width: number; height: number },
): Uint8Array {
  const parts = codestreams.map(takeApart);
  const [first] = parts;
  const main = joinBytes([startOfCodestream, ...first!.segments.map(({ bytes }) => bytes)]);
  const view = viewOf(main);
  view.setUint32(sizeAt, width);
  view.setUint32(sizeAt + 4, height);
  view.setUint32(tileSizeAt, side);
  view.setUint32(tileSizeAt + 4, side);
  const own = parts.map(({ segments, tileParts }, number) => {
    const differing = segments.filter(({ code, bytes }) => {
      if (code !== marker.cod && code !== marker.qcd) return false;
      const same = first!.segments.find((each) => each.code === code);
      return same === undefined || !sameBytes(same.bytes, bytes);
    });
    return tileParts.map((part, i) =>
      numbered(part, number, i === 0 ? differing.map(({ bytes }) => bytes) : []),
    );
  });
  return joinBytes([main, ...own.flat(), endOfCodestream]);
}

/**
 * The tiles of a codestream, each as one of its own. Pictures begin at 0.
 * @throws WorkError for tiles that are longer than `longest`, or laid out so that they cannot be decoded
 *   apart
 */
export function splitTiles(
  codestream: Uint8Array,
  { width, height }: Pick<CodestreamHeader, 'width' | 'height'>,
  longest: number,
): Tile[] {
  const view = viewOf(codestream);
  const [across, down] = [view.getUint32(tileSizeAt), view.getUint32(tileSizeAt + 4)];
  const offset = view.getUint32(tileSizeAt + 8) + view.getUint32(tileSizeAt + 12);
  const { segments, tileParts } = takeApart(codestream);
  const apart = new Set<number>([marker.coc, marker.poc, marker.ppm]);
  const styles = [...segments, ...tileParts.flatMap(segmentsOf)].filter(
    ({ code }) => code === marker.cod || apart.has(code),
  );
  const sides = [...(across < width ? [across] : []), ...(down < height ? [down] : [])];
  const count = Math.ceil(width / across) * Math.ceil(height / down);
  const fits =
    Math.max(Math.min(across, width), Math.min(down, height)) <= longest &&
    offset === 0 &&
    count <= mostTiles &&
    sides.every((each) => styles.every((style) => cutsCleanly(style, each)));
  if (!fits) {
    throw new WorkError(
      `picture of ${width}x${height} is in tiles of ${across}x${down}; expected sides up to ${longest}, or tiles of a power of 2 up to ${side} that can be decoded apart`,
      { code: 'broken-bitstream' },
    );
  }
  const main = segments.filter(({ code }) => code !== marker.tlm && code !== marker.plm);
  const byTile = groupBy(tileParts, (part) => viewOf(part).getUint16(numberAt));
  return areas(width, height, across, down).map((area, number) => {
    const head = joinBytes([startOfCodestream, ...main.map(({ bytes }) => bytes)]);
    const own = viewOf(head);
    for (const at of [sizeAt, tileSizeAt]) {
      own.setUint32(at, area.width);
      own.setUint32(at + 4, area.height);
    }
    const renumbered = (byTile.get(number) ?? []).map((part) => numbered(part, 0, []));
    return { area, codestream: joinBytes([head, ...renumbered, endOfCodestream]) };
  });
}

/** Whether tiles of a side that are coded in this style look as pictures of their own do. */
function cutsCleanly({ code, bytes }: Segment, tile: number): boolean {
  if (code !== marker.cod) return false;
  const precincts = (bytes[4]! & 1) === 1;
  const [levels, block] = [bytes[9]!, Math.max(bytes[10]!, bytes[11]!) + 2];
  return !precincts && tile <= side && (tile & (tile - 1)) === 0 && tile >= 2 ** (levels + block);
}

/** A marker with what belongs to it. */
interface Segment {
  readonly code: number;
  readonly bytes: Uint8Array;
}

/** The marker segments of the main header, from SIZ on, and the tile-parts. */
function takeApart(codestream: Uint8Array): {
  readonly segments: readonly Segment[];
  readonly tileParts: readonly Uint8Array[];
} {
  const view = viewOf(codestream);
  const segments: Segment[] = [];
  let at = 2;
  while (view.getUint16(at) !== marker.sot) {
    const end = at + 2 + view.getUint16(at + 2);
    segments.push({ code: view.getUint16(at), bytes: codestream.subarray(at, end) });
    at = end;
  }
  const tileParts: Uint8Array[] = [];
  while (view.getUint16(at) === marker.sot) {
    // 0 in the last one: to the end.
    const end = at + (view.getUint32(at + lengthAt) || codestream.length - 2 - at);
    tileParts.push(codestream.subarray(at, end));
    at = end;
  }
  return { segments, tileParts };
}

/** The marker segments in the header of a tile-part. */
function segmentsOf(part: Uint8Array): Segment[] {
  const view = viewOf(part);
  const found: Segment[] = [];
  // SOD, behind which the data is, has no length.
  let at = sotBytes;
  while (at + 4 <= part.length && view.getUint16(at) !== marker.sod) {
    const end = at + 2 + view.getUint16(at + 2);
    found.push({ code: view.getUint16(at), bytes: part.subarray(at, end) });
    at = end;
  }
  return found;
}

/** A tile-part with the number of its tile, and segments in its header. */
function numbered(part: Uint8Array, number: number, segments: readonly Uint8Array[]): Uint8Array {
  const made = joinBytes([part.subarray(0, sotBytes), ...segments, part.subarray(sotBytes)]);
  const view = viewOf(made);
  view.setUint16(numberAt, number);
  view.setUint32(lengthAt, made.length);
  return made;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
