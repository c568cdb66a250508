import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rdFile } from '#src/results/layout.js';
import type { RdRecord } from '#src/results/record.js';
import { readRdRecords } from '#src/results/store.js';
import { openRecordWriter } from '#src/sweeps/record-writer.js';
import { rdRecordsIn } from '../support/pareto.ts';
import { rdRecordWith } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const keys = ['1', '2', '3'].map((digit) => digit.repeat(64));

const fileIn =
  (results: string) =>
  ({ dataset, codec }: RdRecord) =>
    rdFile(results, dataset, codec);

test('writes all records, each into its codec’s file', async () => {
  const results = scratch();
  const writer = openRecordWriter(fileIn(results), console.warn, () => {});
  for (const key of keys) writer.add(rdRecordWith({ key }));
  writer.add(rdRecordWith({ codec: 'jxl' }));
  await writer.finish();
  const read = rdRecordsIn(path.join(results, 'rd', 'kodak', 'webp.jsonl'));
  expect(read.map(({ key }) => key)).toEqual(keys);
  expect(rdRecordsIn(path.join(results, 'rd', 'kodak', 'jxl.jsonl'))).toHaveLength(1);
});

test('where the results take no more, the records are put elsewhere and the error says where', async () => {
  const results = scratch();
  // A folder in the place of the file fails to open as a full or broken disk fails to be written.
  mkdirSync(path.join(results, 'rd', 'kodak', 'webp.jsonl'), { recursive: true });
  let stopped = 0;
  const writer = openRecordWriter(fileIn(results), console.warn, () => {
    stopped += 1;
  });
  writer.add(rdRecordWith({ key: keys[0]! }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  // A job that was still running ends after the first failure.
  writer.add(rdRecordWith({ key: keys[1]! }));
  const error: unknown = await writer.finish().catch((thrown: unknown) => thrown);
  expect(stopped).toBe(1);
  const message = (error as Error).message;
  expect(message).toMatch(/^cannot write .*webp\.jsonl \(EISDIR/);
  const kept = [...message.matchAll(/records are in ([^:]*): append/g)].map((match) => match[1]!);
  const rescued = kept.flatMap((file) => readRdRecords(file, console.warn));
  expect(rescued.map(({ key }) => key)).toEqual([keys[0], keys[1]]);
  for (const file of kept) rmSync(path.dirname(file), { recursive: true });
});
