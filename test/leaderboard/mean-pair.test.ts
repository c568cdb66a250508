import { expect, test } from 'vitest';
import { pairMeans, whyFew } from '#src/leaderboard/mean-pair.js';
import { readByMetric, tableCurves } from '#src/leaderboard/metric-curves.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import type { RdRecord } from '#src/results/record.js';
import { metricOf } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

type Value = (image: number, step: number) => number | null | undefined;

/** Records of a curve over three images; `value` gives null for infinity, undefined for an error. */
function records(codec: string, value: Value, steps = 4, metric = 'psnr'): RdRecord[] {
  return Array.from({ length: steps }, (_, step) => step).flatMap((step) =>
    [0, 1, 2].map((image) => {
      const found = value(image, step);
      return rdOf({
        spec: `${codec}:quality=${step}`,
        image: `p${image}`,
        settings: { quality: step },
        knob: 'quality',
        bpp: (1 + image) * 2 ** step,
        metrics: { [metric]: found ?? null },
        metricErrors: found === undefined ? { [metric]: 'too small' } : {},
      });
    }),
  );
}

const plain: Value = (image, step) => 30 + 3 * step + image;

function pairOf(anchor: RdRecord[], test: RdRecord[], metric = 'psnr') {
  const curves = tableCurves(tablesOf([...anchor, ...test])[0]!);
  const [a, t] = ['a', 't'].map((codec) =>
    readByMetric(curves.find((each) => each.codec === codec)!, metricOf(metric)),
  );
  return { means: pairMeans(a!, t!), why: whyFew(a!, t!) };
}

const without = (lacking: number, none: null | undefined): Value => {
  return (image, step) => (image === lacking ? none : plain(image, step));
};

test('over all images where all have values enough', () => {
  const { means, why } = pairOf(records('a', plain), records('t', plain));
  expect([means.images, why]).toEqual([null, null]);
  expect(means.anchor).toEqual(means.test);
  expect(means.test.map(({ rate, quality }) => [rate, quality])).toEqual([
    [2, 31],
    [4, 34],
    [8, 37],
    [16, 40],
  ]);
});

test.each([null, undefined])(
  'over the images that have one, whatever the others lack (%s)',
  (none) => {
    const { means, why } = pairOf(records('a', plain), records('t', without(2, none)));
    expect([means.images, why]).toEqual([2, null]);
    expect(means.anchor).toEqual(means.test);
    expect(means.test.map(({ rate, quality }) => [rate, quality])).toEqual(
      [1.5, 3, 6, 12].map((rate, step) => [rate, 30.5 + 3 * step]),
    );
  },
);

test('a picture that is exact at one point of four is left out; of five, the point is', () => {
  const exactAtTop: Value = (image, step) =>
    image === 1 && step === 3 ? null : plain(image, step);
  const four = pairOf(records('a', plain), records('t', exactAtTop)).means;
  expect([four.images, four.test.length]).toEqual([2, 4]);
  const five = pairOf(records('a', plain, 5), records('t', exactAtTop, 5)).means;
  expect([five.images, five.test.length]).toEqual([null, 4]);
});

test('the mean is of the values and not of their places on the scale', () => {
  const ssim: Value = (image, step) => [0.5, 0.9, undefined][image]! + 0.02 * step;
  const value: Value = (image, step) => (image === 2 ? undefined : ssim(image, step));
  const [a, t] = ['a', 't'].map((codec) => records(codec, value, 4, 'ssim'));
  const { means } = pairOf(a!, t!, 'ssim');
  expect(means.images).toBe(2);
  expect(means.test[0]!.quality).toBeCloseTo(-10 * Math.log10(1 - 0.7), 12);
});

test('why there is no figure is told of the curve that lacks one', () => {
  const of = (value: Value, steps = 4, metric = 'psnr') =>
    pairOf(records('a', plain), records('t', value, steps, metric)).why;
  expect(of(() => null)).toBe(
    'the test has infinite psnr on every image: there is no quality to compare at',
  );
  expect(of(() => undefined)).toBe('the test has no value of psnr on any image');
  expect(of(plain, 2)).toBe('the test has 2 points; 4 are needed');
  expect(of(plain, 1)).toBe('the test has 1 point; 4 are needed');
  expect(of(plain, 4, 'ssim')).toBe('the test has no value of psnr');
  expect(of((image, step) => (step === 0 ? null : plain(image, step)))).toBe(
    'the test has a value of psnr at 3 points of an image at most; 4 are needed',
  );
  expect(of((image, step) => ((step + image) % 4 === 0 ? null : plain(image, step)), 5)).toBe(
    'there are no 4 points of both curves at which the same images have a value of psnr',
  );
  expect(
    pairOf(
      records('a', () => null),
      records('t', plain),
    ).why,
  ).toContain('the anchor has inf');
});
