import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, pchip } from '#src/curves/cubic.js';
import { knobValues } from '#src/curves/knob-ladder.js';
import { toQuality } from '#src/curves/quality-scale.js';
import {
  type KnobPoint,
  nextOfSearch,
  type SearchStep,
  searchTolerance,
  type TargetSearch,
} from '#src/curves/target-search.js';
import { isFinished } from '#src/results/finished.js';
import { readRdRecords } from '#src/results/store.js';

type Curve = (knob: number) => KnobPoint;
type Answer = Exclude<SearchStep, { state: 'try' }>;

/** Searches to the end. A value that is tried twice, or is not to be tried, is a defect. */
function search(curve: Curve, options: TargetSearch, start: readonly KnobPoint[] = []) {
  const points = [...start];
  for (;;) {
    const step = nextOfSearch(points, options);
    if (step.state !== 'try') return { answer: step as Answer, points };
    expect(options.values).toContain(step.knob);
    expect(points.map(({ knob }) => knob)).not.toContain(step.knob);
    points.push(curve(step.knob));
  }
}

/** The best that trying every value would find. */
function optimum(curve: Curve, { values, target }: TargetSearch): KnobPoint | null {
  const meeting = values.map(curve).filter(({ quality }) => quality >= target);
  return meeting.toSorted((a, b) => a.bytes - b.bytes)[0] ?? null;
}

const whole = (min: number, max: number) =>
  Array.from({ length: max - min + 1 }, (_, i) => min + i);

/** Quality and ln(bytes) of a codec like JPEG, by a knob of 1 to 100. */
const smooth: Curve = (knob) => ({
  knob,
  quality: 95 - 400 / (knob + 3),
  bytes: 1000 * Math.exp(knob / 25),
});

test.each([10, 55, 80, 88, 91])('the coarsest value that meets %d is found', (target) => {
  const options = { values: whole(1, 100), target };
  const { answer, points } = search(smooth, options);
  expect(answer).toMatchObject({ state: 'found', reached: true });
  const best = optimum(smooth, options)!;
  expect(answer.best!.bytes / best.bytes - 1).toBeLessThan(0.045);
  expect(points.length).toBeLessThanOrEqual(8);
});

test('where a step is dear, a coarser value that may meet the target is looked at', () => {
  const dear = (knob: number): KnobPoint => ({
    knob,
    // One value is better than its place on the curve says.
    quality: knob === 60 ? 60.7 : knob,
    bytes: 1000 * Math.exp(0.04 * knob),
  });
  const cheap = (knob: number): KnobPoint => ({
    ...dear(knob),
    bytes: 1000 * Math.exp(0.02 * knob),
  });
  const start = [50, 61].map(dear);
  const options = { values: whole(1, 100), tolerance: 0.025 };
  const found = (curve: Curve, target: number) =>
    search(curve, { ...options, target }, [50, 61].map(curve)).answer.best!.knob;
  expect(nextOfSearch(start, { ...options, target: 60.5 })).toEqual({ state: 'try', knob: 60 });
  expect(found(dear, 60.5)).toBe(60);
  expect(found(dear, 60.85)).toBe(61);
  expect(found(cheap, 60.5)).toBe(61);
});

test('where the guide is of a part of the picture its steps tell that the next coarser value misses', () => {
  const part = whole(1, 100)
    .filter((knob) => knob % 5 === 0)
    .map((knob) => ({ ...smooth(knob), quality: smooth(knob).quality - 2 }));
  for (const target of [60, 70, 80, 85]) {
    const options = { values: whole(1, 100), target, tolerance: 0, guide: part };
    const led = search(smooth, { ...options, isLed: true });
    expect(led.points.length).toBeLessThanOrEqual(search(smooth, options).points.length);
    expect(led.points.length).toBeLessThanOrEqual(2);
    expect(led.answer).toMatchObject({ state: 'found', best: optimum(smooth, options) });
  }
});

test('with tolerance 0 the answer is the optimum', () => {
  for (let target = -5; target <= 91; target += 0.5) {
    const options = { values: whole(1, 100), target, tolerance: 0 };
    expect(search(smooth, options).answer.best).toEqual(optimum(smooth, options));
  }
});

test('a knob by which quality falls is searched as well', () => {
  const falling: Curve = (knob) => ({ knob, quality: 100 - knob, bytes: 1e6 / knob });
  const { answer, points } = search(falling, { values: whole(1, 60), target: 70 });
  expect(answer).toMatchObject({ state: 'found', best: { knob: 30 } });
  expect(points.length).toBeLessThanOrEqual(6);
});

test('a target out of reach costs few points and gives the best that there is', () => {
  const { answer, points } = search(smooth, { values: whole(1, 100), target: 99 });
  expect(answer).toEqual({ state: 'unreachable', best: smooth(100), reached: false, excess: null });
  expect(points.length).toBeLessThanOrEqual(6);
});

test('a target below the curve gives its coarsest value', () => {
  const { answer } = search(smooth, { values: whole(1, 100), target: -1000 });
  expect(answer).toMatchObject({ state: 'found', reached: true, best: { knob: 1 } });
});

