import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import {
  collectionOf,
  describePair,
  NotAtHand,
  obtainPairs,
  type Pair,
} from '#src/verify/pairs.js';
import type { PairSource } from '#src/verify/published.js';
import { scratch } from '../support/scratch.ts';

const made: PairSource = { kind: 'made', name: 'flat, 100 and 150' };
const files: PairSource = {
  ...{ kind: 'files', collection: 'lpips' },
  ...{ reference: 'ex_ref', decoded: 'ex_p0' },
};
const coded: PairSource = {
  ...{ kind: 'coded', codec: 'png', dataset: 'sample' },
  images: ['city', 'alpha'],
};

async function all(source: PairSource): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for await (const pair of obtainPairs(source)) pairs.push(pair);
  return pairs;
}

test('a pair in a few words, and what its pictures are of', () => {
  expect([made, files, coded].map(describePair)).toEqual([
    'flat, 100 and 150',
    'lpips/ex_p0',
    'city alpha png',
  ]);
  expect(describePair({ kind: 'coded', codec: 'png', dataset: 'sample' })).toBe('sample png');
  expect([made, files, coded].map(collectionOf)).toEqual(['made', 'lpips', 'sample']);
});

describe('obtainPairs', () => {
  beforeEach(() => {
    vi.stubEnv('PARETO_CACHE', path.join(scratch(), 'cache'));
    vi.stubEnv('PARETO_DATA', '');
  });
  afterEach(() => vi.unstubAllEnvs());

  test('makes a pair', async () => {
    const [pair, ...others] = await all(made);
    expect(others).toEqual([]);
    expect(pair![1].data[0]).toBe(150);
  });

  test('codes each image of a data set; lossless gives it back', async () => {
    const pairs = await all(coded);
    expect(pairs).toHaveLength(2);
    for (const [original, decoded] of pairs) expect(sameSamples(original, decoded)).toBe(true);
  });

  test('a file of another length is not the published one', async () => {
    await expect(all({ ...coded, bytes: 1 })).rejects.toThrow(
      /^png gave \d+ bytes instead of 1: another file than the published one$/,
    );
  });

  test('an unknown file of a collection, and an unknown data set', async () => {
    const gone = all({ ...files, decoded: 'gone' });
    await expect(gone).rejects.toThrow(new WorkError("the pairs lpips have no file 'gone'"));
    await expect(gone).rejects.not.toBeInstanceOf(NotAtHand);
    await expect(all({ ...coded, dataset: 'sampel' })).rejects.toThrow(/did you mean sample\?/);
  });
});
