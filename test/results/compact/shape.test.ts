import { expect, test } from 'vitest';
import { cellKindOf, createShapes, takeApart } from '#src/results/compact/shape.js';
import { codecKey } from '#src/results/identity.js';
import { rdKey } from '#src/results/key.js';
import type { RdRecord } from '#src/results/record.js';
import { failedRdOf, rdRecordWith } from '../../support/records.js';

const open = createShapes();

/** A record whose key is what a sweep makes it. */
function keyed(changes: Partial<RdRecord> = {}): RdRecord {
  const record = rdRecordWith(changes);
  return { ...record, key: rdKey(codecKey(record), record.imageSha256, record.crop) };
}

function putTogether(line: string): string {
  const { shape, cells } = takeApart(line, open)!;
  return open(shape).line(cells.map(({ value }) => value));
}

const lines = [
  keyed(),
  keyed({ image: 'straße "1"', crop: '64x64', bpp: 0.5 }),
  keyed({ metrics: { psnr: null, 'ms-ssim': 0.98 }, machine: 'pi5' }),
  rdRecordWith({ key: 'f'.repeat(64) }),
  failedRdOf({ spec: 'webp:quality=5', image: 'broken' }),
].map((record) => JSON.stringify(record));

test('a line that is taken apart and put together is the same, byte by byte', () => {
  for (const line of lines) expect(putTogether(line)).toBe(line);
});

test('records of one setting share a shape, and their keys follow from it', () => {
  const [one, other] = [
    keyed({ bpp: 3, at: '2026-02-03T04:05:06.788Z' }),
    keyed({
      bpp: 4,
      imageSha256: 'e'.repeat(64),
      image: 'other',
      bytes: 7,
      at: '2026-02-03T04:05:06.789Z',
    }),
  ].map((record) => takeApart(JSON.stringify(record), open)!);
  expect(other!.shape).toBe(one!.shape);
  expect(other!.cells.map(({ path }) => path)).not.toContain('key');
  const own = takeApart(JSON.stringify(rdRecordWith({ key: 'f'.repeat(64) })), open)!;
  expect(own.cells).toContainEqual({ path: 'key', value: 'f'.repeat(64) });
});

test('what cannot be given back byte by byte is left whole', () => {
  const record = keyed();
  const whole = JSON.stringify(record);
  const others = [
    whole.replace('"bytes":', '"bytes": '),
    whole.replace(/"bytes":\d+/, '"bytes":-0'),
    JSON.stringify({ ...record, spec: '\u0001' }),
    JSON.stringify({ ...record, schema: 2 }),
    '{"kind":"rd"}',
    'no JSON',
  ];
  for (const line of others) expect(takeApart(line, open)).toBeNull();
});

test('what a setting shares is no column', () => {
  const kinds = ['metrics/psnr', 'imageSha256', 'at', 'image', 'settings/quality', 'spec'];
  expect(kinds.map(cellKindOf)).toEqual(['number', 'sha256', 'moment', 'text', null, null]);
});
