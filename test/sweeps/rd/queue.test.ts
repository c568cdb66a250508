import { expect, test } from 'vitest';
import { shuffle } from '#src/base/statistics.js';
import { createRdQueue } from '#src/sweeps/rd/queue.js';

const jobs = shuffle(
  Array.from({ length: 600 }, (_, id) => ({ id, image: { sha256: `image ${id % 24}` } })),
  1,
);

test('gives every job once', () => {
  const queue = createRdQueue(jobs);
  const taken = Array.from({ length: 601 }, (_, turn) => queue.take(turn % 3));
  expect(taken.at(-1)).toBeUndefined();
  expect(taken.flatMap((job) => job?.id ?? []).sort((a, b) => a - b)).toEqual(
    jobs.map(({ id }) => id).sort((a, b) => a - b),
  );
});

test('keeps each image with one worker as long as there are others to do', () => {
  const queue = createRdQueue(jobs);
  const workersOf = new Map<string, Set<number>>();
  for (let turn = 0; turn < 400; turn++) {
    const { image } = queue.take(turn % 2)!;
    workersOf.set(image.sha256, (workersOf.get(image.sha256) ?? new Set()).add(turn % 2));
  }
  expect([...workersOf.values()].filter((workers) => workers.size > 1)).toEqual([]);
});
