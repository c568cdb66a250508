import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { partitionBytes, readPartition } from '#src/results/compact/partition-file.js';
import { openRowFacts } from '#src/results/compact/rd-facts.js';
import { createShapes, takeApart } from '#src/results/compact/shape.js';
import type { RdFacts } from '#src/results/rd-facts.js';
import { type RdRecord, rdRecord } from '#src/results/record.js';
import { failedRdOf, rdOf, rdRecordWith } from '../../support/records.js';
import { scratch } from '../../support/scratch.js';

function factsOf(lines: readonly string[]): (RdFacts | null)[] {
  const file = path.join(scratch(), 'records.parquet');
  const open = createShapes();
  writeFileSync(file, partitionBytes(lines.map((line) => takeApart(line, open)!)));
  const facts: (RdFacts | null)[] = [];
  readPartition(file, (partition) => {
    const rowFacts = openRowFacts(partition);
    for (let row = 0; row < partition.rows; row++) facts.push(rowFacts(row));
  });
  return facts;
}

const named = (changes: Partial<RdRecord>): RdRecord =>
  rdRecordWith({ imageSha256: hash('sha256', JSON.stringify(changes)), ...changes });

test('facts are what the schema reads of the line, of records of every kind', () => {
  const lines = [
    named({ image: 'a' }),
    named({ image: 'brücke', bytes: 2 ** 33 }),
    named({ image: 'b', metrics: { psnr: null, ssim: 0.5 }, metricErrors: {} }),
    named({ image: 'c', metrics: {}, metricErrors: { ssim: 'too small' } }),
    named({ image: 'd', sourceBytes: 900, exact: true, alpha: 'lost', damage: 'no end' }),
    named({ image: 'e', bpp: 1.25, crop: '64x64', knob: null, conversion: 'rgba8 -> rgb8' }),
    named({ image: 'f', machine: 'pi5', at: '2031-02-03T04:05:06.789Z' }),
  ].map((record) => JSON.stringify(record));
  const { knob: _knob, alpha: _alpha, damage: _damage, machine: _m, ...early } = named({});
  lines.push(JSON.stringify(early));
  const facts = factsOf(lines);
  for (const [i, line] of lines.entries()) {
    const record = rdRecord.parse(JSON.parse(line));
    expect(facts[i], line).not.toBeNull();
    const fields = Object.keys(facts[i]!) as (keyof RdFacts)[];
    expect(facts[i]).toEqual(Object.fromEntries(fields.map((name) => [name, record[name]])));
  }
});

test('what records of one setting share is one object', () => {
  const [first, second] = factsOf(['a', 'b'].map((image) => JSON.stringify(named({ image }))));
  expect(second!.settings).toBe(first!.settings);
  expect(second!.metricVersions).toBe(first!.metricVersions);
});

test('the line says what a failed job or a learned codec tells', () => {
  const learned = {
    ...{ model: 'm', coder: 'c', provider: 'cpu', payloadBytes: 5, estimatedBits: 39.5 },
    parts: { main: { parameters: 1, fileBytes: 2, macsPerPixel: 3, used: 'both' as const } },
  };
  const subject = { spec: 'webp', image: 'a' };
  expect(
    factsOf([failedRdOf(subject), rdOf({ ...subject, learned })].map((r) => JSON.stringify(r))),
  ).toEqual([null, null]);
});
