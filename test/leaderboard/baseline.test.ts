import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { resolveSettings, type Settings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { projectDatasets } from '#src/datasets/catalogue.js';
import { readManifest } from '#src/datasets/manifest.js';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { leaderboardFile } from '#src/leaderboard/leaderboard-file.js';
import { readRdRecords, readTimingRecords, recordFiles } from '#src/results/store.js';
import { tidyLines } from '../../scripts/baseline/tidy.js';
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

test('every setting is of its data set whole, without a failure, from committed sources', async () => {
  for (const file of recordFiles(results, 'rd')) {
    const records = readRdRecords(file, () => {});
    const dataset = path.basename(path.dirname(file));
    const { files } = await readManifest(path.join(projectDatasets, `${dataset}.json`));
    const counts = new Map<string, number>();
    for (const { spec } of records) counts.set(spec, (counts.get(spec) ?? 0) + 1);
    for (const [spec, count] of counts) expect(count, `${dataset} ${spec}`).toBe(files.length);
    for (const { error, commit, metricErrors } of records) {
      expect([error, metricErrors]).toEqual([null, {}]);
      expect(commit).toMatch(/^[0-9a-f]{12}$/);
    }
  }
});

test('the lines are in order, and git keeps them in few megabytes', () => {
  let packed = 0;
  for (const kind of ['rd', 'timing'] as const) {
    for (const file of recordFiles(results, kind)) {
      const text = readFileSync(file, 'utf8');
      const lines = text.trimEnd().split('\n');
      expect(tidyLines(lines), file).toEqual(lines);
      packed += deflateSync(text, { level: 1 }).length;
    }
  }
  expect(packed).toBeLessThan(25e6);
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
