import { describe, expect, it } from 'vitest';
import { seededRandom } from '#src/base/statistics.js';
import { createRaster, type Depth, peakOf, type Raster } from '#src/image/raster.js';
import { fromPlanes, joinPlanes, planesSize, splitPlanes, toPlanes } from '#src/image/ycbcr.js';

function flat(pixel: readonly number[], width = 2, height = 2, depth: Depth = 8): Raster {
  const samples = Array.from({ length: width * height }, () => pixel).flat();
  const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
  return createRaster({ width, height, channels: pixel.length, depth, data });
}

function levels(image: Raster, bits: 8 | 10): number[] {
  const { luma, chroma } = toPlanes(image, bits);
  return [luma[0]!, chroma!.cb[0]!, chroma!.cr[0]!];
}

// ITU-T H.273, equations for full range: white, black and grey without colour; the primaries by hand.
it.each([
  [
    [255, 255, 255],
    [1023, 512, 512],
    [255, 128, 128],
  ],
  [
    [0, 0, 0],
    [0, 512, 512],
    [0, 128, 128],
  ],
  [
    [128, 128, 128],
    [514, 512, 512],
    [128, 128, 128],
  ],
  // 0.2126 of 1023; 512 - 0.2126 / 1.8556 of 1023; the half above 1023 is cut off.
  [
    [255, 0, 0],
    [217, 395, 1023],
    [54, 99, 255],
  ],
  [
    [0, 255, 0],
    [732, 118, 47],
    [182, 30, 12],
  ],
  [
    [0, 0, 255],
    [74, 1023, 465],
    [18, 255, 116],
  ],
])('%j is %j in 10 bit and %j in 8 bit', (pixel, ten, eight) => {
  expect(levels(flat(pixel), 10)).toEqual(ten);
  expect(levels(flat(pixel), 8)).toEqual(eight);
  const wide = pixel.map((sample) => sample * 257);
  expect(levels(flat(wide, 2, 2, 16), 10)).toEqual(ten);
});

describe('there and back', () => {
  it.each([8, 16] as const)('keeps flat colours of %i bit to the step of the planes', (depth) => {
    const random = seededRandom(5);
    const peak = peakOf(depth);
    // Half a step of 10 bit in luma and in a colour difference, times BT.709's weights.
    const most = (0.5 + 0.5 * 1.8556) * (peak / 1023) + 0.5;
    for (let i = 0; i < 300; i++) {
      // The extremes of a difference lose their last half level.
      const pixel = [0, 1, 2].map(() => Math.round(peak * (0.01 + 0.98 * random.next())));
      const image = flat(pixel, 3, 5, depth);
      const back = fromPlanes(toPlanes(image, 10), { width: 3, height: 5, depth });
      back.data.forEach((sample, at) => {
        expect(Math.abs(sample - pixel[at % 3]!)).toBeLessThanOrEqual(most);
      });
    }
  });

  it('keeps grey exactly in 10 bit, at odd sides too', () => {
    const data = Uint8Array.from({ length: 17 * 15 }, (_, i) => i);
    const image = createRaster({ width: 17, height: 15, channels: 1, depth: 8, data });
    const planes = toPlanes(image, 10);
    expect([planes.width, planes.height, planes.chroma]).toEqual([18, 16, null]);
    expect(fromPlanes(planes, image)).toEqual(image);
  });
});

it('makes odd sides even by repeating the last column and row', () => {
  const data = Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  const { luma } = toPlanes(createRaster({ width: 3, height: 3, channels: 1, depth: 8, data }), 8);
  expect([...luma]).toEqual([10, 20, 30, 30, 40, 50, 60, 60, 70, 80, 90, 90, 70, 80, 90, 90]);
});

it('puts chroma into the middle of its four pixels: a mirrored picture has mirrored planes', () => {
  const random = seededRandom(9);
  const [width, height] = [8, 6];
  const data = Uint8Array.from({ length: width * height * 3 }, () => 256 * random.next());
  const image = createRaster({ width, height, channels: 3, depth: 8, data });
  const turned = (raster: Raster): Raster => {
    const pixels = Array.from({ length: width * height }, (_, i) =>
      raster.data.subarray(3 * i, 3 * i + 3),
    );
    return { ...raster, data: Uint8Array.from(pixels.reverse().flatMap((each) => [...each])) };
  };
  const { chroma } = toPlanes(image, 10);
  const { chroma: other } = toPlanes(turned(image), 10);
  expect([...other!.cb].reverse()).toEqual([...chroma!.cb]);
  expect([...other!.cr].reverse()).toEqual([...chroma!.cr]);
  const back = fromPlanes(toPlanes(image, 10), image);
  expect(turned(fromPlanes(toPlanes(turned(image), 10), image))).toEqual(back);
});

it('interpolates chroma linearly: weights 3 and 1 of 4, repeated at the edges', () => {
  const luma = new Uint16Array(8 * 2).fill(512);
  const cr = Uint16Array.from([512, 512, 612, 612]);
  const cb = new Uint16Array(4).fill(512);
  const planes = { width: 8, height: 2, bits: 10 as const, luma, chroma: { cb, cr } };
  const { data } = fromPlanes(planes, { width: 8, height: 2, depth: 16 });
  const reds = Array.from({ length: 8 }, (_, x) => data[3 * x]!);
  const expected = [0, 0, 0, 25, 75, 100, 100, 100].map((difference) =>
    Math.round(((512 + 1.5748 * difference) * 65535) / 1023),
  );
  expect(reds).toEqual(expected);
});

it('joins and splits planes as raw video files hold them', () => {
  for (const bits of [8, 10] as const) {
    for (const pixel of [[3, 99, 250], [77]]) {
      const planes = toPlanes(flat(pixel, 6, 4), bits);
      const bytes = joinPlanes(planes);
      const grey = pixel.length === 1;
      expect(bytes.length).toBe(planesSize(6, 4, bits, grey));
      expect(splitPlanes(bytes, { width: 6, height: 4, bits, grey })).toEqual(planes);
      expect(() => splitPlanes(bytes.subarray(1), { width: 6, height: 4, bits, grey })).toThrow(
        RangeError,
      );
    }
  }
  // Little endian: 1023 is FF 03.
  expect([...joinPlanes(toPlanes(flat([255], 2, 2), 10))]).toEqual([
    255, 3, 255, 3, 255, 3, 255, 3,
  ]);
});

it('takes no alpha', () => {
  expect(() => toPlanes(flat([1, 2, 3, 4]), 10)).toThrow(RangeError);
});
