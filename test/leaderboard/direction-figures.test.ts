import { expect, test } from 'vitest';
import { directionFigures } from '#src/leaderboard/direction-figures.js';

const bootstrap = { seed: 1, resamples: 200, level: 0.95 };
const options = { engine: { runtime: 'native' }, bootstrap };
const samples = (total: number[], stages: Record<string, number[]> = {}) => ({
  ...{ total, cpu: total.map((seconds) => 2 * seconds), stages },
});

test('pixels of all images over the sum of their median seconds', () => {
  const figures = directionFigures(
    [
      { pixels: 1e6, samples: samples([1, 2, 9]) },
      { pixels: 3e6, samples: samples([6, 5, 6]) },
    ],
    { ...options, slowness: 2 },
  );
  expect(figures.megapixelsPerSecond).toBe(4 / 8);
  expect(figures.normalised).toBe(1);
  expect([figures.samples, figures.meanSeconds]).toEqual([6, 29 / 6]);
  expect(figures.medianSeconds).toBe(5.5);
  expect(figures.cpuPerWall).toBe(2);
  const { low, high } = figures.interval!;
  expect(low).toBeLessThan(high);
  expect([low <= 0.5, high >= 0.5]).toEqual([true, true]);
});

test('stages have their share of all samples', () => {
  const { stages } = directionFigures(
    [{ pixels: 1e6, samples: samples([1, 3], { entropy: [0.5, 0.5], other: [] }) }],
    options,
  );
  expect(stages).toEqual({ entropy: { share: 0.25, medianSeconds: 0.5, meanSeconds: 0.5 } });
});

test('without a slowness nothing is normalised; of one pass there is no interval', () => {
  const figures = directionFigures([{ pixels: 1e6, samples: samples([1]) }], options);
  expect(figures).toMatchObject({ normalised: null, interval: null, imageInterval: null });
  expect(figures).not.toHaveProperty('reported');
});

test('what command lines report counts where all images have it', () => {
  const told = { ...samples([2, 2]), reported: [1, 1] };
  const one = directionFigures([{ pixels: 1e6, samples: told }], options);
  expect(one.reported).toEqual({ medianSeconds: 1, megapixelsPerSecond: 1 });
  const some = directionFigures(
    [
      { pixels: 1e6, samples: told },
      { pixels: 1e6, samples: samples([1, 1]) },
    ],
    options,
  );
  expect(some).not.toHaveProperty('reported');
});

test('CPU seconds of a command line are those of its programs too, or not known', () => {
  const command = { ...options, engine: { runtime: 'cli' } };
  const own = { total: [2, 2], cpu: [0.1, 0.1], stages: {} };
  const figuresOf = (given: typeof own & { childCpu?: number[] }) =>
    directionFigures([{ pixels: 1e6, samples: given }], command).cpuPerWall;
  expect(figuresOf(own)).toBeNull();
  expect(figuresOf({ ...own, childCpu: [1.9] })).toBeNull();
  expect(figuresOf({ ...own, childCpu: [1.9, 1.5] })).toBe(0.9);
});
