import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { resolveSettings, type Settings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { leaderboardFile } from '#src/leaderboard/leaderboard-file.js';
import { readRdRecords, readTimingRecords, recordFiles } from '#src/results/store.js';
import { facts } from '../support/facts.ts';

const results = fileURLToPath(new URL('../../results/baseline', import.meta.url));

test('the leaderboard that is shipped follows from the records that are shipped', () => {
  const warnings: string[] = [];
  const board = collectLeaderboard(results, { facts, warn: (message) => warnings.push(message) });
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

// A record of other settings than today's is measured anew by every sweep, and its times and its
// bytes are of two rows.
test('the baseline has the settings that its codecs have', async () => {
  const subjects = [
    ...recordFiles(results, 'rd').flatMap((file) => readRdRecords(file, () => {})),
    ...recordFiles(results, 'timing').flatMap((file) => readTimingRecords(file, () => {})),
  ];
  const inOrder = (settings: Settings) =>
    Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  const distinct = new Map(
    subjects.map(({ codec, settings, spec }) => {
      const told = inOrder(settings);
      return [JSON.stringify([spec, told]), { codec, told, spec }];
    }),
  );
  expect(distinct.size).toBeGreaterThan(200);
  for (const { codec: id, told, spec } of distinct.values()) {
    const { params } = await codecs.load(id);
    expect(told, spec).toEqual(inOrder(resolveSettings(id, params, told)));
  }
});
