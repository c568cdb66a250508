import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { type MergeFoldersOptions, mergeFolders } from '#src/results/merge/merge.js';
import type { RdRecord, Recorded } from '#src/results/record.js';
import { rdRecordWith, timingRecordWith } from '../../support/records.js';
import { scratch } from '../../support/scratch.js';

const rdName = 'rd/kodak/webp.jsonl';

const keyOf = (name: string | number): string => hash('sha256', `${name}`);
const rd = (name: string | number, changes: Partial<RdRecord> = {}): RdRecord =>
  rdRecordWith({ key: keyOf(name), version: '0.2.0', ...changes });

/** A folder of results with these lines in a file. */
function folderOf(root: string, name: string, files: Record<string, readonly unknown[] | string>) {
  const folder = path.join(root, name);
  for (const [file, lines] of Object.entries(files)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    const text =
      typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(target, text);
  }
  return folder;
}

function recordsOf<R extends Recorded = RdRecord>(folder: string, name = rdName): R[] {
  const text = readFileSync(path.join(folder, name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as R);
}

/** Every file of a folder with what it holds. */
function contentsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((each) => each.isFile())
      .map((each) => path.join(each.parentPath, each.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'latin1')]),
  );
}

async function merged(
  out: string,
  folders: readonly string[],
  options: Partial<MergeFoldersOptions> = {},
): Promise<string> {
  await mergeFolders(folders, { out, warn: () => {}, ...options });
  return out;
}

const machine = (id: string, cpu = 'a cpu', changes: object = {}) =>
  JSON.stringify({
    ...{ schema: 1, id, hardware: { cpu, arch: 'x64', cores: 2, memoryBytes: 1e9 }, features: [] },
    ...{ governor: null, os: 'linux', node: '20.20.0', libraries: {}, noise: null },
    ...{ calibration: null, at: '2026-01-01T00:00:00Z', ...changes },
  });

