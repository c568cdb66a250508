import { describe, expect, test } from 'vitest';
import { seededRandom } from '#src/base/statistics.js';
import {
  countPictures,
  errorOf,
  errorsOf,
  fitConstants,
  type Measured,
} from '#src/estimate/calibration/fit.js';

const random = seededRandom(5);
let names = 0;

/** A picture whose sample has too many bits by `perSeam` for each of its seams. */
function measured(perSeam: number, set = 'one'): Measured {
  const bits = 0.5 + 3 * random.next();
  const seam = 0.02 + 0.05 * random.next();
  const pixels = 2e6 + Math.round(1e6 * random.next());
  return {
    sample: { kind: 'part', bits: bits + perSeam * seam, overhead: 100, features: { seam } },
    actualBytes: 100 + (bits * pixels) / 8,
    ...{ pixels, set, picture: `${names++}` },
  };
}

describe('constants that are fitted', () => {
  const pictures = Array.from({ length: 30 }, () => measured(6));

  test('make the errors smaller on pictures that they were not fitted on', () => {
    const { coefficients } = fitConstants(pictures);
    const others = Array.from({ length: 20 }, () => measured(6));
    const worst = (by: Record<string, number>) =>
      Math.max(...others.map((one) => Math.abs(errorOf(one, by))));
    expect(coefficients['seam']).toBeGreaterThan(0);
    expect(worst({ ...coefficients })).toBeLessThan(worst({}) / 2);
  });

  test('where they are all there is, make half of the predictions too small', () => {
    // Pictures of 0.02 to 2 bits a pixel, of which nothing is known.
    const alone = Array.from({ length: 41 }, (_, i): Measured => {
      const pixels = 1e6;
      const bits = 0.02 * 100 ** (i / 40);
      const sample = { kind: 'part', bits: 0, overhead: 0, features: { pixel: 1 } } as const;
      return {
        sample,
        actualBytes: (bits * pixels) / 8,
        pixels,
        set: 'one',
        picture: `alone ${i}`,
      };
    });
    const { coefficients } = fitConstants(alone);
    expect(-coefficients['pixel']!).toBeCloseTo(0.2, 3);
    const errors = alone.map((one) => errorOf(one, coefficients));
    expect(errors.filter((error) => error > 1e-9)).toHaveLength(20);
    expect(errors.filter((error) => error < -1e-9)).toHaveLength(20);
  });

  test('have the errors of each picture by the fit of the others', () => {
    const odd = [...pictures.slice(0, 9), measured(60)];
    const errors = errorsOf(fitConstants(odd).residuals);
    // The odd one does not help itself.
    const { coefficients } = fitConstants(pictures.slice(0, 9));
    expect(errors.p95).toBeGreaterThan(0.5 * Math.abs(errorOf(odd[9]!, { ...coefficients })));
  });

  test('have the errors of each set by the fit of the other sets', () => {
    const own = pictures.slice(0, 9);
    const other = Array.from({ length: 9 }, () => measured(30, 'two'));
    const { residuals } = fitConstants([...own, ...other]);
    const byOther = fitConstants(other).coefficients;
    const byOwn = fitConstants(own).coefficients;
    expect(residuals).toEqual([
      ...own.map((one) => errorOf(one, byOther)),
      ...other.map((one) => errorOf(one, byOwn)),
    ]);
  });

  test('have the errors of all samples of a picture by the fit of other pictures', () => {
    const odd = measured(60);
    const twice = [...pictures.slice(0, 9), odd, odd];
    expect(countPictures(twice)).toBe(10);
    const { residuals } = fitConstants(twice);
    const { coefficients } = fitConstants(pictures.slice(0, 9));
    const expected = errorOf(odd, { ...coefficients });
    expect(residuals.slice(-2)).toEqual([expected, expected]);
  });

  test('leave one picture out where other sets have too few, however often they were sampled', () => {
    const few = [...pictures.slice(0, 9), ...Array.from({ length: 3 }, () => measured(30, 'two'))];
    const { residuals } = fitConstants([...few, ...few]);
    const { coefficients } = fitConstants([...few.slice(1), ...few.slice(1)]);
    expect(residuals).toHaveLength(24);
    expect(residuals[0]).toBeCloseTo(errorOf(few[0]!, { ...coefficients }), 10);
  });

  test('are those of a spread of 1', () => {
    const wide = pictures.map((one) => ({ ...one, sample: { ...one.sample, spread: 2 } }));
    const [first] = fitConstants(pictures).residuals;
    expect(fitConstants(wide).residuals[0]).toBeCloseTo(first! / 2);
  });

  test('of samples without features are none', () => {
    const plain = pictures.map((one) => ({ ...one, sample: { ...one.sample, features: {} } }));
    expect(fitConstants(plain).coefficients).toEqual({});
  });
});

test('an error is the logarithm of actual over predicted', () => {
  const one: Measured = {
    sample: { kind: 'part', bits: 8, overhead: 0, features: {} },
    actualBytes: 1100,
    pixels: 1000,
    ...{ set: 'one', picture: 'a' },
  };
  expect(errorOf(one, {})).toBeCloseTo(Math.log(1.1));
});

test('between the quantiles lie eight of ten, and below the last 95 of a hundred', () => {
  const residuals = Array.from({ length: 101 }, (_, i) => (i - 30) / 100);
  const { low, high, p95 } = errorsOf(residuals);
  const inside = residuals.filter((r) => r >= low && r <= high).length;
  expect(inside / residuals.length).toBeCloseTo(0.8, 1);
  expect(residuals.filter((r) => Math.abs(r) <= p95).length).toBeGreaterThanOrEqual(95);
});
