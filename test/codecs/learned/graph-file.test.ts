import { appendFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { createGraphReader, sharesFile } from '#src/codecs/learned/graph-file.js';
import { locateModel } from '#src/codecs/learned/model-files.js';
import type { CodecModelCard } from '#src/codecs/learned/model-identity.js';
import { readGraph } from '#src/models/locate.js';
import { tinyModel } from './tiny.ts';

afterEach(() => vi.unstubAllEnvs());

async function tiny() {
  const { card } = await tinyModel();
  const { files } = await locateModel(card);
  return { card, graphs: files!.graphs };
}

/** The card with one more graph in a file that it has: the way to one of the outputs. */
function withSharing(card: CodecModelCard): CodecModelCard {
  const { coarse } = card.graphs;
  const [, feature] = coarse!.outputs;
  const inputs = coarse!.inputs.filter(({ name }) => name === 'low');
  const features = { ...coarse!, inputs, outputs: [feature!] };
  return { ...card, graphs: { ...card.graphs, features } };
}

test('a graph that has its file to itself is given whole', async () => {
  const { card, graphs } = await tiny();
  const { model, bytes } = await createGraphReader(card, readGraph)('fine', graphs['fine']!);
  expect(model.graph.input.map(({ name }) => name)).toEqual(['detail', 'feature']);
  expect(bytes).toHaveLength(graphs['fine']!.bytes);
  expect(sharesFile(card, 'fine')).toBe(false);
});

test('of a file that graphs share, each gets its own way from inputs to outputs', async () => {
  const { card, graphs } = await tiny();
  const sharing = withSharing(card);
  expect(sharesFile(sharing, 'features')).toBe(true);
  expect(sharesFile(sharing, 'coarse')).toBe(true);
  const read = createGraphReader(sharing, readGraph);
  const { model, bytes } = await read('features', graphs['coarse']!);
  expect(model.graph.output.map(({ name }) => name)).toEqual(['feature']);
  expect(model.graph.node.map(({ opType }) => opType)).toEqual([
    'Abs',
    'Clip',
    'Conv',
    'Clip',
    'Resize',
  ]);
  expect(bytes.length).toBeLessThan(graphs['coarse']!.bytes);
});

test('a file is read once, and refused where it is damaged', async () => {
  const { card, graphs } = await tiny();
  const file = graphs['coarse']!;
  const read = createGraphReader(card, readGraph);
  const first = await read('coarse', file);
  await appendFile(file.path, 'x');
  expect((await read('coarse', file)).bytes).toBe(first.bytes);
  await expect(createGraphReader(card, readGraph)('coarse', file)).rejects.toThrow(WorkError);
});

test('a graph of other ports than the card names is refused', async () => {
  const { card, graphs } = await tiny();
  const reading = createGraphReader(card, readGraph)('fine', graphs['coarse']!);
  await expect(reading).rejects.toThrow(/coarse\.onnx is expected to have the inputs detail/);
});
