import { describe, expect, test } from 'vitest';
import { shuffle } from '#src/base/statistics.js';
import { createRdQueue } from '#src/sweeps/rd/queue.js';

const jobs = shuffle(
  Array.from({ length: 600 }, (_, id) => ({ id, image: { sha256: `image ${id % 24}` } })),
  1,
);

test('gives every job once', () => {
  const queue = createRdQueue(jobs);
  const taken = Array.from({ length: 601 }, (_, turn) => queue.take(turn % 3, 1));
  expect(taken.at(-1)).toEqual([]);
  expect(taken.flatMap((some) => some.map(({ id }) => id)).sort((a, b) => a - b)).toEqual(
    jobs.map(({ id }) => id).sort((a, b) => a - b),
  );
});

test('keeps each image with one worker as long as there are others to do', () => {
  const queue = createRdQueue(jobs);
  const workersOf = new Map<string, Set<number>>();
  for (let turn = 0; turn < 400; turn++) {
    const [job] = queue.take(turn % 2, 1);
    const workers = workersOf.get(job!.image.sha256) ?? new Set();
    workersOf.set(job!.image.sha256, workers.add(turn % 2));
  }
  expect([...workersOf.values()].filter((workers) => workers.size > 1)).toEqual([]);
});

test('a picture of a large plan is loaded once for all of its jobs', () => {
  const many = shuffle(
    Array.from({ length: 60_000 }, (_, id) => ({ image: { sha256: `${id % 3000}` } })),
    1,
  );
  const queue = createRdQueue(many);
  const last: string[] = [];
  let loads = 0;
  for (let turn = 0; turn < many.length; turn++) {
    const [job] = queue.take(turn % 4, 1);
    if (last[turn % 4] !== job!.image.sha256) loads += 1;
    last[turn % 4] = job!.image.sha256;
  }
  expect(many.length / loads).toBeGreaterThan(19.9);
});

describe('the next jobs of a worker', () => {
  /** Jobs on images of these names, and who takes them in turn: what each got. */
  const taken = (images: string, workers: readonly number[], most = 1): string => {
    const queue = createRdQueue([...images].map((sha256) => ({ image: { sha256 } })));
    return workers
      .map(
        (worker) =>
          queue
            .take(worker, most)
            .map(({ image }) => image.sha256)
            .join('') || '-',
      )
      .join(most === 1 ? '' : ' ');
  };

  test('are on the image that it had last', () => {
    expect(taken('abcab', [0, 0])).toBe('aa');
    expect(taken('abba', [0, 1, 1, 0])).toBe('abba');
  });

  test('else on one that no worker has had, before one of another worker', () => {
    expect(taken('aab', [0, 1])).toBe('ab');
    expect(taken('abbca', [0, 1, 0, 0])).toBe('abac');
  });

  test('else on the one that has most left, so that nobody idles', () => {
    expect(taken('aaa', [0, 1, 1, 0])).toBe('aaa-');
    expect(taken('aabbbb', [0, 1, 2, 2, 2])).toBe('abbbb');
  });

  test('are of one image where there are several', () => {
    expect(taken('abaab', [0, 0, 0, 0], 2)).toBe('aa a bb -');
  });
});
