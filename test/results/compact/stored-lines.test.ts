import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { partitionBytes } from '#src/results/compact/partition-file.js';
import { createShapes, takeApart } from '#src/results/compact/shape.js';
import {
  partitionFolder,
  partitionsOf,
  readStoredLines,
  removePartitions,
} from '#src/results/compact/stored-lines.js';
import { rdRecordWith } from '../../support/records.js';
import { scratch } from '../../support/scratch.js';

const lineOf = (image: string) => JSON.stringify(rdRecordWith({ image }));

function linesIn(file: string): string[] {
  const lines: string[] = [];
  readStoredLines(file, (bytes) => lines.push(bytes!.toString()));
  return lines;
}

test('partitions come first, those with more digits last, then the JSON lines', () => {
  const file = path.join(scratch(), 'webp.jsonl');
  expect([partitionsOf(file), linesIn(file)]).toEqual([[], []]);
  appendFileSync(file, `${lineOf('line')}\n`);
  const folder = partitionFolder(file);
  mkdirSync(folder);
  for (const name of ['records-a.parquet', 'records-1f.parquet', 'records.parquet']) {
    const apart = takeApart(lineOf(name), createShapes())!;
    writeFileSync(path.join(folder, name), partitionBytes([apart]));
  }
  writeFileSync(path.join(folder, '.records.parquet'), 'being written');
  const names = ['records.parquet', 'records-a.parquet', 'records-1f.parquet'];
  expect(linesIn(file)).toEqual([...names, 'line'].map(lineOf));
  removePartitions(partitionsOf(file));
  expect(linesIn(file)).toEqual([lineOf('line')]);
});
