import { expect, test } from 'vitest';
import { chaos as kill } from '../../../scripts/bench/chaos/kills.js';
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
