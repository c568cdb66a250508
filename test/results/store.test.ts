import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { readOutlines } from '#src/results/outlines.js';
import { eachLine } from '#src/results/record-lines.js';
import { eachRdRecord, readRdRecords, readTimingRecords, recordFiles } from '#src/results/store.js';
import { checkWritable } from '#src/results/writable.js';
import { rdRecordWith, timingRecordWith } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const noWarning = (message: string): void => {
  throw new Error(`unexpected warning: ${message}`);
};

test('a missing file holds nothing', () => {
  const file = path.join(scratch(), 'none.jsonl');
  expect(readOutlines(file, noWarning).size).toBe(0);
  expect(readRdRecords(file, noWarning)).toEqual([]);
});

test('of several records of one key the last one counts', async () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const first = rdRecordWith({ bytes: 1 });
  const last = rdRecordWith({ bytes: 2, metricVersions: { psnr: '1', ssim: '1' } });
  await appendLines(file, [first, rdRecordWith({ key: hash('sha256', 'other') }), last]);
  expect(readRdRecords(file, noWarning).map(({ bytes }) => bytes)).toEqual([2, 49152]);
  expect(readOutlines(file, noWarning).get(first.key)).toEqual({
    failed: false,
    metricVersions: { psnr: '1', ssim: '1' },
    passes: 0,
    hasMemory: false,
    unloadable: false,
    isEarly: first.version.startsWith('0.1.'),
  });
});

test('tells failed records and the passes of timing records', async () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const failed = rdRecordWith({ error: { stage: 'encode', message: 'no' } });
  const timing = timingRecordWith();
  await appendLines(file, [failed]);
  expect(readOutlines(file, noWarning).get(failed.key)?.failed).toBe(true);
  await appendLines(`${file}2`, [timing]);
  expect(readOutlines(`${file}2`, noWarning).get(timing.key)?.passes).toBe(1);
  expect(readTimingRecords(`${file}2`, noWarning)).toEqual([timing]);
});

test('tells the memory of timing records and pictures that cannot be loaded', async () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const peakBytes = { encode: 3, decode: 2, idle: 1, image: 'a' };
  const three = timingRecordWith().encode;
  const records = [
    { ...rdRecordWith({ error: { stage: 'load', message: 'no' } }), key: 'load' },
    { ...rdRecordWith({ error: { stage: 'open', message: 'no' } }), key: 'open' },
    { ...timingRecordWith({ encode: { ...three, total: [1, 2, 3] } }), key: 'times' },
    { ...timingRecordWith({ peakBytes }), key: 'memory' },
    { ...timingRecordWith({ peakBytes }), key: 'memory too' },
  ];
  await appendLines(file, records);
  const outlines = readOutlines(file, noWarning);
  expect(outlines.get('load')).toMatchObject({ failed: true, unloadable: true });
  expect(outlines.get('open')).toMatchObject({ failed: true, unloadable: false });
  expect(outlines.get('times')).toMatchObject({ failed: false, passes: 3, hasMemory: false });
  expect(outlines.get('memory')).toMatchObject({ passes: 1, hasMemory: true, unloadable: false });
  // A million of them have to stay small.
  expect(outlines.get('memory too')).toBe(outlines.get('memory'));
});

test('a reader that knows a line by its bytes need not parse it', async () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const records = [rdRecordWith({ bytes: 1 }), rdRecordWith({ bytes: 2 })];
  await appendLines(file, records);
  const seen: unknown[] = [];
  const quick = (line: string) => (line.includes('"bytes":1,') ? 'known' : null);
  eachRdRecord(file, noWarning, (record) => seen.push(record), quick);
  expect(seen).toEqual(['known', records[1]]);
});

test('an error of who visits the records is passed on', async () => {
  const file = path.join(scratch(), 'webp.jsonl');
  await appendLines(file, [rdRecordWith()]);
  const visit = (): void => {
    throw new Error('of the visitor');
  };
  expect(() => eachRdRecord(file, noWarning, visit)).toThrow('of the visitor');
});

