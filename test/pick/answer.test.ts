import { expect, test } from 'vitest';
import { type Finalist, rankChoices } from '#src/pick/answer.js';
import { folderPoints, type Sample } from '#src/pick/folder-point.js';

const images = ['a', 'b', 'c', 'd'].map((name) => ({ name, path: name, sha256: name, bytes: 9 }));
const metric = { scale: 'value', better: 'higher' } as const;

/** A curve: of each value of the knob the quality, and the bytes of the pictures. */
function finalist(
  spec: string,
  points: Record<number, [quality: number, bytes: number[]]>,
): Finalist {
  const samples = new Map(
    Object.entries(points).map(([knob, [value, bytes]]) => {
      const bySha = bytes.map((each, i): [string, Sample] => [
        images[i]!.sha256,
        {
          bytes: each,
          pixels: 1000,
          value: value + i,
          alpha: (['lost', 'differs'] as const)[i] ?? 'kept',
        },
      ]);
      return [Number(knob), new Map(bySha)] as const;
    }),
  );
  const count = Object.values(points)[0]![1].length;
  const found = folderPoints(samples, images.slice(0, count), metric);
  return { spec, points: found, best: found.at(-1)!, excess: null, speed: null, notes: [] };
}

test('a point is of all pictures, with their mean and the worst', () => {
  const { best } = finalist('x', { 5: [70, [100, 200, 300, 400]] });
  expect(best).toEqual({
    ...{ knob: 5, quality: 71.5, score: 71.5, bytes: 1000, pixels: 4000 },
    ...{ bytesOf: [100, 200, 300, 400], worst: { image: 'a', value: 70 } },
    ...{ alphaLost: 1, alphaDiffers: 1 },
  });
  const lacking = folderPoints(new Map([[5, new Map()]]), images, metric);
  expect(lacking).toEqual([]);
});

test('pictures without a difference are in no mean, unless all are', () => {
  const sample = (value: number | null): Sample => ({
    bytes: 1,
    pixels: 1,
    value,
    alpha: 'kept',
  });
  const of = (...values: (number | null)[]) =>
    folderPoints(
      new Map([[0, new Map(values.map((value, i) => [images[i]!.sha256, sample(value)]))]]),
      images.slice(0, values.length),
      metric,
    )[0]!;
  expect(of(40, null)).toMatchObject({ score: 40, quality: 40 });
  expect(of(null, null)).toMatchObject({ score: null, quality: Infinity, worst: null });
});

const jpeg = finalist('jpeg', { 50: [78.5, [1000, 2000, 3000, 4000]] });

test('the smallest comes first, with its saving and the interval', () => {
  const small = finalist('avif', { 50: [78.5, [500, 900, 1600, 2000]] });
  const [first, second] = rankChoices([jpeg, small], { quality: 80, anchor: jpeg });
  expect([first!.spec, second!.spec]).toEqual(['avif', 'jpeg']);
  expect(first).toMatchObject({ bytes: 5000, bitsPerPixel: 10, score: 80 });
  expect(first!.saving.percent).toBeCloseTo(50, 9);
  expect(first!.saving.low).toBeGreaterThan(45);
  expect(first!.saving.low).toBeLessThan(50);
  expect(first!.saving.high).toBeLessThan(55);
  expect(second!.saving).toEqual({ percent: 0, low: 0, high: 0 });
  expect(second!.notes).toEqual([]);
});

test('sizes are compared at exactly the target, between the points', () => {
  // At the knob's step above the target it is larger than jpeg, at the target itself it is smaller.
  const stepped = finalist('webp', {
    60: [82.5, [1100, 2200, 3300, 4400]],
    50: [74.5, [550, 1100, 1650, 2200]],
  });
  const [first] = rankChoices([jpeg, stepped], { quality: 80, anchor: jpeg });
  expect(first!.spec).toBe('webp');
  expect(first!.bytes).toBe(11_000);
  expect(first!.saving.percent).toBeCloseTo(100 * (1 - 1.1 * 2 ** -0.5), 6);
});

test('what a search leaves open to the target is taken off, and no more', () => {
  const near = { ...jpeg, excess: 0.01 };
  const far = { ...jpeg, excess: 0.5 };
  const percent = (test: Finalist) =>
    rankChoices([test], { quality: 79, anchor: jpeg })[0]!.saving.percent!;
  expect(percent(near)).toBeCloseTo(100 * (1 - 1 / 1.01), 9);
  expect(percent(far)).toBe(0);
});

test('two that may as well be equal are a tie; of the anchor nothing needs to be known', () => {
  const best = finalist('avif', { 50: [78.5, [500, 1000, 1500, 2000]] });
  const like = finalist('jxl', { 50: [78.5, [520, 990, 1530, 1990]] });
  const choices = rankChoices([best, like, jpeg], { quality: 80, anchor: null });
  expect(choices.map(({ spec, notes }) => [spec, notes])).toEqual([
    ['avif', []],
    ['jxl', ['a tie with avif']],
    ['jpeg', []],
  ]);
  expect(choices[0]!.saving).toEqual({ percent: null, low: null, high: null });
});

test('a single picture has no interval', () => {
  const one = finalist('avif', { 50: [80, [500]] });
  const anchor = finalist('jpeg', { 50: [80, [1000]] });
  expect(rankChoices([one, anchor], { quality: 80, anchor }).map(({ saving }) => saving)).toEqual([
    { percent: 50, low: null, high: null },
    { percent: 0, low: null, high: null },
  ]);
});
