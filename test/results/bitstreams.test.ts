import { hash } from 'node:crypto';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { findBitstream, keepBitstream, pruneBitstreams } from '#src/results/bitstreams.js';
import { scratch } from '../support/scratch.ts';

let cache: string;

beforeEach(() => {
  cache = scratch();
  vi.stubEnv('PARETO_CACHE', cache);
});

const bytesOf = (text: string) => new TextEncoder().encode(text);
const keep = async (text: string): Promise<string> => {
  const sha256 = hash('sha256', text);
  await keepBitstream(sha256, bytesOf(text));
  return sha256;
};
const fileOf = (sha256: string) => path.join(cache, 'bitstreams', sha256.slice(0, 2), sha256);

test('finds what it keeps, and nothing else', async () => {
  const sha256 = await keep('a bitstream');
  expect(Buffer.from((await findBitstream(sha256))!).toString()).toBe('a bitstream');
  expect(await findBitstream('0'.repeat(64))).toBeNull();
});

test('a bitstream that has changed on disk is no longer one', async () => {
  const sha256 = await keep('a bitstream');
  writeFileSync(fileOf(sha256), 'a bitstreaM');
  expect(await findBitstream(sha256)).toBeNull();
  expect(existsSync(fileOf(sha256))).toBe(false);
});

test('pruning deletes what was not used for longest', async () => {
  const names = ['one', 'two', 'six'];
  const kept = await Promise.all(names.map(keep));
  for (const [age, sha256] of kept.entries()) {
    const moment = new Date(Date.now() - (10 - age) * 1000);
    utimesSync(fileOf(sha256), moment, moment);
  }
  await findBitstream(kept[0]!);
  await pruneBitstreams(6);
  expect(kept.map((sha256) => existsSync(fileOf(sha256)))).toEqual([true, false, true]);
});

test('a cache that takes nothing does no harm', async () => {
  vi.stubEnv('PARETO_CACHE', path.join(cache, 'file', 'below a file'));
  writeFileSync(path.join(cache, 'file'), '');
  const sha256 = await keep('a bitstream');
  expect(await findBitstream(sha256)).toBeNull();
  await pruneBitstreams(0);
});
