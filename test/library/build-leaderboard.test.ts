import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildLeaderboard } from '#src/library/build-leaderboard.js';

const baseline = fileURLToPath(new URL('../../results/baseline', import.meta.url));

test('a folder of results is all that it takes', async () => {
  const read: number[] = [];
  const board = await buildLeaderboard(baseline, { onProgress: ({ done }) => read.push(done) });
  expect(JSON.parse(JSON.stringify(board))).toEqual(
    JSON.parse(readFileSync(`${baseline}/leaderboard.json`, 'utf8')),
  );
  expect(read).toEqual(Array.from(read, (_, i) => i + 1));
  expect(read.length).toBeGreaterThan(10);
});

test('another anchor is compared with', async () => {
  const { datasets } = await buildLeaderboard(baseline, { anchor: 'webp' });
  expect(new Set(datasets.map(({ anchor }) => anchor))).toEqual(new Set(['webp']));
});

test('a signal ends it between two files', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  let files = 0;
  const onProgress = (): void => {
    files += 1;
    if (files === 2) setImmediate(() => abort.abort(reason));
  };
  await expect(buildLeaderboard(baseline, { onProgress, signal: abort.signal })).rejects.toBe(
    reason,
  );
  expect(files).toBeLessThan(5);
  await expect(buildLeaderboard(baseline, { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
});
