import { expect, test } from 'vitest';
import { chaos as kill } from '../../../scripts/bench/chaos/kills.js';
import { chaos as mutate } from '../../../scripts/bench/chaos/mutants.js';
import { chaos as soak } from '../../../scripts/bench/chaos/soak.js';
import { chaos as write } from '../../../scripts/bench/chaos/writers.js';

// Small versions of `npm run bench -- chaos`.

const small = { only: null, seed: 7, share: 0.05 };

test('a kill of each command loses nothing, tears nothing, and leaves nothing', async () => {
  const figures = await kill(small);
  expect(figures).toHaveLength(15);
  expect(figures.filter(({ holds }) => !holds)).toEqual([]);
});

test('what several programs write at once is whole at every read', async () => {
  const figures = await write(small);
  expect(figures).toHaveLength(3);
  expect(figures.filter(({ holds }) => !holds)).toEqual([]);
});

test('mutants of files of every decoder break nothing, and take no more than they may', async () => {
  const figures = await mutate({ ...small, share: 0.03 });
  expect(figures).toHaveLength(4);
  expect(figures.filter(({ holds }) => holds === false)).toEqual([]);
});

test('a sweep of many pictures fails in none', async () => {
  const figures = await soak({ ...small, share: 0.005 });
  // So short a sweep is not settled: its memory is printed and not judged here.
  expect(figures.at(-1)).toMatchObject({ what: 'failed jobs', value: '0', holds: true });
});
