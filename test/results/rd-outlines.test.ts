import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { compactFolder } from '#src/results/compact/compact.js';
import { codecKey } from '#src/results/identity.js';
import { rdKey } from '#src/results/key.js';
import { rdFile } from '#src/results/layout.js';
import { rdOutlinesIn } from '#src/results/rd-outlines.js';
import type { RdRecord } from '#src/results/record.js';
import { rdRecordWith } from '../support/records.js';
import { scratch } from '../support/scratch.js';

const warn = (message: string): void => {
  throw new Error(`unexpected warning: ${message}`);
};

function recordOf(image: number, changes: Partial<RdRecord> = {}): RdRecord {
  const imageSha256 = `${image}`.padStart(64, '0');
  const record = rdRecordWith({ image: `img${image}`, imageSha256, ...changes });
  return { ...record, key: rdKey(codecKey(record), imageSha256, record.crop) };
}

const identity = codecKey(recordOf(0));
const crop = recordOf(0).crop;
const cropped = recordOf(3, { crop: '64x64' });
const other = { ...recordOf(4), protocol: 2, key: 'f'.repeat(64) };
const none = [undefined, undefined];
const error = { stage: 'encode' as const, message: 'no' };

function outlinesOf(results: string) {
  const stored = rdOutlinesIn((codec) => rdFile(results, 'set', codec), warn)('webp');
  const of = stored.of(identity, crop);
  const images = [0, 1, 2, 3, 4, 5].map((image) => of(recordOf(image).imageSha256));
  return { stored, images };
}

test('the last record of a setting and image counts, in lines and in partitions', async () => {
  const results = scratch();
  const file = rdFile(results, 'set', 'webp');
  const first = [0, 1, 2].map((image) => recordOf(image));
  await appendLines(file, [...first, recordOf(1, { error }), cropped, other]);
  const check = () => {
    const { stored, images } = outlinesOf(results);
    expect(images.map((outline) => outline?.failed)).toEqual([
      false,
      true,
      false,
      ...none,
      undefined,
    ]);
    expect(stored.of(identity, '64x64')(cropped.imageSha256)).toBeDefined();
    expect(stored.of('another', crop)(first[0]!.imageSha256)).toBeUndefined();
    expect(stored.hasEarly).toBe(recordOf(0).version.startsWith('0.1.'));
    return images[0];
  };
  const before = check();
  await compactFolder(results, { warn });
  expect(check()).toEqual(before);
  await appendLines(file, [recordOf(1), recordOf(5, { error })]);
  const { images } = outlinesOf(results);
  expect(images.map((outline) => outline?.failed)).toEqual([false, false, false, ...none, true]);
});

test('a record whose key its fields do not tell is found by the key', async () => {
  const results = scratch();
  const file = rdFile(results, 'set', 'webp');
  const { key } = recordOf(7);
  await appendLines(file, [recordOf(6)]);
  appendFileSync(file, `${JSON.stringify({ key, error: null, version: '0.2.0' })}\n`);
  const { stored } = outlinesOf(results);
  const of = stored.of(identity, crop);
  expect([6, 7, 8].map((image) => of(recordOf(image).imageSha256) !== undefined)).toEqual([
    true,
    true,
    false,
  ]);
});

test('there is nothing in a file that is not there, and a newer schema is refused', async () => {
  const file = rdFile(scratch(), 'set', 'webp');
  const read = () => rdOutlinesIn(() => file, warn)('webp').of(identity, null)('0'.repeat(64));
  expect(read()).toBeUndefined();
  await appendLines(file, [{ ...recordOf(0), schema: 999 }]);
  expect(read).toThrow(/:1 has record schema 999/);
});