test('joins every kind of file, in any order, any number of times, to the same bytes', async () => {
  const root = scratch();
  const bitstream = 'a bitstream';
  const sha256 = hash('sha256', bitstream);
  const content = (images: readonly string[]) =>
    JSON.stringify({
      ...{ schema: 1, dataset: 'kodak' },
      images: images.map((name) => ({ name, sha256: keyOf(name), content: 'photo' })),
    });
  const parts = [
    folderOf(root, 'a', {
      [rdName]: [rd(1), rd(2, { metrics: { psnr: 30 }, metricVersions: { psnr: '1' } })],
      'timing/pi/kodak/webp.jsonl': [timingRecordWith({ testbed: 'pi', key: keyOf('t1') })],
      'testbeds/pi.json': machine('pi'),
      'datasets/kodak.json': content(['b', 'c']),
      [`bitstreams/${sha256}`]: bitstream,
    }),
    folderOf(root, 'b', {
      [rdName]: [rd(3), rd(2, { metrics: { ssim: 0.9 }, metricVersions: { ssim: '2' } })],
      'rd/kodak/jxl.jsonl': [rd(4, { codec: 'jxl' })],
      'testbeds/pi.json': machine('pi', 'a cpu', { at: '2026-01-02T00:00:00Z' }),
      'datasets/kodak.json': content(['a', 'b']),
    }),
    folderOf(root, 'c', {
      [rdName]: [rd(2, { metrics: { psnr: 31 }, metricVersions: { psnr: '2' } }), rd(1)],
      'testbeds/mini.json': machine('mini', 'another cpu'),
    }),
  ];
  const [a, b, c] = parts as [string, string, string];
  const whole = contentsOf(await merged(path.join(root, 'abc'), [a, b, c]));
  expect(contentsOf(await merged(path.join(root, 'cab'), [c, a, b]))).toEqual(whole);
  expect(contentsOf(await merged(path.join(root, 'twice'), [b, a, c, b, a]))).toEqual(whole);
  const stepwise = path.join(root, 'stepwise');
  for (const part of [c, b, a, c]) await merged(stepwise, [part]);
  expect(contentsOf(stepwise)).toEqual(whole);
  expect(contentsOf(await merged(path.join(root, 'small'), [a, b, c], { runSize: 1 }))).toEqual(
    whole,
  );

  expect(Object.keys(whole)).toEqual([
    ...[`bitstreams/${sha256}`, 'datasets/kodak.json', 'rd/kodak/jxl.jsonl', rdName],
    ...['testbeds/mini.json', 'testbeds/pi.json', 'timing/pi/kodak/webp.jsonl'],
  ]);
  const records = recordsOf(stepwise);
  expect(records.map(({ key }) => key)).toEqual([1, 2, 3].map(keyOf).sort());
  expect(records.find(({ key }) => key === keyOf(2))).toMatchObject({
    metrics: { psnr: 31, ssim: 0.9 },
    metricVersions: { psnr: '2', ssim: '2' },
  });
  expect(JSON.parse(whole['testbeds/pi.json']!)).toMatchObject({ at: '2026-01-02T00:00:00Z' });
  const { images } = JSON.parse(whole['datasets/kodak.json']!) as { images: { name: string }[] };
  expect(images.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('a record that went to its end counts before one that failed, and the last line of a key alone', async () => {
  const root = scratch();
  const failed = { bytes: null, bpp: null, error: { stage: 'encode', message: 'no' } } as const;
  const a = folderOf(root, 'a', { [rdName]: [rd(1, { bytes: 5 }), rd(1), rd(2, failed)] });
  const later = { ...failed, at: '2027-01-01T00:00:00Z' };
  const b = folderOf(root, 'b', { [rdName]: [rd(1, later), rd(2)] });
  const out = await merged(path.join(root, 'out'), [a, b]);
  expect(recordsOf(out)).toEqual([rd(1), rd(2)].sort((x, y) => (x.key < y.key ? -1 : 1)));
});

test('of times that were measured twice those of more passes count', async () => {
  const root = scratch();
  const name = 'timing/pi/kodak/webp.jsonl';
  const total = { total: [1, 1, 1], cpu: [1, 1, 1], stages: {} };
  const a = folderOf(root, 'a', { [name]: [timingRecordWith({ encode: total })] });
  const b = folderOf(root, 'b', { [name]: [timingRecordWith({ at: '2027-01-01T00:00:00Z' })] });
  const out = await merged(path.join(root, 'out'), [b, a]);
  expect(recordsOf(out, name)).toEqual([timingRecordWith({ encode: total })]);
});

test('what a version before 0.2.0 read otherwise gives way', async () => {
  const root = scratch();
  const early = rd(1, { bytes: 7, bitstreamSha256: keyOf('early'), version: '0.1.0' });
  const a = folderOf(root, 'a', { [rdName]: [early] });
  const b = folderOf(root, 'b', { [rdName]: [rd(1)] });
  expect(recordsOf(await merged(path.join(root, 'out'), [a, b]))).toEqual([rd(1)]);
});

test.each<[string, Partial<RdRecord>, string]>([
  ['bytes', { bytes: 1, bpp: 0.1 }, 'bytes is to be the same'],
  ['a bitstream', { bitstreamSha256: keyOf('other') }, 'bitstreamSha256 is to be the same'],
  [
    'a value of a metric',
    { metrics: { psnr: 31 }, metricVersions: { psnr: '1' } },
    'psnr (version 1) is to be the same',
  ],
])('refuses another %s of one key, and writes nothing', async (_, change, message) => {
  const root = scratch();
  const sound = { metrics: { psnr: 30 }, metricVersions: { psnr: '1' } };
  const a = folderOf(root, 'a', {
    [rdName]: [rd(0), rd(1, { ...sound, bitstreamSha256: keyOf('one') })],
  });
  const b = folderOf(root, 'b', {
    [rdName]: [rd(1, { ...sound, bitstreamSha256: keyOf('one'), ...change })],
  });
  const out = folderOf(root, 'out', { 'rd/kodak/jxl.jsonl': [rd(5)] });
  const before = contentsOf(out);
  for (const order of [
    [a, b],
    [b, a],
  ]) {
    const refused = mergeFolders(order, { out, warn: () => {} });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(mergeFolders(order, { out, warn: () => {} })).rejects.toThrow(message);
  }
  expect(contentsOf(out)).toEqual(before);
});

test('refuses one name of a testbed for two machines', async () => {
  const root = scratch();
  const a = folderOf(root, 'a', { 'testbeds/pi.json': machine('pi') });
  const b = folderOf(root, 'b', { 'testbeds/pi.json': machine('pi', 'another cpu') });
  const out = path.join(root, 'out');
  await expect(mergeFolders([a, b], { out, warn: () => {} })).rejects.toThrow(
    /testbed pi is .* in .* one name stands for one machine/,
  );
  expect(existsSync(path.join(out, 'testbeds'))).toBe(false);
});

test('refuses two classes of one image, and what is no folder of results', async () => {
  const root = scratch();
  const content = (is: string) =>
    JSON.stringify({
      ...{ schema: 1, dataset: 'kodak' },
      images: [{ name: 'a', sha256: keyOf('a'), content: is }],
    });
  const a = folderOf(root, 'a', { 'datasets/kodak.json': content('photo') });
  const b = folderOf(root, 'b', { 'datasets/kodak.json': content('screen') });
  const options = { out: path.join(root, 'out'), warn: () => {} };
  await expect(mergeFolders([a, b], options)).rejects.toThrow('its class is to be the same');
  await expect(mergeFolders([path.join(root, 'none')], options)).rejects.toThrow(
    'expected a folder of results',
  );
});

test('passes over lines that are no records, and bitstreams that are not what they are called', async () => {
  const root = scratch();
  const a = folderOf(root, 'a', {
    [rdName]: `${JSON.stringify(rd(1))}\nnot a record\n${JSON.stringify(rd(2)).slice(0, 40)}`,
    [`bitstreams/${keyOf('x')}`]: 'y',
  });
  const warnings: string[] = [];
  const out = path.join(root, 'out');
  await mergeFolders([a], { out, warn: (message) => warnings.push(message) });
  expect(recordsOf(out)).toEqual([rd(1)]);
  expect(existsSync(path.join(out, 'bitstreams'))).toBe(false);
  expect(warnings).toHaveLength(2);
});
