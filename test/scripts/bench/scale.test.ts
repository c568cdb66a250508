import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { loadMetricFacts } from '#src/metrics/facts.js';
import { compactFolder } from '#src/results/compact/compact.js';
import { readStoredLines } from '#src/results/compact/stored-lines.js';
import { recordFiles } from '#src/results/store.js';
import {
  syntheticImages,
  writeLines,
  writePartitions,
} from '../../../scripts/bench/scale/synthetic.js';
import { bench } from '../../../scripts/bench/scale.js';
import { scratch } from '../../support/scratch.js';

const warn = (message: string): void => {
  throw new Error(message);
};

test('synthetic records are the same in lines, packed, and written as partitions', async () => {
  const root = scratch();
  const images = syntheticImages(12, 1);
  const [lines, packed] = [path.join(root, 'lines'), path.join(root, 'packed')];
  writeLines(lines, images);
  writePartitions(packed, images, 1);
  const held = (results: string) =>
    recordFiles(results, 'rd').map((file) => {
      const found: string[] = [];
      readStoredLines(file, (bytes) => found.push(bytes!.toString()));
      return found.sort();
    });
  const facts = await loadMetricFacts();
  const board = (results: string) => JSON.stringify(collectLeaderboard(results, { facts, warn }));
  const expected = { held: held(lines), board: board(lines) };
  expect(expected.held.flat()).toHaveLength(1200);
  expect({ held: held(packed), board: board(packed) }).toEqual(expected);
  await compactFolder(lines, { warn, partitionSize: 40 });
  expect(readFileSync(recordFiles(lines, 'rd')[0]!, 'utf8')).toBe('');
  expect({ held: held(lines), board: board(lines) }).toEqual(expected);
});

test('plans, boards and merges of synthetic records hold what the bench asks of them', async () => {
  const figures = await bench({ only: null, seed: 1, share: 1, records: 3000 });
  expect(figures).toHaveLength(6);
  expect(figures.filter(({ holds }) => holds === false)).toEqual([]);
});
