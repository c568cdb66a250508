import { expect, test } from 'vitest';
import { joinSides } from '#src/compare/pairs.js';
import { finishedPairs, metricChange, sizeChange } from '#src/compare/rd-changes.js';
import { metricOf } from '../support/facts.ts';
import { failedRdOf, rdOf } from '../support/records.ts';

const images = Array.from({ length: 8 }, (_, i) => `i${i}`);
const side = (bytes: number, psnr: number | null, version = '1') =>
  images.map((image) =>
    rdOf({ spec: 'webp', image, bytes, metrics: { psnr }, metricVersions: { psnr: version } }),
  );

function joined(a: ReturnType<typeof side>, b: ReturnType<typeof side>) {
  const [first] = joinSides(a, b, new Set());
  return { subject: first!.subject, pairs: finishedPairs(first!) };
}

test('sizes change by the geometric mean of their ratios', () => {
  const { subject, pairs } = joined(side(1000, 30), side(900, 30));
  expect(sizeChange(subject, pairs)).toMatchObject({
    ...{ kind: 'size', images: 8, value: expect.closeTo(0.9, 12), p: 2 / 2 ** 8, better: 'lower' },
  });
});

test('a metric changes by the mean difference, better as its facts say', () => {
  const { subject, pairs } = joined(side(1000, 30), side(1000, 31));
  expect(metricChange(subject, pairs, metricOf('psnr'))).toMatchObject({
    ...{ kind: 'metric', metric: 'psnr', value: 1, better: 'higher' },
  });
  expect(metricChange(subject, pairs, { id: 'psnr', better: 'lower' }).better).toBe('lower');
});

test('an exact picture is infinitely better; of both sides it is no difference', () => {
  const lost = joined(side(1, null), side(1, 30));
  expect(metricChange(lost.subject, lost.pairs, metricOf('psnr'))).toMatchObject({
    ...{ value: null, images: 8, p: 2 / 2 ** 8 },
  });
  const both = joined(side(1, null), side(1, null));
  expect(metricChange(both.subject, both.pairs, metricOf('psnr')).value).toBe(0);
});

test('two versions of a metric are not compared, and the change says so', () => {
  const { subject, pairs } = joined(side(1, 30, '1'), side(1, 31, '2'));
  const told = metricChange(subject, pairs, metricOf('psnr'));
  expect([told.value, told.images, told.versionsDiffer]).toEqual([null, 0, true]);
  const absent = metricChange(subject, pairs, metricOf('ssim'));
  expect([absent.value, absent.versionsDiffer]).toEqual([null, undefined]);
});

test('failed jobs are in no pair', () => {
  const failed = images.map((image) => failedRdOf({ spec: 'webp', image }));
  expect(joined(side(1, 30), failed).pairs).toEqual([]);
});

test('a metric that failed, or has no version, has no value', () => {
  const whole = side(1, 30);
  const failed = whole.map((each) => ({
    ...each,
    metrics: { psnr: null },
    metricErrors: { psnr: 'too small' },
  }));
  const unversioned = whole.map((each) => ({ ...each, metricVersions: {} }));
  for (const other of [failed, unversioned]) {
    for (const { subject, pairs } of [joined(whole, other), joined(other, whole)]) {
      expect(metricChange(subject, pairs, metricOf('psnr'))).toMatchObject({
        ...{ images: 0, value: null, p: null, reason: 'no image has it on both sides' },
      });
    }
  }
});

test('images that lack it are left out, and one is enough for a value', () => {
  const without = side(1, 32).map((each, i) => (i > 0 ? { ...each, metrics: {} } : each));
  const { subject, pairs } = joined(side(1, 30), without);
  expect(metricChange(subject, pairs, metricOf('psnr'))).toMatchObject({ images: 1, value: 2 });
  expect(sizeChange(subject, pairs.slice(0, 1))).toMatchObject({ images: 1, value: 1, low: null });
});

test('of a metric where low is good an exact picture is infinitely low', () => {
  const lower = { id: 'psnr', better: 'lower' } as const;
  const { subject, pairs } = joined(side(1, 1), side(1, null));
  const mixed = pairs.map((pair, i) => (i < 7 ? { a: pair.a, b: pair.a } : pair));
  expect(metricChange(subject, mixed, lower)).toMatchObject({ value: 0, images: 8 });
  // Two better pictures that rank above six that are a little worse: p by all 2^8 signs.
  const change = metricChange(
    subject,
    pairs.map((pair, i) =>
      i < 6 ? { a: pair.a, b: { ...pair.b, metrics: { psnr: 1.5 + i } } } : pair,
    ),
    lower,
  );
  expect(change.value).toBeCloseTo(3, 12);
  expect(change.p).toBeCloseTo(exactSharesBeyond([1, 2, 3, 4, 5, 6, 7.5, 7.5], 21), 12);
});

/** Share of all assignments of signs whose positive ranks are as far from the middle as given ones. */
function exactSharesBeyond(ranks: readonly number[], positive: number): number {
  const middle = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const sums = Array.from({ length: 2 ** ranks.length }, (_, signs) =>
    ranks.reduce((sum, rank, i) => sum + (signs & (1 << i) ? rank : 0), 0),
  );
  const far = Math.abs(positive - middle);
  return sums.filter((sum) => Math.abs(sum - middle) >= far).length / sums.length;
}
