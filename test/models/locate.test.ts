import { hash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ExportNote, ModelCard } from '#src/models/card.js';
import { loadCard } from '#src/models/catalogue.js';
import { locateGraph, readGraph } from '#src/models/locate.js';
import { temporaryFolder } from '../support/folders.ts';

const real = await loadCard('lpips-vgg');
const content = 'the graph';
const sha256 = hash('sha256', content);

/** A card whose graph is a file of nine bytes. */
const card: ModelCard = {
  ...real,
  graphs: {
    distance: {
      ...real.graphs['distance']!,
      files: [
        { file: 'small.onnx', sha256, bytes: content.length, from: 'a test' },
        { file: 'other.onnx', sha256: hash('sha256', 'another'), bytes: 7, from: 'a test' },
      ],
    },
  },
};
const note = (changes: Partial<ExportNote>): string =>
  JSON.stringify({
    id: card.id,
    file: 'small.onnx',
    sha256: hash('sha256', 'own export'),
    bytes: 'own export'.length,
    weights: 'somewhere',
    random: false,
    largestDifference: { lpips: 1e-7 },
    ...changes,
  });

beforeEach(async () => {
  vi.stubEnv('PARETO_MODELS', '');
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
});

test.each([
  ['in a folder of the model’s name', 'lpips-vgg/small.onnx'],
  ['in the folder itself', 'small.onnx'],
  ['one level down', 'lpips/small.onnx'],
])('is found through PARETO_MODELS: %s', async (_where, file) => {
  const folder = await temporaryFolder({ [file]: content });
  vi.stubEnv('PARETO_MODELS', ['/no/such/folder', folder].join(path.delimiter));
  const { found, missing } = await locateGraph(card);
  expect(missing).toBeNull();
  expect(found).toEqual({ shards: [], path: path.join(folder, file), sha256, bytes: 9 });
  expect(Buffer.from(await readGraph(found!)).toString()).toBe(content);
});

test('any file that the card names will do; PARETO_MODELS comes before the cache', async () => {
  const cache = await temporaryFolder({ 'models/lpips-vgg/small.onnx': content });
  vi.stubEnv('PARETO_CACHE', cache);
  expect((await locateGraph(card)).found!.path).toBe(
    path.join(cache, 'models', 'lpips-vgg', 'small.onnx'),
  );
  const folder = await temporaryFolder({ 'other.onnx': 'another' });
  vi.stubEnv('PARETO_MODELS', folder);
  expect((await locateGraph(card)).found!.path).toBe(path.join(folder, 'other.onnx'));
});

test('a missing one says how to get it', async () => {
  expect(await locateGraph(card)).toEqual({
    found: null,
    missing:
      "small.onnx or other.onnx is not here: 'pareto models export lpips-vgg' makes it, or name its folder in PARETO_MODELS",
  });
});

test('a file of another length is passed over, and told where there is no other', async () => {
  const wrong = await temporaryFolder({ 'small.onnx': 'the graph, cut' });
  vi.stubEnv('PARETO_MODELS', wrong);
  expect((await locateGraph(card)).missing).toMatch(
    /small\.onnx is another file, by its length: 'pareto models export/,
  );
  const right = await temporaryFolder({ 'small.onnx': content });
  vi.stubEnv('PARETO_MODELS', [wrong, right].join(path.delimiter));
  expect((await locateGraph(card)).found!.path).toBe(path.join(right, 'small.onnx'));
});

test('a file of that length with other bytes is passed over for the right one', async () => {
  const damaged = await temporaryFolder({ 'small.onnx': 'the grapf' });
  vi.stubEnv('PARETO_MODELS', damaged);
  const { found, missing } = await locateGraph(card);
  expect(found).toBeNull();
  expect(missing).toContain('small.onnx is damaged or another file, by its SHA-256');
  const right = await temporaryFolder({ 'small.onnx': 'the graph' });
  vi.stubEnv('PARETO_MODELS', [damaged, right].join(path.delimiter));
  expect((await locateGraph(card)).found?.path).toBe(path.join(right, 'small.onnx'));
});

test('a file that changes after it was found is refused when it is read', async () => {
  const folder = await temporaryFolder({ 'small.onnx': 'the graph' });
  vi.stubEnv('PARETO_MODELS', folder);
  const { found } = await locateGraph(card);
  await writeFile(path.join(folder, 'small.onnx'), 'the grapf');
  await expect(readGraph(found!)).rejects.toThrow(`is expected to have the SHA-256 ${sha256}`);
});

