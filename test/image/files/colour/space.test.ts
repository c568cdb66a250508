import { describe, expect, test } from 'vitest';
import { cicpSpace, saysNothing } from '#src/image/files/colour/cicp.js';
import { invert, multiply, transform } from '#src/image/files/colour/matrix.js';
import {
  connectionToSrgb,
  primariesByCode,
  srgbPrimaries,
  standardOfMatrix,
  toLinearSrgb,
  withStandardValues,
} from '#src/image/files/colour/primaries.js';
import { mixer, spaceOf } from '#src/image/files/colour/space.js';
import { transferByCode } from '#src/image/files/colour/transfer.js';

test('matrices', () => {
  const m = [1, 2, 3, 0, 1, 4, 5, 6, 0] as const;
  expect(multiply(m, invert(m)!).map(Math.round)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect(invert([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
  expect(transform(m, [1, 1, 2])).toEqual([9, 9, 11]);
});

describe('primaries', () => {
  test('white stays white in every one of H.273', () => {
    for (const each of primariesByCode.values()) {
      for (const value of transform(toLinearSrgb(each)!, [1, 1, 1]))
        expect(value).toBeCloseTo(1, 9);
    }
  });

  test('P3 in sRGB, as published', () => {
    // CSS Color 4: linear P3 to linear sRGB.
    const published = [1.224940176, -0.22494017628, 0, -0.04205695471, 1.04205695471, 0];
    toLinearSrgb(primariesByCode.get(12)!)!
      .slice(0, 6)
      .forEach((value, i) => {
        expect(value).toBeCloseTo(published[i]!, 4);
      });
  });

  test('rounded numbers of a standard are the standard', () => {
    const rounded = {
      ...srgbPrimaries,
      white: [0.31271, 0.32902],
      green: [0.3001, 0.5999],
    } as const;
    expect(withStandardValues(rounded)).toEqual(srgbPrimaries);
    expect(spaceOf((x) => x, rounded)!.mix).toBeNull();
    const other = { ...srgbPrimaries, green: [0.302, 0.6] } as const;
    expect(withStandardValues(other)).toEqual(other);
    expect(spaceOf((x) => x, { ...srgbPrimaries, green: srgbPrimaries.red })).toBeNull();
    expect(standardOfMatrix(invert(connectionToSrgb)!)).toBe(srgbPrimaries);
    expect(standardOfMatrix(connectionToSrgb)).toBeNull();
  });

  test('a matrix that all but keeps grey keeps it', () => {
    const rgb = Float64Array.of(0.3, 0.3, 0.3);
    mixer([0.5, 0.5, 0.0004, 0.2, 0.8, 0, 0, 0, 1])(rgb);
    for (const value of rgb) expect(value).toBeCloseTo(0.3, 12);
    const other = Float64Array.of(0.3, 0.3, 0.3);
    mixer([0.5, 0.5, 0.1, 0.2, 0.8, 0, 0, 0, 1])(other);
    expect(other[0]).toBeCloseTo(0.33, 12);
  });
});

describe('transfer functions', () => {
  test('begin at black, rise, and end at white', () => {
    for (const [code, { toLinear }] of transferByCode) {
      if (toLinear === null) continue;
      const values = Array.from({ length: 257 }, (_, i) => toLinear(i / 256));
      expect(values[0], String(code)).toBeCloseTo(0, 9);
      expect(values[256], String(code)).toBeCloseTo(code === 17 ? 52.37 / 48 : 1, 5);
      for (let i = 1; i < 257; i++) expect(values[i]).toBeGreaterThan(values[i - 1]!);
    }
  });

  test('the logarithmic ones span two and two and a half decades', () => {
    expect(transferByCode.get(9)!.toLinear!(0.5)).toBeCloseTo(0.1, 9);
    expect(transferByCode.get(10)!.toLinear!(0.6)).toBeCloseTo(0.1, 9);
  });

  test('only those of high dynamic range have none', () => {
    const without = [...transferByCode].filter(([, each]) => each.toLinear === null);
    expect(without.map(([code]) => code)).toEqual([16, 18]);
  });
});

test('what code points leave open is sRGB', () => {
  expect(saysNothing({ primaries: 2, transfer: 2 })).toBe(true);
  expect(saysNothing({ primaries: 2, transfer: 8 })).toBe(false);
  expect(cicpSpace({ primaries: 2, transfer: 8 }, 'x').mix).toBeNull();
  expect(cicpSpace({ primaries: 1, transfer: 2 }, 'x').curves[0](0.5)).toBeCloseTo(0.214, 3);
});
