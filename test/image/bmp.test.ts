import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { decodeBmp } from '#src/image/bmp.js';
import { type Bmp, bmpFile } from './bmp-file.ts';

const decode = (file: Partial<Bmp>, maxPixels = 1000) => decodeBmp(bmpFile(file), { maxPixels });
const samples = (file: Partial<Bmp>) => {
  const { channels, depth, data } = decode(file);
  return [channels, depth, [...data]];
};
const failure = (file: Partial<Bmp>) => () => decode(file);

const red = [0, 0, 255];
const palette = [
  [0, 0, 0, 0],
  [...red, 0],
  [0, 255, 0, 0],
  [255, 255, 255, 0],
].flat();

describe('pixels', () => {
  test('of 24 bits come from the bottom up, blue first, in rows of whole words', () => {
    const pixels = [
      [1, 2, 3, 0],
      [4, 5, 6, 0],
    ].flat();
    const two = { width: 1, height: 2, bits: 24, pixels };
    expect(samples(two)).toEqual([3, 8, [6, 5, 4, 3, 2, 1]]);
    expect(samples({ ...two, height: -2 })).toEqual([3, 8, [3, 2, 1, 6, 5, 4]]);
    // The last row need not be filled up.
    expect(samples({ ...two, pixels: pixels.slice(0, 7) })).toEqual([3, 8, [6, 5, 4, 3, 2, 1]]);
  });

  test('of 32 bits have a fourth byte that is none of them', () => {
    expect(samples({ width: 1, height: 1, bits: 32, pixels: [1, 2, 3, 9] })).toEqual([
      ...[3, 8],
      [3, 2, 1],
    ]);
  });

  test('of 16 bits are five of each colour, rounded to the scale of 8', () => {
    const pixel = (5 << 10) | (17 << 5) | 31;
    const pixels = [pixel & 255, pixel >> 8, 0, 0];
    const scale = (v: number) => Math.round((v * 255) / 31);
    expect(samples({ width: 1, height: 1, bits: 16, pixels })).toEqual([
      ...[3, 8],
      [5, 17, 31].map(scale),
    ]);
  });

  test('may have masks, of alpha too, and of more than 8 bits', () => {
    const one = { width: 1, height: 1, compression: 3 };
    const pixels = [0xe0, 0xff, 0, 0];
    const masks = [0xf800, 0x7e0, 0x1f];
    expect(samples({ ...one, bits: 16, pixels, masks })).toEqual([3, 8, [255, 255, 0]]);
    const rgba = { ...one, bits: 32, header: 56, masks: [0xff, 0xff00, 0xff0000, 0xff000000] };
    expect(samples({ ...rgba, pixels: [1, 2, 3, 4] })).toEqual([4, 8, [1, 2, 3, 4]]);
    const alpha = { ...rgba, header: 40, compression: 6 };
    expect(samples({ ...alpha, pixels: [1, 2, 3, 255] })).toEqual([4, 8, [1, 2, 3, 255]]);
    const ten = { ...one, bits: 32, masks: [0x3ff00000, 0xffc00, 0x3ff] };
    expect(samples({ ...ten, pixels: [0xff, 0x03, 0, 0] })).toEqual([3, 16, [0, 0, 65535]]);
    expect(failure({ ...ten, masks: [0x5, 0, 0], pixels: [0, 0, 0, 0] })).toThrow('mask of 0x5');
  });
});

describe('places of a palette', () => {
  test.each([
    [1, [0b01000000, 0, 0, 0], 2],
    [2, [0b00011011, 0, 0, 0], 4],
    [4, [0x01, 0x23, 0, 0], 4],
    [8, [0, 1, 2, 3], 4],
  ])('of %i bits', (bits, pixels, width) => {
    const colours = [0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255].slice(0, 3 * width);
    const file = { width, height: 1, bits, pixels, palette };
    expect(samples({ ...file, colours: 4 })).toEqual([3, 8, colours]);
  });

  test('of three bytes in the header of OS/2', () => {
    const small = [...[0, 0, 0], ...red];
    const file = { width: 2, height: 1, bits: 1, pixels: [0b01000000, 0, 0, 0], header: 12 };
    expect(samples({ ...file, palette: small })).toEqual([3, 8, [0, 0, 0, 255, 0, 0]]);
  });

  test('that is the scale of greys gives one channel', () => {
    const greys = [
      [0, 0, 0, 0],
      [255, 255, 255, 0],
    ].flat();
    const file = { width: 2, height: 1, bits: 1, pixels: [0b01000000, 0, 0, 0], palette: greys };
    expect(samples(file)).toEqual([1, 8, [0, 255]]);
    const turned = [
      [255, 255, 255, 0],
      [0, 0, 0, 0],
    ].flat();
    expect(samples({ ...file, palette: turned })).toEqual([3, 8, [255, 255, 255, 0, 0, 0]]);
  });

  test('that it does not have are refused', () => {
    const file = { width: 1, height: 1, bits: 8, pixels: [4, 0, 0, 0], palette, colours: 4 };
    expect(failure(file)).toThrow('place 4 in a palette of 4');
  });
});