test('passes over broken lines with one warning that names file and line, and counts them', () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const good = JSON.stringify(rdRecordWith());
  writeFileSync(file, `${good}\nnot json\n{"schema":1}\n\n[1]\n${good}\n{"schema":1,"ki`);
  const warnings: string[] = [];
  expect(readRdRecords(file, (message) => warnings.push(message))).toHaveLength(1);
  expect(warnings).toEqual([`4 lines of ${file} are passed over; the first, 2, is no JSON`]);
  for (const [line, why] of [
    ['{"schema":1}', 'protocol: Invalid input'],
    ['[1]', 'line: Invalid input'],
  ]) {
    writeFileSync(file, `${good}\n${line}\n`);
    expect(readRdRecords(file, (message) => warnings.push(message))).toHaveLength(1);
    expect(warnings.at(-1)).toContain(`${file}:2 is passed over: it is no record: ${why}`);
  }
});

test('readers pass over records of newer schemas with one warning; what appends is refused', () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const lines = [
    { ...rdRecordWith(), schema: 999 },
    rdRecordWith(),
    { ...rdRecordWith(), schema: 2 },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect(() => readOutlines(file, noWarning)).toThrow(/:1 has record schema 999/);
  const warnings: string[] = [];
  const warn = (message: string): number => warnings.push(message);
  expect(readRdRecords(file, warn)).toEqual([rdRecordWith()]);
  const visited: unknown[] = [];
  eachRdRecord(file, warn, (record) => visited.push(record));
  expect(visited).toEqual([rdRecordWith()]);
  expect(warnings).toHaveLength(2);
  expect(new Set(warnings)).toEqual(
    new Set([
      `2 records of ${file} are passed over: of record schema 2, 999; this program knows up to 1: update it to see them`,
    ]),
  );
});

test('so do readers of times, and a journal of a newer program is never joined', () => {
  const file = path.join(scratch(), 'webp.jsonl');
  const lines = [timingRecordWith(), { ...timingRecordWith(), schema: 2 }];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const warnings: string[] = [];
  expect(readTimingRecords(file, (message) => warnings.push(message))).toEqual([
    timingRecordWith(),
  ]);
  expect(warnings).toEqual([expect.stringMatching(/^1 record of .*webp\.jsonl is passed over/)]);
  expect(() => eachLine(file, noWarning, () => {})).toThrow(/:2 has record schema 2/);
});

test('finds results files and leaves journals alone', () => {
  const results = scratch();
  for (const name of [
    'rd/kodak/webp.jsonl',
    'rd/a/jxl.jsonl',
    'rd/a/.journal-1.jsonl',
    'rd/x.txt',
  ]) {
    mkdirSync(path.join(results, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(results, name), '');
  }
  expect(recordFiles(results, 'rd')).toEqual([
    path.join(results, 'rd/a/jxl.jsonl'),
    path.join(results, 'rd/kodak/webp.jsonl'),
  ]);
  expect(recordFiles(results, 'timing')).toEqual([]);
  writeFileSync(path.join(results, 'timing'), '');
  expect(() => recordFiles(results, 'timing')).toThrow(
    /expected a folder of results, got .*timing/,
  );
});

test('a results folder that cannot be is refused before any work, with what to do', () => {
  const folder = scratch();
  writeFileSync(path.join(folder, 'file'), '');
  expect(() => checkWritable(path.join(folder, 'file'))).toThrow(
    /cannot write to the results folder .*; name another one$/,
  );
  checkWritable(path.join(folder, 'new', 'results'));
  expect(existsSync(path.join(folder, 'new', 'results'))).toBe(true);
  expect(readdirSync(path.join(folder, 'new', 'results'))).toEqual([]);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that this user may not write to is refused, though files may lie beside it',
  () => {
    const results = path.join(scratch(), 'results');
    mkdirSync(results, { mode: 0o555 });
    expect(() => checkWritable(results)).toThrow('cannot write to the results folder');
  },
);
