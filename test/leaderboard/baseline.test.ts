import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { collectLeaderboard, leaderboardFile } from '#src/leaderboard/leaderboard.js';
import { readRdRecords, recordFiles } from '#src/sweeps/store.js';

const results = fileURLToPath(new URL('../../results', import.meta.url));

test('the leaderboard that is shipped follows from the records that are shipped', () => {
  const warnings: string[] = [];
  const board = collectLeaderboard(results, { warn: (message) => warnings.push(message) });
  expect(warnings).toEqual([]);
  expect(JSON.parse(readFileSync(leaderboardFile(results), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(board)),
  );
});

test('the baseline is Kodak whole, without a failure, from committed sources', () => {
  for (const file of recordFiles(results, 'rd')) {
    const records = readRdRecords(file, () => {});
    expect(new Set(records.map(({ image }) => image)).size, file).toBe(24);
    for (const { error, commit, metricErrors } of records) {
      expect([error, metricErrors]).toEqual([null, {}]);
      expect(commit).toMatch(/^[0-9a-f]{12}$/);
    }
  }
});
