import { expect, test } from 'vitest';
import { curveChanges } from '#src/compare/curve-changes.js';
import { metricOf } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

const qualities = [20, 40, 60, 80, 95];

function webp(factor: number, keep = qualities, effort = 4) {
  return keep.flatMap((quality) =>
    ['a', 'b'].map((image, nth) => {
      const i = qualities.indexOf(quality);
      return rdOf({
        spec: `webp:effort=${effort},quality=${quality}`,
        image,
        settings: { effort, quality },
        knob: 'quality',
        bpp: 0.25 * 2 ** i * factor * (1 + nth),
        bytes: Math.round(1000 * 2 ** i * factor),
        metrics: { psnr: 28 + 3 * i + nth },
      });
    }),
  );
}

const changes = (a: ReturnType<typeof webp>, b: ReturnType<typeof webp>, ignore: string[] = []) =>
  curveChanges(a, b, [metricOf('psnr')], new Set(ignore));

test('BD-rate of B’s curve against A’s: of the images, and of the mean curves', () => {
  const [change, ...others] = changes(webp(1), webp(0.8));
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    ...{ kind: 'bd-rate', metric: 'psnr', images: 2, value: expect.closeTo(-20, 9) },
    meanCurve: { percent: expect.closeTo(-20, 9), reason: null, gridsDiffer: false },
  });
  expect(change!.subject.spec).toBe('webp:effort=4');
});

test('a curve whose records are the same is left out', () => {
  expect(changes(webp(1), webp(1))).toEqual([]);
});

test('curves of other settings are no pair unless these may differ', () => {
  expect(changes(webp(1), webp(0.8, qualities, 6))).toEqual([]);
  expect(changes(webp(1), webp(0.8, qualities, 6), ['effort'])).toHaveLength(1);
});

test('an image that is exact at some settings leaves the mean curve over the others', () => {
  const exact = (factor: number) =>
    webp(factor).map((record) =>
      record.image === 'b' && Number(record.settings['quality']) > 40
        ? { ...record, metrics: { psnr: null } }
        : record,
    );
  const [change] = changes(exact(1), exact(0.8));
  expect(change!.meanCurve).toMatchObject({ percent: expect.closeTo(-20, 9), images: 1, of: 2 });
  expect(changes(webp(1), webp(0.8))[0]!.meanCurve).toMatchObject({ images: 2, of: 2 });
});

test('where too few settings are shared, the whole curves are taken and nothing is tested', () => {
  const [change] = changes(webp(1), webp(0.8, [20, 40, 60, 80]).concat(webp(0.8, [95])));
  expect(change!.meanCurve.gridsDiffer).toBe(false);
  const few = webp(0.8, [20, 40, 60, 80]);
  const shifted = few.map((record) => ({
    ...record,
    settings: { ...record.settings, quality: Number(record.settings['quality']) + 1 },
  }));
  const [other] = changes(webp(1), shifted);
  expect(other!.meanCurve.gridsDiffer).toBe(true);
  expect([other!.p, other!.reason]).toEqual([null, expect.stringContaining('too few settings')]);
});

test('images that one side lacks make no change of what is the same', () => {
  const onlyA = webp(1).filter(({ image, spec }) => image === 'a' || !spec.endsWith('=95'));
  expect(changes(webp(1), onlyA)).toEqual([]);
  expect(changes(onlyA, webp(1))).toEqual([]);
});

test('of two records of one picture and setting the one written last counts', () => {
  const late = webp(0.5).map((record) => ({ ...record, at: '2027-01-01T00:00:00Z' }));
  for (const b of [
    [...webp(0.8), ...late],
    [...late, ...webp(0.8)],
  ]) {
    expect(changes(webp(1), b)[0]!.value).toBeCloseTo(-50, 9);
  }
  const [later] = changes(webp(1), [...webp(0.5), ...webp(0.8)]);
  expect(later!.value).toBeCloseTo(-20, 9);
});

test('the mean curves are over the pictures that both have, at settings that all of these have', () => {
  const b = webp(0.8).filter(({ image, spec }) => image === 'a' || !spec.endsWith('=20'));
  const [change] = changes(webp(1), b);
  expect(change).toMatchObject({ images: 2, value: expect.closeTo(-20, 9) });
  expect(change!.meanCurve).toMatchObject({ percent: expect.closeTo(-20, 9), gridsDiffer: false });
  const [one] = changes(
    webp(1),
    webp(0.8).filter(({ image }) => image === 'b'),
  );
  expect(one).toMatchObject({ images: 1, low: null, value: expect.closeTo(-20, 9) });
  expect(one!.meanCurve.percent).toBeCloseTo(-20, 9);
});
