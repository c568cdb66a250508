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
