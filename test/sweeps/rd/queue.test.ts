import { describe, expect, test } from 'vitest';
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

describe('the next job of a worker', () => {
  /** Jobs on images of these names, and who takes them in turn: what each got. */
  const taken = (images: string, workers: readonly number[]): string => {
    const queue = createRdQueue([...images].map((sha256) => ({ image: { sha256 } })));
    return workers.map((worker) => queue.take(worker)?.image.sha256 ?? '-').join('');
  };

  test('is on the image that it had last', () => {
    expect(taken('abcab', [0, 0])).toBe('aa');
    expect(taken('abba', [0, 1, 1, 0])).toBe('abba');
  });

  test('else on one that it has had before, before one that nobody has had', () => {
    // Worker 0 has had a and b when b runs out; the last a comes before c.
    expect(taken('abbca', [0, 1, 0, 0])).toBe('abac');
    const queue = createRdQueue([...'acbab'].map((sha256) => ({ image: { sha256 } })));
    expect(queue.take(0)?.image.sha256).toBe('a');
    expect(queue.take(0)?.image.sha256).toBe('a');
    expect(queue.take(0)?.image.sha256).toBe('b');
    expect(queue.take(0)?.image.sha256).toBe('b');
    expect(queue.take(0)?.image.sha256).toBe('c');
  });

  test('else on one that no worker has had, before one of another worker', () => {
    expect(taken('aab', [0, 1])).toBe('ab');
  });

  test('else the next, so that nobody idles', () => {
    expect(taken('aaa', [0, 1, 1, 0])).toBe('aaa-');
  });

  test('is at most 1024 jobs ahead of the plan', () => {
    const images = (apart: number) =>
      ['a', ...Array.from({ length: apart }, (_, at) => `b${at}`), 'a'].map((sha256) => ({
        image: { sha256 },
      }));
    const second = (apart: number) => {
      const queue = createRdQueue(images(apart));
      queue.take(0);
      return queue.take(0)?.image.sha256;
    };
    expect(second(1023)).toBe('a');
    expect(second(1024)).toBe('b0');
  });
});