test('a codec of one point is measured once', () => {
  const one = { values: [7], target: 50 };
  expect(nextOfSearch([], one)).toEqual({ state: 'try', knob: 7 });
  const point = { knob: 7, quality: 60, bytes: 5 };
  expect(nextOfSearch([point], one)).toMatchObject({ state: 'found', best: point });
  const low = { ...point, quality: 40 };
  expect(nextOfSearch([low], one)).toMatchObject({
    state: 'unreachable',
    best: low,
    reached: false,
  });
});

test('one point at an end does not tell which end is the fine one', () => {
  const falling: Curve = (knob) => ({ knob, quality: 100 - knob, bytes: 1e6 / knob });
  for (const values of [
    [20, 10],
    [10, 20],
  ]) {
    for (const target of [75, 85, 95]) search(falling, { values, target });
  }
  for (const knob of [10, 50]) {
    const options = { values: [10, 20, 30, 40, 50], target: 75 };
    const { answer } = search(falling, options, [falling(knob)]);
    expect(answer).toMatchObject({ state: 'found', best: { knob: 20 } });
  }
});

test('exact pictures are better than any target', () => {
  const exactAbove: Curve = (knob) => {
    const point = smooth(knob);
    return knob > 90 ? { ...point, quality: Infinity } : point;
  };
  const high = search(exactAbove, { values: whole(1, 100), target: 95 });
  expect(high.answer).toMatchObject({ state: 'found', reached: true, best: { knob: 91 } });
  const low = search(exactAbove, { values: whole(1, 100), target: 80, tolerance: 0 });
  expect(low.answer.best).toEqual(optimum(smooth, { values: whole(1, 100), target: 80 }));
});

test('a value below a miss is tried where all others say that the target is met there', () => {
  const guide = [10, 40, 70, 100].map((knob) => ({ knob, quality: knob, bytes: 100 + knob }));
  const options = { values: whole(1, 100), guide, target: 50, tolerance: 0, mostPoints: 6 };
  // 52 misses by chance: what lies below meets the target again.
  const noisy = (knob: number, dip: number): KnobPoint => {
    const quality = knob + 4 - (knob === dip ? 8 : 0);
    return { knob, quality, bytes: 100 + knob };
  };
  const points = [noisy(53, 52), noisy(52, 52)];
  const step = nextOfSearch(points, options);
  expect(step).toEqual({ state: 'try', knob: 46 });
  const met = search((knob) => noisy(knob, 52), options, points);
  expect(met.answer).toMatchObject({ state: 'found', best: { knob: 46 } });
  // One look is enough, and none is made where the step from miss to hit is the curve's own.
  const steep: Curve = (knob) => ({ knob, quality: knob < 53 ? 0 : 60, bytes: 100 + knob });
  expect(search(steep, options, [steep(53), steep(52)]).points.length).toBe(3);
  const own: Curve = (knob) => ({ knob, quality: knob - 3, bytes: 100 + knob });
  expect(search(own, options, [own(53), own(52)]).points.length).toBe(2);
});

test('by chance an answer is the coarsest that meets the target, or the finest there is', () => {
  const guide = whole(1, 10)
    .map((n) => 10 * n)
    .map((knob) => ({
      ...smooth(knob),
      quality: smooth(knob).quality - 1,
    }));
  const chance = { jitter: 0.1, spread: 2, aim: 0.005, worth: 0.005 };
  const grid = whole(0, 20).map((n) => 5 * n);
  const common = { values: whole(1, 100), grid, guide, chance, mostPoints: 6 };
  const counts: number[] = [];
  for (let target = 60; target <= 91; target += 0.5) {
    const options = { ...common, target, tolerance: 0 };
    const { answer, points } = search(smooth, options);
    expect(answer.reached).toBe(true);
    const best = optimum(smooth, options)!;
    expect(answer.best!.bytes / best.bytes - 1).toBeLessThan(0.045);
    expect(points.length).toBeLessThanOrEqual(6);
    counts.push(points.length);
  }
  expect(counts.reduce((a, b) => a + b, 0) / counts.length).toBeLessThan(4);
  const high = search(smooth, { ...common, target: 99 });
  expect(high.answer).toMatchObject({ state: 'unreachable', reached: false, best: smooth(100) });
  const two = search(smooth, { ...common, target: 99, mostPoints: 2 });
  expect(two.answer.state).toBe(two.points.at(-1)!.knob === 100 ? 'unreachable' : 'spent');
  const near = search(smooth, { ...common, target: 80, tolerance: 0.2 });
  expect(near.points.length).toBeLessThan(
    search(smooth, { ...common, target: 80, tolerance: 0 }).points.length + 1,
  );
});

test('values are checked', () => {
  expect(() => nextOfSearch([], { values: [], target: 1 })).toThrow(RangeError);
});

test('after the most points the best so far is given', () => {
  const { answer, points } = search(smooth, { values: whole(1, 100), target: 80, mostPoints: 2 });
  expect(points).toHaveLength(2);
  expect(answer.state).toBe('spent');
  expect(points).toContainEqual(answer.best);
});

