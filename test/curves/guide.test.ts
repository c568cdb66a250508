import { describe, expect, test } from 'vitest';
import { type FamilyCurve, guideFrom, spreadOf } from '#src/curves/guide.js';

const knobs = [10, 50, 90];
const curve = (...qualities: number[]): FamilyCurve => ({
  ...{ knobs, qualities, bytes: [1, 2, 4] },
  jpegBytes: (qualities[0]! - 40) / 100 + 0.1,
});
const family = [curve(40, 60, 80), curve(50, 70, 90), curve(60, 80, 95)];

describe('guideFrom', () => {
  test('is the mean of the family where nothing was measured', () => {
    const guide = guideFrom(family, []);
    expect(guide.map(({ knob }) => knob)).toEqual(knobs);
    expect(guide.map(({ quality }) => Math.round(quality))).toEqual([50, 70, 88]);
    expect(guide.map(({ bytes }) => bytes)).toEqual([1, 2, 4].map((each) => expect.closeTo(each)));
  });

  test('leans to the curves that come near what was measured', () => {
    const guide = guideFrom(family, [{ knob: 50, quality: 80 }]);
    expect(guide[1]!.quality).toBeGreaterThan(78);
    expect(guide[2]!.quality).toBeGreaterThan(93);
  });

  test('leans to the curves of pictures whose quick JPEG is like that of the picture', () => {
    expect(guideFrom(family, [], { bytes: 0.1 })[1]!.quality).toBeLessThan(64);
    expect(guideFrom(family, [], { bytes: 0.3 })[1]!.quality).toBeGreaterThan(76);
    expect(guideFrom(family, [], { bytes: 30 })[1]!.quality).toBeCloseTo(70);
  });

  describe('where the quality of the quick JPEG is known', () => {
    // Pictures of all sizes and qualities of the quick JPEG; the better the JPEG, the better all files.
    const told = [0.05, 0.1, 0.2].flatMap((jpegBytes) =>
      [-6, -2, 2, 6].map((better) => ({
        ...{ knobs, bytes: [1, 2, 4], jpegBytes, jpegQuality: 75 + better },
        qualities: [40, 60, 80].map((each) => each + 1.5 * better),
      })),
    );
    const at = (bytes: number, quality?: number) => guideFrom(told, [], { bytes, quality });

    test('it is the curve that pictures with such a JPEG have', () => {
      for (const better of [-5, -2, 0, 4]) {
        const [, middle] = at(0.1, 75 + better);
        expect(Math.abs(middle!.quality - (60 + 1.5 * better))).toBeLessThan(0.9);
      }
      expect(at(0.1)[1]!.quality).toBeCloseTo(60);
      expect(at(0.1, Infinity)[1]!.quality).toBeCloseTo(60);
    });

    test('far beyond all pictures it does not go', () => {
      expect(at(0.1, 100)[1]!.quality).toBeLessThan(60 + 1.5 * 12);
      expect(at(0.1, -900)[1]!.quality).toBeGreaterThan(60 - 1.5 * 12);
    });

    test('one picture without it, or no size, and only the nearness counts', () => {
      const { jpegQuality, ...untold } = told[0]!;
      expect(jpegQuality).toBe(69);
      const some = guideFrom([untold, ...told.slice(1)], [], { bytes: 0.1, quality: 80 });
      expect(some).toEqual(at(0.1));
      expect(guideFrom(told, [], { quality: 80 })).toEqual(guideFrom(told, []));
    });
  });

  test('between knobs a curve is straight', () => {
    const guide = guideFrom(family, [{ knob: 30, quality: 50 }]);
    expect(guide[1]!.quality).toBeLessThan(62);
  });

  test('what is far from all counts for none of them', () => {
    expect(guideFrom(family, [{ knob: 50, quality: -900 }])[1]!.quality).toBeCloseTo(70);
    expect(guideFrom(family, [{ knob: 50, quality: Infinity }])[1]!.quality).toBeCloseTo(70);
  });

  test('no family gives no curve', () => {
    expect(guideFrom([], [{ knob: 1, quality: 1 }])).toEqual([]);
  });
});

test('the spread of a family is the mean of the deviations at its knobs', () => {
  expect(spreadOf([curve(0, 10, 20), curve(2, 16, 20)])).toBeCloseTo((1 + 3 + 0) / 3, 10);
  expect(spreadOf([curve(0, 10, 20)])).toBeGreaterThan(0);
});
