import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { partitionBytes, readPartition } from '#src/results/compact/partition-file.js';
import { createShapes, takeApart } from '#src/results/compact/shape.js';
import { failedRdOf, rdRecordWith } from '../../support/records.js';
import { scratch } from '../../support/scratch.js';

const lines = [
  ...Array.from({ length: 300 }, (_, i) =>
    rdRecordWith({
      key: `${i}`.padStart(64, '0'),
      bytes: 2 ** 31 + i,
      metrics: i % 7 === 0 ? {} : { psnr: 30 + Math.sin(i), 'butteraugli-3': i % 2 ? null : 1 / i },
      at: new Date(1.8e12 + i * 977).toISOString(),
    }),
  ),
  failedRdOf({ spec: 'webp:quality=5', image: 'brücke' }),
].map((record) => JSON.stringify(record));

const open = createShapes();
const bytes = partitionBytes(lines.map((line) => takeApart(line, open)!));

test('a partition gives back its lines, in their order', () => {
  const file = path.join(scratch(), 'records.parquet');
  writeFileSync(file, bytes);
  const read: string[] = [];
  readPartition(file, ({ rows, line }) => {
    for (let row = 0; row < rows; row++) read.push(line(row));
  });
  expect(read).toEqual(lines);
});

test('one of no records holds none', () => {
  const file = path.join(scratch(), 'records.parquet');
  writeFileSync(file, partitionBytes([]));
  readPartition(file, ({ rows }) => expect(rows).toBe(0));
});

test('it is a Parquet file whose columns others read', async () => {
  const rows = await parquetReadObjects({
    file: bytes.slice().buffer,
    columns: ['metrics/psnr', 'bytes', 'at', 'image'],
    compressors: { GZIP: (packed) => gunzipSync(packed) },
  });
  const record = JSON.parse(lines[1]!);
  expect(rows[1]).toEqual({
    'metrics/psnr': record.metrics.psnr,
    bytes: record.bytes,
    at: new Date(record.at),
    image: record.image,
  });
  expect(rows).toHaveLength(lines.length);
});

test('a broken partition is told with its name and what to do', () => {
  const file = path.join(scratch(), 'records.parquet');
  for (const broken of [
    bytes.subarray(0, 200),
    bytes.subarray(0, bytes.length - 9),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, broken);
    expect(() => readPartition(file, () => {})).toThrow(
      /expected .*records\.parquet to be a partition of records.*move it away/,
    );
  }
});
