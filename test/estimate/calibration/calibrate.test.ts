import { describe, expect, test } from 'vitest';
import { calibrate } from '#src/estimate/calibration/calibrate.js';
import { calibrationSchema } from '#src/estimate/calibration/calibration.js';
import { constantsOf } from '#src/estimate/calibration/look-up.js';
import type { Measurement } from '#src/estimate/calibration/measure.js';
import type { PartSample } from '#src/estimate/estimator.js';
import { expectedTime } from '#src/estimate/expected-time.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';

const { identity } = deflating();
const facts = { date: '2026-11-30', command: 'pareto estimate --calibrate', data: 'test' };

/** Of a picture whose tiles weigh too much by a tenth of a bit for each of its seams. */
function measurement(n: number, rate: number): Measurement {
  const bits = 1 + (n % 5) / 3;
  const seam = 0.03 + (n % 3) / 100;
  const pixels = 2e6 + n * 1e5;
  const features = { seam };
  return {
    ...{ picture: `${n}`, set: 'test', pixels, of: { ...identity, rate } },
    actualBytes: Math.round((bits * pixels) / 8),
    ...{ seconds: pixels / 1e6, fastSeconds: pixels / 1e7, mapSeconds: pixels / 1e8 },
    quarterSeconds: pixels / 5e7,
    repeatSeconds: pixels / 1e9,
    time: { megapixels: pixels / 1e6, megabits: n },
    sampleSeconds: {},
    samples: { tiles: { kind: 'part', bits: bits + 4 * seam, overhead: 0, features } },
  };
}
const rates = [40, 80];
const measurements = rates.flatMap((rate) =>
  Array.from({ length: 9 }, (_, n) => measurement(n, rate)),
);

describe('a calibration', () => {
  const calibration = calibrate(measurements, facts);

  test('is a file that is read again, and says what it is of', () => {
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
    expect(calibration).toMatchObject({ date: facts.date, command: facts.command });
    for (const { data, pictures } of calibration.entries)
      expect([data, pictures]).toEqual(['test', 9]);
  });

  test('has constants for every codec and rate that was measured, with smaller errors', () => {
    for (const rate of rates) {
      const own = constantsOf(calibration, 'tiles', { ...identity, rate })!;
      expect(own.coefficients['seam']).toBeGreaterThan(0);
      expect(own.remark).toBeNull();
      const pooled = constantsOf(calibration, 'tiles', { ...identity, codec: 'other' })!;
      expect(pooled.coefficients).toEqual({});
      expect(own.errors.p95).toBeLessThan(pooled.errors.p95);
    }
  });

  test('knows how long the encode takes', async () => {
    const image = largePicture();
    const compressor = deflating({ identity: { ...identity, rate: 40 } });
    const { seconds, fastShare, mapShare, quarterShare } = await expectedTime(
      questionOf(image, { compressor }),
      calibration,
    );
    expect(seconds).toBeCloseTo((image.width * image.height) / 1e6, 0);
    expect(fastShare).toBeCloseTo(0.1, 1);
    expect(mapShare).toBeCloseTo(0.01, 2);
    expect(quarterShare).toBeCloseTo(0.02, 2);
  });

  test('says how large the pictures were', () => {
    for (const { megapixels } of calibration.entries) {
      expect(megapixels).toEqual({ least: 2, most: 2.8 });
    }
  });

  test('has the errors of all rates for samples that tell their spread', () => {
    // The higher rate errs more; over the spread of its samples it errs alike.
    const spread = (rate: number) => (rate === 40 ? 1 : 4);
    const spreading = measurements.map((one, i) => {
      const tiles = one.samples['tiles']!;
      const off = 1 + 0.01 * spread(one.of.rate!) * ((i % 3) - 1);
      const sample = { ...tiles, bits: tiles.bits * off, spread: spread(one.of.rate!) };
      return { ...one, samples: { tiles: sample } };
    });
    const known = calibrate(spreading, facts);
    const [low, high] = rates.map((rate) => constantsOf(known, 'tiles', { ...identity, rate })!);
    expect(low!.errors).toEqual(high!.errors);
    expect(low!.errors.p95).toBeLessThan(0.03);
  });

  test('has constants of small and of large pictures, where there are enough of both', () => {
    // Of small ones a seam costs twice as much.
    const small = measurements.map((one): Measurement => {
      const { features, ...tiles } = one.samples['tiles'] as PartSample;
      const bits = tiles.bits + 4 * features['seam']!;
      const pixels = one.pixels / 10;
      return {
        ...one,
        ...{ picture: `small ${one.picture}`, pixels, actualBytes: one.actualBytes / 10 },
        samples: { tiles: { ...tiles, bits, features } },
      };
    });
    const known = calibrate([...measurements, ...small], facts);
    const own = { ...identity, rate: 40 };
    const [few, many] = [3e5, 3e6].map((pixels) => constantsOf(known, 'tiles', own, pixels)!);
    expect(few!.coefficients['seam']).toBeGreaterThan(1.6 * many!.coefficients['seam']!);
    expect([few!.megapixels.most, many!.megapixels.least]).toEqual([0.28, 2]);
    // Times are of all.
    expect(known.entries.filter(({ estimator }) => estimator === 'exact')).toHaveLength(2);
    // Too few of a size are told with the others.
    const mixed = calibrate(
      [...measurements, ...small.filter(({ of }) => of.rate === 80).slice(0, 4)],
      facts,
    );
    const rest = constantsOf(mixed, 'tiles', { ...identity, rate: 80 }, 3e5)!;
    expect(rest.megapixels).toEqual({ least: 0.2, most: 2.8 });
  });

  test('is of every draw of a picture, and counts the picture once', () => {
    const drawn = measurements.map((one) => {
      const tiles = one.samples['tiles']!;
      return { ...one, otherDraws: { tiles: [{ ...tiles, bits: tiles.bits * 1.05 }] } };
    });
    const own = { ...identity, rate: 40 };
    const once = constantsOf(calibration, 'tiles', own)!;
    const twice = calibrate(drawn, facts);
    expect(constantsOf(twice, 'tiles', own)!.coefficients['seam']).toBeGreaterThan(
      once.coefficients['seam']!,
    );
    for (const { pictures } of twice.entries) expect(pictures).toBe(9);
  });

  test('has nothing of a codec with too few pictures', () => {
    const few = measurements.slice(0, 4);
    expect(calibrate(few, facts).entries).toEqual([]);
    const drawn = few.map((one) => ({
      ...one,
      otherDraws: { tiles: [one.samples['tiles']!, one.samples['tiles']!] },
    }));
    expect(calibrate(drawn, facts).entries).toEqual([]);
  });
});
