import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readStreams } from '#src/page/write/pictures-streams.js';
import { codecKey } from '#src/results/identity.js';
import { rdOf } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';

function store(...records: ReturnType<typeof rdOf>[]): string {
  const folder = scratch();
  mkdirSync(path.join(folder, 'rd', 'set'), { recursive: true });
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  writeFileSync(path.join(folder, 'rd', 'set', 'webp.jsonl'), lines);
  return folder;
}

const record = (image: string, changes = {}) => rdOf({ spec: 'webp', image, ...changes });
const group = { dataset: 'set', crop: null };

test('the bitstream of a row and an image, of the images that are asked for', () => {
  const [a, b] = [record('a', { exact: true }), record('b')];
  const streams = readStreams(store(a, b), new Set([a.imageSha256]));
  expect(streams.find(group, codecKey(a), a.imageSha256)).toEqual({
    ...{ sha256: a.bitstreamSha256, exact: true },
  });
  expect(streams.find(group, codecKey(b), b.imageSha256)).toBeNull();
  expect(streams.find({ ...group, crop: '8x8' }, codecKey(a), a.imageSha256)).toBeNull();
});

test('a later record takes the place of an earlier one, also where it has no bitstream', () => {
  const [first, last] = [record('a'), record('a', { bitstreamSha256: null })];
  const images = new Set([first.imageSha256]);
  const of = (...records: (typeof first)[]) =>
    readStreams(store(...records), images).find(group, codecKey(first), first.imageSha256);
  expect(of(first, last)).toBeNull();
  expect(of(last, first)).not.toBeNull();
});
