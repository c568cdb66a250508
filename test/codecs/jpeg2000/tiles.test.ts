import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readCodestream } from '#src/codecs/jpeg2000/codestream.js';
import { joinTiles, splitTiles, tilesOf } from '#src/codecs/jpeg2000/tiles.js';

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const segment = (marker: number, body: Uint8Array): Buffer =>
  Buffer.concat([u16(marker), u16(2 + body.length), body]);

/** The coding style: levels, code-blocks of 2^(exponent + 2), and whether precincts are told. */
const style = (levels: number, { exponent = 4, precincts = 0 } = {}): Buffer =>
  segment(0xff52, Buffer.from([precincts, 0, 0, 1, 0, levels, exponent, exponent, 0, 1]));

interface Options {
  readonly tile?: readonly [number, number];
  readonly offset?: number;
  readonly main?: readonly Uint8Array[];
  /** Data of each tile-part, with the number of its tile. */
  readonly parts?: readonly (readonly [number: number, data: string])[];
  readonly openEnd?: boolean;
}

/** A codestream of grey of so many pixels, whose data is text. */
function codestream(
  [width, height]: readonly [number, number],
  {
    tile = [width, height],
    offset = 0,
    main = [style(5)],
    parts = [[0, 'data']],
    openEnd = false,
  }: Options = {},
): Buffer {
  const sizes = [width, height, 0, 0, ...tile, offset, 0].map(u32);
  const tileParts = parts.map(([number, data], i) => {
    const length = openEnd && i === parts.length - 1 ? 0 : 14 + data.length;
    return Buffer.concat([
      ...[u16(0xff90), u16(10), u16(number), u32(length), Buffer.from([0, 1])],
      ...[u16(0xff93), Buffer.from(data)],
    ]);
  });
  return Buffer.concat([
    u16(0xff4f),
    segment(0xff51, Buffer.concat([u16(0), ...sizes, u16(1), Buffer.from([7, 1, 1])])),
    ...main,
    ...tileParts,
    u16(0xffd9),
  ]);
}
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('tiles of 32768, row by row, the last ones smaller', () => {
  expect(tilesOf({ width: 3, height: 65_537 })).toEqual([
    { left: 0, top: 0, width: 3, height: 32_768 },
    { left: 0, top: 32_768, width: 3, height: 32_768 },
    { left: 0, top: 65_536, width: 3, height: 1 },
  ]);
  const both = tilesOf({ width: 40_000, height: 70_000 });
  expect(both).toHaveLength(6);
  expect(both[1]).toEqual({ left: 32_768, top: 0, width: 7232, height: 32_768 });
});

describe('joined', () => {
  const one = codestream([3, 32_768], { parts: [[0, 'first']] });
  const two = codestream([3, 32_768], { parts: [[0, 'second']], openEnd: true });
  const last = codestream([3, 1], { main: [style(0)], parts: [[0, 'third']] });
  const size = { width: 3, height: 65_537 };

  test('they are one codestream, of the whole size', () => {
    const whole = joinTiles([one, two, last], size);
    expect(readCodestream(whole)).toEqual({ ...size, components: 1, bits: 8 });
    expect(textOf(whole)).toMatch(/first.*second.*third/s);
  });

  test('and taken apart they are what they were, with its own style where one differs', () => {
    const tiles = splitTiles(joinTiles([one, two, last], size), size, 65_535);
    expect(tiles.map(({ area }) => area)).toEqual(tilesOf(size));
    expect(Buffer.compare(tiles[0]!.codestream, one)).toBe(0);
    const told = codestream([3, 32_768], { parts: [[0, 'second']] });
    expect(Buffer.compare(tiles[1]!.codestream, told)).toBe(0);
    const third = tiles[2]!.codestream;
    expect(readCodestream(third)).toMatchObject({ width: 3, height: 1 });
    // The style of the first in the main header, its own in that of the tile-part.
    expect(third.indexOf(0x93)).toBeGreaterThan(third.lastIndexOf(0x52));
    expect(textOf(third).split(textOf(style(0)))).toHaveLength(2);
    expect(textOf(third)).toContain('third');
  });
});

describe('taken apart', () => {
  const size = { width: 8, height: 70_000 };
  const split = (options: Options) =>
    splitTiles(codestream([size.width, size.height], options), size, 65_535);

  test('tile-parts of a tile stay together, in their order, and lengths of tile-parts go', () => {
    const tiles = split({
      tile: [8, 32_768],
      main: [style(5), segment(0xff55, Buffer.from([0, 0x50]))],
      parts: [
        [0, 'a'],
        [2, 'c'],
        [0, 'b'],
        [1, 'd'],
      ],
    });
    expect(tiles.map(({ codestream: each }) => textOf(each).match(/[a-d](?=\xff)/g))).toEqual([
      ['a', 'b'],
      ['d'],
      ['c'],
    ]);
    for (const { codestream: each } of tiles) expect(textOf(each)).not.toContain('\xff\x55');
  });

  test.each([
    ['in one tile that is too long', {}],
    ['in tiles of no power of 2', { tile: [8, 30_000] }],
    ['in tiles that cut code-blocks', { tile: [8, 1024] }],
    ['in tiles beyond 32768', { tile: [8, 65_536] }],
    ['in tiles with an offset', { tile: [8, 32_768], offset: 4 }],
    ['in too many tiles', { tile: [1, 4], main: [style(0, { exponent: 0 })] }],
    ['with precincts of its own', { tile: [8, 32_768], main: [style(5, { precincts: 1 })] }],
    [
      'with a style for each component',
      { tile: [8, 32_768], main: [style(5), segment(0xff53, Buffer.alloc(7))] },
    ],
  ] as const)('a picture %s is refused', (_, options) => {
    expect(() => split(options)).toThrow(WorkError);
    expect(() => split(options)).toThrow(/picture of 8x70000 is in tiles of .* decoded apart/);
  });
});
