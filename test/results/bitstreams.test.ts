import { hash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { baselineFolder } from '#src/results/baseline.js';
import {
  bitstreamLimit,
  findBitstream,
  hasBitstream,
  keepBitstream,
  keepMap,
  mapFile,
  pruneBitstreams,
} from '#src/results/bitstreams.js';
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

test('what comes with the baseline is found where the cache has nothing, and is kept there', async () => {
  const folder = path.join(baselineFolder, 'bitstreams');
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(40);
  for (const sha256 of names.slice(0, 3)) {
    expect([hasBitstream(sha256), existsSync(fileOf(sha256))]).toEqual([true, false]);
    expect(hash('sha256', (await findBitstream(sha256))!)).toBe(sha256);
    expect(existsSync(fileOf(sha256))).toBe(true);
  }
  expect(hasBitstream('0'.repeat(64))).toBe(false);
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

test('what is kept already is not written again, what was cut off is', async () => {
  const sha256 = await keep('a bitstream');
  const long = new Date('2020-01-01');
  utimesSync(fileOf(sha256), long, long);
  await keep('a bitstream');
  expect(statSync(fileOf(sha256)).mtime).toEqual(long);
  writeFileSync(fileOf(sha256), 'a bit');
  await keep('a bitstream');
  expect(readFileSync(fileOf(sha256), 'utf8')).toBe('a bitstream');
  expect(readdirSync(path.dirname(fileOf(sha256)))).toEqual([sha256]);
});

test('pruning keeps what just fits', async () => {
  const kept = await Promise.all(['one', 'two'].map(keep));
  await pruneBitstreams(6);
  expect(kept.map((sha256) => existsSync(fileOf(sha256)))).toEqual([true, true]);
  await pruneBitstreams(5);
  expect(kept.filter((sha256) => existsSync(fileOf(sha256)))).toHaveLength(1);
});

test('an error map lies beside its bitstream, one for each original, part and metric', async () => {
  const bitstreamSha256 = await keep('a bitstream');
  const name = { bitstreamSha256, imageSha256: 'a'.repeat(64), crop: null, metric: 'ssim' };
  await keepMap(name, bytesOf('png'));
  expect(readFileSync(mapFile(name), 'utf8')).toBe('png');
  const files = [
    name,
    { ...name, imageSha256: 'b'.repeat(64) },
    { ...name, crop: '0,0,8,8' },
    { ...name, metric: 'dists' },
  ].map(mapFile);
  expect(new Set(files).size).toBe(4);
  for (const file of files) {
    expect(file.startsWith(`${fileOf(bitstreamSha256)}.`)).toBe(true);
    expect(file).toMatch(/\.[0-9a-f]{16}\.(ssim|dists)\.png$/);
  }
});

test('the cache keeps 4 GiB unless told otherwise', () => {
  vi.stubEnv('PARETO_CACHE_LIMIT', '');
  expect(bitstreamLimit()).toBe(4_294_967_296);
  vi.stubEnv('PARETO_CACHE_LIMIT', '12000');
  expect(bitstreamLimit()).toBe(12_000);
  vi.stubEnv('PARETO_CACHE_LIMIT', '20G');
  expect(bitstreamLimit()).toBe(20e9);
  for (const told of ['4X', '-1', '1.5', 'x1']) {
    vi.stubEnv('PARETO_CACHE_LIMIT', told);
    expect(bitstreamLimit).toThrow(`a count of bytes, or a size such as 20G, got '${told}'`);
  }
});
