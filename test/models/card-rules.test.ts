import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ModelCard, readCard } from '#src/models/card.js';
import { loadCard } from '#src/models/catalogue.js';
import { temporaryFolder } from '../support/folders.ts';

const metric = await loadCard('lpips-alex');
const codec = await loadCard('sprig');
const graph = metric.graphs['distance']!;
const onnx = graph.files[0]!;
const shard = { file: 'a.bin', sha256: 'a'.repeat(64), bytes: 1 };
const topology = { ...onnx, file: 'model.json', shards: [shard] };

/** The card as it is read from a file, or why it is refused. */
async function read(card: object): Promise<ModelCard | string> {
  const folder = await temporaryFolder({ 'card.json': JSON.stringify(card) });
  return readCard(path.join(folder, 'card.json')).catch(({ message }) => message);
}
const withGraph = (changes: object, of: ModelCard = metric) => {
  const [name, first] = Object.entries(of.graphs)[0]!;
  return { ...of, graphs: { ...of.graphs, [name]: { ...first, ...changes } } };
};

test('both kinds of card are read as they stand', async () => {
  expect(await read(metric)).toEqual(metric);
  expect(await read(codec)).toEqual(codec);
});

test('graphs run on onnxruntime and no weights are known unless the card says so', async () => {
  const { runtime: _, ...silent } = graph;
  expect(await read({ ...metric, graphs: { distance: silent } })).toEqual(metric);
  const { weights: _weights, ...without } = codec;
  expect(await read(without)).toMatchObject({ weights: [] });
});

describe('a card is refused', () => {
  const tfjs = { runtime: 'tfjs', files: [topology] };
  const misfiled = (runtime: string, wanted: string) =>
    `is of runtime ${runtime}: each of its files is expected to be ${wanted}`;
  const plain = misfiled('onnx', 'an .onnx file without shards');
  const sharded = misfiled('tfjs', 'a .json file with shards of weights');
  test.each<[string, object, string]>([
    ['with a codec in a metric', { ...metric, codec: codec.codec }, 'a codec, and nothing else'],
    ['without one in a codec', { ...codec, codec: undefined }, 'a codec, and nothing else'],
    ['for a metric without weights', { ...metric, weights: [] }, 'weights come from somewhere'],
    ['for a metric of TensorFlow.js', withGraph(tfjs), 'metrics run on onnxruntime alone'],
    ['for a graph in JSON', withGraph({ files: [{ ...onnx, file: 'a.json' }] }), plain],
    ['for a graph with shards', withGraph({ files: [{ ...onnx, shards: [shard] }] }), plain],
    ['for one wrong file of two', withGraph({ files: [onnx, topology] }), plain],
    [
      'for a graph model in ONNX',
      withGraph({ ...tfjs, files: [{ ...topology, file: 'a.onnx' }] }),
      sharded,
    ],
    [
      'for a graph model without weights',
      withGraph({ ...tfjs, files: [{ ...topology, shards: [] }] }),
      sharded,
    ],
  ])('%s', async (_why, card, message) => {
    expect(await read(card)).toContain(message);
  });

  test('for a wiring that is broken', async () => {
    const broken = { ...codec, codec: { ...codec.codec, analysis: 'absent' } };
    expect(await read(broken)).toContain("there is no graph 'absent'");
  });

  test('of another kind than metric and codec', async () => {
    expect(await read({ ...metric, kind: 'optimiser' })).toContain('kind');
  });
});

test('a graph model of TensorFlow.js may stand in a codec', async () => {
  const { analysis } = codec.codec!;
  const tfjs = { ...codec.graphs[analysis]!, runtime: 'tfjs', files: [topology] };
  const card = await read({ ...codec, graphs: { ...codec.graphs, [analysis]: tfjs } });
  expect(card).toMatchObject({ id: 'sprig' });
});

test.each<[string, (text: string) => object]>([
  ['title', (title) => ({ ...metric, title })],
  ['source', (source) => ({ ...metric, source })],
  ['licence', (licence) => ({ ...metric, licence })],
  ['published', (published) => ({ ...metric, published })],
  ['notes', (note) => ({ ...metric, notes: [note] })],
  ['what', (what) => ({ ...metric, weights: [{ ...metric.weights[0]!, what }] })],
  ['name', (name) => ({ ...metric, weights: [{ ...metric.weights[0]!, name }] })],
  ['by', (by) => ({ ...metric, checks: [{ ...metric.checks[0]!, by }] })],
  ['from', (from) => withGraph({ files: [{ ...onnx, from }] })],
  ['meaning', (meaning) => withGraph({ outputs: [{ ...graph.outputs[0]!, meaning }] })],
  ['name', (name) => withGraph({ outputs: [{ ...graph.outputs[0]!, name }] })],
  ['shape', (side) => withGraph({ outputs: [{ ...graph.outputs[0]!, shape: [side] }] })],
])('%s has a letter at least', async (field, card) => {
  expect(await read(card('x'))).toMatchObject({ id: 'lpips-alex' });
  expect(await read(card(''))).toContain(field);
});

test.each<[string, (items: <T>(list: readonly T[]) => readonly T[]) => object]>([
  ['sourceUrls', (of) => ({ ...metric, sourceUrls: of(metric.sourceUrls) })],
  ['inputs', (of) => withGraph({ inputs: of(graph.inputs) })],
  ['outputs', (of) => withGraph({ outputs: of(graph.outputs) })],
  ['files', (of) => withGraph({ files: of(graph.files) })],
])('%s holds one thing at least', async (field, card) => {
  expect(await read(card((list) => list.slice(0, 1)))).toMatchObject({ id: 'lpips-alex' });
  expect(await read(card(() => []))).toContain(field);
});