const inShards: ModelCard = {
  ...card,
  kind: 'codec',
  graphs: {
    distance: {
      ...card.graphs['distance']!,
      runtime: 'tfjs',
      files: [
        {
          ...{ file: 'model.json', sha256, bytes: content.length, from: 'a test' },
          shards: [
            { file: 'one.bin', sha256: hash('sha256', 'first'), bytes: 5 },
            { file: 'two.bin', sha256: hash('sha256', 'second'), bytes: 6 },
          ],
        },
      ],
    },
  },
};

test('a graph in pieces is found when all of them are here, and counts them all', async () => {
  const files = { 'model.json': content, 'one.bin': 'first', 'two.bin': 'second' };
  const folder = await temporaryFolder(files);
  vi.stubEnv('PARETO_MODELS', folder);
  expect((await locateGraph(inShards)).found).toEqual({
    path: path.join(folder, 'model.json'),
    sha256,
    bytes: 9 + 5 + 6,
    shards: ['first', 'second'].map((text, i) => ({
      file: `${['one', 'two'][i]}.bin`,
      path: path.join(folder, `${['one', 'two'][i]}.bin`),
      sha256: hash('sha256', text),
      bytes: text.length,
    })),
  });
  const { 'two.bin': _, ...some } = files;
  vi.stubEnv('PARETO_MODELS', await temporaryFolder(some));
  expect((await locateGraph(inShards)).missing).toMatch(
    /two\.bin is not here: 'pareto models export \S+' makes it, or name its folder in PARETO_MODELS$/,
  );
});

test('the first fault is the one that is told', async () => {
  const cut = await temporaryFolder({ 'small.onnx': 'cut' });
  const damaged = await temporaryFolder({ 'small.onnx': 'the grapf' });
  vi.stubEnv('PARETO_MODELS', [cut, damaged].join(path.delimiter));
  const { missing } = await locateGraph(card);
  expect(missing).toContain(path.join(cut, 'small.onnx'));
  expect(missing).toContain('by its length');
});

test('a folder of that name is no graph, and PARETO_MODELS may be relative', async () => {
  const folder = await temporaryFolder({
    'small.onnx/readme': 'a folder',
    'below/small.onnx': content,
  });
  vi.stubEnv('PARETO_MODELS', path.relative(process.cwd(), folder));
  expect((await locateGraph(card)).found!.path).toBe(path.join(folder, 'below', 'small.onnx'));
});

test('a file that changes under its name is digested anew', async () => {
  const folder = await temporaryFolder({ 'small.onnx': 'the grapf' });
  vi.stubEnv('PARETO_MODELS', folder);
  expect((await locateGraph(card)).found).toBeNull();
  const file = path.join(folder, 'small.onnx');
  await writeFile(file, content);
  await utimes(file, 1, 1);
  expect((await locateGraph(card)).found).not.toBeNull();
});

test("somebody else's export.json is no concern of ours", async () => {
  const folder = await temporaryFolder({
    'tool/export.json': '{"hello":1}',
    'small.onnx': 'the graph',
  });
  vi.stubEnv('PARETO_MODELS', folder);
  expect((await locateGraph(card)).found).not.toBeNull();
});

test('an export that is not in the card counts by the note beside it', async () => {
  const folder = await temporaryFolder({
    'lpips-vgg/small.onnx': 'own export',
    'lpips-vgg/export.json': note({}),
  });
  vi.stubEnv('PARETO_MODELS', folder);
  const { found } = await locateGraph(card);
  expect(found!.sha256).toBe(hash('sha256', 'own export'));
  expect(Buffer.from(await readGraph(found!)).toString()).toBe('own export');
});

test('the note of another model counts for nothing, random weights never do', async () => {
  const file = { 'small.onnx': 'own export' };
  const other = await temporaryFolder({ ...file, 'export.json': note({ id: 'dists' }) });
  vi.stubEnv('PARETO_MODELS', other);
  expect((await locateGraph(card)).found).toBeNull();
  const random = await temporaryFolder({
    'small.onnx': content,
    'export.json': note({ random: true, sha256, bytes: 9 }),
  });
  vi.stubEnv('PARETO_MODELS', random);
  expect((await locateGraph(card)).missing).toMatch(/small\.onnx is of random weights: 'pareto/);
});

test('a graph that the card does not have is refused', async () => {
  await expect(locateGraph(card, 'encoder')).rejects.toThrow(
    "the card of lpips-vgg has no graph 'encoder'; it has distance",
  );
  const two = { ...card, graphs: { ...card.graphs, other: card.graphs['distance']! } };
  await expect(locateGraph(two, 'encoder')).rejects.toThrow('it has distance, other');
  await expect(locateGraph(card, 'constructor')).rejects.toThrow("no graph 'constructor'");
});
