import { expect, test } from 'vitest';
import { openDataset } from '#src/datasets/dataset.js';
import { runRounds } from '#src/sweeps/timing/rounds.js';

const setup = async () => {
  const { images } = await openDataset('tiny');
  return { images: [...images], crop: null, threads: 1, maxPixels: 1000, lenient: false };
};
const raw = { source: 'raw', settings: {} };
const options = { passes: 3, seed: 1, timeLimitSeconds: 30 };

test('every configuration makes every pass on every image, interleaved', async () => {
  const order: number[] = [];
  const progress: string[] = [];
  await runRounds(
    [raw, raw, raw],
    await setup(),
    { ...options, stop: AbortSignal.any([]) },
    {
      async onPass(configuration, samples) {
        order.push(configuration);
        expect(samples).toHaveLength(2);
        for (const { bytes, encode, decode } of samples) {
          expect(bytes).toBeGreaterThan(0);
          expect(encode.total).toBeGreaterThan(0);
          expect(decode.total).toBeGreaterThan(0);
        }
      },
      async onFailure(_arm, error) {
        throw new Error(error.message);
      },
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    },
  );
  expect(order).toHaveLength(9);
  for (const round of [0, 1, 2]) {
    expect(order.slice(3 * round, 3 * round + 3).sort()).toEqual([0, 1, 2]);
  }
  expect(progress.at(-1)).toBe('12/12');
});

test('a configuration that fails is out, and the others go on', async () => {
  const passes: number[] = [];
  const failures: unknown[] = [];
  const broken = { source: 'nonsense', settings: {} };
  await runRounds(
    [raw, broken],
    await setup(),
    { ...options, stop: AbortSignal.any([]) },
    {
      async onPass(configuration) {
        passes.push(configuration);
      },
      async onFailure(configuration, error, image) {
        failures.push({ configuration, stage: error.stage, image });
      },
      onProgress() {},
    },
  );
  expect(passes).toEqual([0, 0, 0]);
  expect(failures).toEqual([{ configuration: 1, stage: 'open', image: null }]);
});

test('goes on behind the passes that are there, and ends the round that was begun', async () => {
  const passes: number[] = [];
  const progress: number[] = [];
  // Two have made their first pass, one has failed.
  const there = [1, 1, 0, 0];
  await runRounds(
    [raw, raw, raw, { source: 'nonsense', settings: {} }],
    await setup(),
    {
      ...{ ...options, stop: AbortSignal.any([]), failed: new Set([3]) },
      passesDone: (configuration) => there[configuration]!,
    },
    {
      async onPass(configuration) {
        passes.push(configuration);
      },
      async onFailure(_configuration, error) {
        throw new Error(error.message);
      },
      onProgress: (done) => progress.push(done),
    },
  );
  expect(passes[0]).toBe(2);
  expect(passes.slice(1, 4).sort()).toEqual([0, 1, 2]);
  expect(passes.slice(4).sort()).toEqual([0, 1, 2]);
  expect(progress.at(-1)).toBe(16);
});

test('starts nothing where all is there', async () => {
  const options = { passes: 2, seed: 1, timeLimitSeconds: 30, stop: AbortSignal.any([]) };
  const broken = { ...(await setup()), images: [{ path: '/nowhere', sha256: '', dataset: '' }] };
  await runRounds(
    [raw],
    broken,
    { ...options, passesDone: () => 2 },
    {
      onPass: () => expect.unreachable('no pass'),
      onFailure: () => expect.unreachable('no failure'),
      onProgress() {},
    },
  );
});

test('stops when it is told to', async () => {
  const stop = new AbortController();
  let passes = 0;
  await runRounds(
    [raw],
    await setup(),
    { ...options, passes: 1000, stop: stop.signal },
    {
      async onPass() {
        passes += 1;
        if (passes === 2) stop.abort();
      },
      async onFailure(_arm, error) {
        throw new Error(error.message);
      },
      onProgress() {},
    },
  );
  expect(passes).toBe(2);
});