test('points that are known already are used, also those made in another order', () => {
  const grid = [5, 25, 50, 75, 95];
  const options = { values: whole(1, 100), grid, target: 80, tolerance: 0 };
  const { answer, points } = search(smooth, options, [95, 5, 50, 25, 75].map(smooth));
  expect(answer.best).toEqual(optimum(smooth, options));
  expect(points.length - 5).toBeLessThanOrEqual(3);
});

test('noise is lived with: the answer meets the target, and its coarser neighbour does not', () => {
  const noise = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: 101,
    maxLength: 101,
  });
  fc.assert(
    fc.property(noise, fc.double({ min: -40, max: 99, noNaN: true }), (added, target) => {
      const noisy: Curve = (knob) => ({
        ...smooth(knob),
        quality: smooth(knob).quality + added[knob]!,
      });
      const options = { values: whole(1, 100), target, tolerance: 0, mostPoints: 100 };
      const { answer, points } = search(noisy, options);
      expect(points.length).toBeLessThanOrEqual(25);
      if (!answer.reached) {
        expect(answer.state).toBe('unreachable');
        expect(noisy(100).quality).toBeLessThan(target);
        return;
      }
      const { knob, quality } = answer.best!;
      expect(quality).toBeGreaterThanOrEqual(target);
      if (knob > 1) expect(noisy(knob - 1).quality).toBeLessThan(target);
    }),
    { numRuns: 200 },
  );
});

/** Curves of the shipped results by image, drawn through the points of their grids. */
function recorded(codec: string, metric: string, quality: (value: number) => number) {
  const records = readRdRecords(`results/baseline/rd/kodak/${codec}.jsonl`, () => {});
  const images = new Map<string, KnobPoint[]>();
  for (const record of records.filter(isFinished)) {
    const { knob, image, spec, settings, metrics, bytes } = record;
    if (knob === null || spec !== `${codec}:${knob}=${settings[knob]}`) continue;
    const value = metrics[metric];
    if (value == null) continue;
    const points = images.get(image) ?? [];
    images.set(image, points);
    points.push({ knob: Number(settings[knob]), quality: quality(value), bytes });
  }
  return [...images.values()].map((points) => {
    const sorted = points.toSorted((a, b) => a.knob - b.knob);
    const x = sorted.map(({ knob }) => knob);
    const [q, b] = [
      pchip(
        x,
        sorted.map((point) => point.quality),
      ),
      pchip(
        x,
        sorted.map((point) => Math.log(point.bytes)),
      ),
    ];
    const at: Curve = (knob) => ({
      knob,
      quality: evaluate(q, knob),
      bytes: Math.exp(evaluate(b, knob)),
    });
    return { sorted, at, grid: x };
  });
}

const byMetric = {
  ssimulacra2: { targets: [70, 80, 88], quality: (value: number) => value },
  psnr: { targets: [32, 38], quality: (value: number) => value },
  ssim: { targets: [0.9, 0.97], quality: (value: number) => toQuality(value, 'decibels-to-1') },
  butteraugli: { targets: [3, 1.8], quality: (value: number) => -value },
};
const byCodec = {
  jpeg: whole(5, 95),
  webp: whole(1, 95),
  avif: whole(1, 95),
  jxl: whole(1, 97),
  jpeg2000: null,
};

test.each(
  Object.keys(byCodec).flatMap((codec) => Object.keys(byMetric).map((metric) => [codec, metric])),
)('on recorded curves of %s the optimum by %s is found with few points', (codec, metric) => {
  const { targets, quality } = byMetric[metric as keyof typeof byMetric];
  const curves = recorded(codec!, metric!, quality);
  expect(curves).toHaveLength(24);
  const counts = { blind: 0, guided: 0 };
  let searches = 0;
  for (const [i, { at, grid }] of curves.entries()) {
    const guide = curves[(i + 7) % curves.length]!.sorted;
    const values =
      byCodec[codec as keyof typeof byCodec] ??
      knobValues(grid, { min: grid[0]!, max: grid.at(-1)! });
    for (const value of targets) {
      const target = quality(value);
      const options = { values, grid, target };
      const best = optimum(at, options);
      searches += 1;
      for (const way of ['blind', 'guided'] as const) {
        const { answer, points } = search(at, way === 'guided' ? { ...options, guide } : options);
        counts[way] += points.length;
        expect(answer.reached).toBe(best !== null);
        expect(answer.state).toBe(best === null ? 'unreachable' : 'found');
        if (best === null) continue;
        expect(answer.best!.quality).toBeGreaterThanOrEqual(target);
        expect(answer.best!.bytes / best.bytes - 1).toBeLessThan(1.1 * searchTolerance);
      }
    }
  }
  // Bisection of 91 whole numbers takes 6.5.
  expect(counts.blind / searches).toBeLessThan(6.6);
  expect(counts.guided / searches).toBeLessThan(5.2);
  expect(counts.guided).toBeLessThan(counts.blind);
});