describe('runs', () => {
  const runs = { width: 3, height: 2, bits: 8, compression: 1, palette, colours: 4 };
  const [black, r, g, w] = [
    [0, 0, 0],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 255],
  ];

  test('of 8 bits repeat a place or give it, row by row', () => {
    const pixels = [2, 1, 1, 2, 0, 0, 0, 3, 3, 2, 1, 0, 0, 0, 0, 1];
    expect(samples({ ...runs, pixels })).toEqual([3, 8, [w, g, r, r, r, g].flat()]);
    expect(samples({ ...runs, height: -2, pixels })).toEqual([3, 8, [r, r, g, w, g, r].flat()]);
    // Without its end, and with all pixels there.
    expect(samples({ ...runs, pixels: pixels.slice(0, -4) })).toEqual([
      ...[3, 8],
      [w, g, r, r, r, g].flat(),
    ]);
  });

  test('of 4 bits have two places in turn', () => {
    const pixels = [3, 0x12, 0, 0, 0, 3, 0x32, 0x10, 0, 1];
    expect(samples({ ...runs, bits: 4, compression: 2, pixels })).toEqual([
      ...[3, 8],
      [w, g, r, r, g, r].flat(),
    ]);
  });

  test('may leave pixels out, which are transparent', () => {
    const pixels = [1, 3, 0, 2, 1, 1, 1, 1, 0, 1];
    const clear = [0, 0, 0, 0];
    expect(samples({ ...runs, pixels })).toEqual([
      ...[4, 8],
      [clear, clear, [...r, 255], [...w, 255], clear, clear].flat(),
    ]);
    expect(samples({ ...runs, pixels: [3, 0, 0, 1] })).toEqual([
      ...[4, 8],
      [clear, clear, clear, [...black, 255], [...black, 255], [...black, 255]].flat(),
    ]);
  });

  test('that go beyond the picture or end too early are refused', () => {
    expect(failure({ ...runs, pixels: [4, 1, 0, 1] })).toThrow('go beyond its picture');
    expect(failure({ ...runs, pixels: [0, 2, 0, 9, 1, 1] })).toThrow('go beyond its picture');
    for (const pixels of [
      [3, 1],
      [3, 1, 0, 2, 1],
      [3, 1, 0, 0, 0, 3, 1],
    ]) {
      expect(failure({ ...runs, pixels })).toThrow('BMP is cut short');
    }
  });
});

describe('refused', () => {
  const one = { width: 1, height: 1, bits: 24, pixels: [1, 2, 3, 0] };

  test('a file that is cut short, wherever', () => {
    const files = [
      bmpFile(one),
      bmpFile({ width: 2, height: 2, bits: 8, pixels: Array(8).fill(0), palette, colours: 4 }),
      bmpFile({ ...one, bits: 32, compression: 3, masks: [255, 255, 255] }),
    ];
    for (const file of files) {
      for (let length = 0; length < file.length - 2; length++) {
        const cut = file.subarray(0, length);
        expect(() => decodeBmp(cut, { maxPixels: 9 }), `${length}`).toThrow(WorkError);
      }
    }
  });

  test('more pixels than allowed, before they are looked for', () => {
    expect(failure({ ...one, width: 40_000, height: -40_000 })).toThrow(
      'picture of 40000x40000 has more than 1000 pixels',
    );
    try {
      decode(one, 0);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'too-many-pixels',
        data: { width: 1, height: 1, maxPixels: 0 },
      });
    }
  });

  test('sizes and kinds that are none', () => {
    for (const size of [{ width: 0 }, { height: 0 }, { width: -1 }]) {
      expect(failure({ ...one, ...size })).toThrow('expected sides of 1 or more');
    }
    for (const kind of [{ bits: 64 }, { compression: 4 }, { compression: 1 }, { bits: 3 }]) {
      expect(failure({ ...one, ...kind })).toThrow(/BMP has \d+ bits per pixel in compression \d/);
    }
  });

  test('colours that are not sRGB', () => {
    const spaced = (space: number, gamma = 0) => ({ ...one, header: 124, space, gamma });
    expect(samples(spaced(0x73524742))).toEqual([3, 8, [3, 2, 1]]);
    expect(samples(spaced(0))).toEqual([3, 8, [3, 2, 1]]);
    expect(failure(spaced(0x4d424544))).toThrow('BMP has a colour profile; expected sRGB');
    expect(failure(spaced(0, 65536))).toThrow('BMP has primaries and gamma of its own');
  });
});
