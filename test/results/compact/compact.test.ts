import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { tryLock } from '#src/base/lock.js';
import { collectLeaderboard } from '#src/leaderboard/leaderboard.js';
import { baselineFolder } from '#src/results/baseline.js';
import { compactFolder } from '#src/results/compact/compact.js';
import { partitionsOf } from '#src/results/compact/stored-lines.js';
import { codecKey } from '#src/results/identity.js';
import { rdKey } from '#src/results/key.js';
import { rdFile, sweepLock } from '#src/results/layout.js';
import { mergeFolders } from '#src/results/merge/merge.js';
import { rdOutlinesIn } from '#src/results/rd-outlines.js';
import type { RdRecord } from '#src/results/record.js';
import { readRdRecords } from '#src/results/store.js';
import { rdRecordWith } from '../../support/records.js';
import { scratch } from '../../support/scratch.js';

const warn = (message: string): void => {
  throw new Error(`unexpected warning: ${message}`);
};

function recordOf(image: number, changes: Partial<RdRecord> = {}): RdRecord {
  const imageSha256 = `${image % 16}`.padStart(2, '0') + `${image}`.padStart(62, '0');
  const record = rdRecordWith({ image: `img${image}`, imageSha256, bytes: image, ...changes });
  return { ...record, key: rdKey(codecKey(record), imageSha256, record.crop) };
}

const byKey = (a: RdRecord, b: RdRecord) => (a.key < b.key ? -1 : 1);
const recordsIn = (file: string) => readRdRecords(file, warn).sort(byKey);

test('a leaderboard, and what a plan needs, are the same from partitions', async () => {
  const results = scratch();
  for (const part of ['rd/kodak/jpeg.jsonl', 'rd/kodak/webp.jsonl', 'rd/kodak/sprig.jsonl']) {
    mkdirSync(path.dirname(path.join(results, part)), { recursive: true });
    cpSync(path.join(baselineFolder, part), path.join(results, part));
  }
  const state = () => ({
    board: JSON.stringify(collectLeaderboard(results, { facts: new Map(), warn })),
    outlines: ['jpeg', 'webp', 'sprig'].map((codec) => {
      const outlines = rdOutlinesIn(() => rdFile(results, 'kodak', codec), warn)(codec);
      return recordsIn(rdFile(results, 'kodak', codec)).map((record) => {
        const outline = outlines.of(codecKey(record), record.crop)(record.imageSha256);
        expect(outline).toBeDefined();
        return outline;
      });
    }),
  });
  const before = state();
  const made = await compactFolder(results, { warn });
  expect(made).toMatchObject({ partitions: 3, lines: 0 });
  expect(made.bytesAfter / made.records).toBeLessThan(200);
  expect(state()).toEqual(before);
  await compactFolder(results, { warn, partitionSize: 100 });
  expect(partitionsOf(rdFile(results, 'kodak', 'jpeg')).length).toBeGreaterThan(3);
  expect(state()).toEqual(before);
});

test('what is appended later counts, and goes in the next time', async () => {
  const results = scratch();
  const file = rdFile(results, 'set', 'webp');
  const first = Array.from({ length: 40 }, (_, image) => recordOf(image));
  await appendLines(file, first);
  await compactFolder(results, { warn, runSize: 2000 });
  expect(readFileSync(file, 'utf8')).toBe('');
  const later = [recordOf(3, { bytes: 1003 }), recordOf(99)];
  await appendLines(file, later);
  const expected = [...first.filter(({ image }) => image !== 'img3'), ...later].sort(byKey);
  expect(recordsIn(file)).toEqual(expected);
  const made = await compactFolder(results, { warn, partitionSize: 5, runSize: 2000 });
  expect(made).toMatchObject({ records: 41, lines: 0 });
  expect(existsSync(path.join(path.dirname(file), 'webp', 'records.parquet'))).toBe(false);
  expect(recordsIn(file)).toEqual(expected);
  // Fewer digits than there are would leave old partitions to be read last.
  await compactFolder(results, { warn });
  expect(recordsIn(file)).toEqual(expected);
});

test('lines that a partition could not give back stay as they are', async () => {
  const results = scratch();
  const file = rdFile(results, 'set', 'webp');
  await appendLines(file, [recordOf(1)]);
  const others = ['{"schema":999}', 'no JSON', JSON.stringify(recordOf(2)).replace(':', ': ')];
  writeFileSync(file, `${others.join('\n')}\n`, { flag: 'a' });
  const warnings: string[] = [];
  const made = await compactFolder(results, { warn: (message) => warnings.push(message) });
  expect(made).toMatchObject({ records: 1, lines: 3 });
  expect(readFileSync(file, 'utf8').trimEnd().split('\n').sort()).toEqual(others.sort());
  expect(warnings).toEqual([expect.stringContaining('keeps 3 lines')]);
  const read = readRdRecords(file, () => {}).map(({ image }) => image);
  expect(read.sort()).toEqual(['img1', 'img2']);
});

test('partitions are merged as lines are, also into a folder that has some', async () => {
  const [one, out] = [scratch(), scratch()];
  await appendLines(rdFile(one, 'set', 'webp'), [recordOf(1), recordOf(2)]);
  await appendLines(rdFile(out, 'set', 'webp'), [recordOf(2), recordOf(3)]);
  for (const folder of [one, out]) await compactFolder(folder, { warn });
  const { records } = await mergeFolders([one], { out, warn });
  expect(records.rd).toBe(3);
  const file = rdFile(out, 'set', 'webp');
  expect(partitionsOf(file)).toEqual([]);
  expect(recordsIn(file)).toEqual([1, 2, 3].map((image) => recordOf(image)).sort(byKey));
});

test('refused: no records, a running sweep, the baseline', async () => {
  const results = scratch();
  const compact = (folder: string) => compactFolder(folder, { warn });
  await expect(compact(results)).rejects.toThrow('holds no records');
  await expect(compact(baselineFolder)).rejects.toThrow('is the baseline');
  const file = rdFile(results, 'set', 'webp');
  await appendLines(file, [recordOf(1)]);
  const letGo = tryLock(path.join(path.dirname(file), sweepLock))!;
  await expect(compact(results)).rejects.toThrow('a sweep is writing records');
  letGo();
  expect(await compact(results)).toMatchObject({ records: 1 });
});
