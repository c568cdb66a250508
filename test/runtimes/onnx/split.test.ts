import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { cut } from '#src/runtimes/onnx/cut.js';
import { type OnnxModel, readModel, writeModel } from '#src/runtimes/onnx/proto.js';
import { openOnnx, type Tensor } from '#src/runtimes/onnx/session.js';
import { splitComparison } from '#src/runtimes/onnx/split.js';
import { describeShared, shared } from '../../support/shared.ts';
import { differenceModel, modelOf, node, picture, value } from './graphs.ts';

const image = (width: number, height: number, step: number): Tensor => ({
  dims: [1, 3, height, width],
  data: Float32Array.from({ length: 3 * width * height }, (_, i) => ((i * step) % 251) / 125 - 1),
});

async function compute(model: OnnxModel, feeds: Record<string, Tensor>) {
  const session = await openOnnx(writeModel(model), 'test');
  const results = await session.run(feeds);
  await session.close();
  return results;
}

/** The whole graph, its two parts one after the other, and the mean of the maps. */
async function bothWays(model: OnnxModel, a: Tensor, b: Tensor) {
  const { features, comparison, taps, maps } = splitComparison(model, ['a', 'b'], 'test');
  const { distance } = await compute(model, { a, b });
  const kept = await compute(features, { a });
  expect(Object.keys(kept)).toEqual(taps);
  const parts = await compute(comparison, { ...kept, b });
  const mean = ({ data }: Tensor) => data.reduce((sum, each) => sum + each, 0) / data.length;
  return {
    whole: distance!.data[0]!,
    parts: parts['distance']!.data[0]!,
    maps: maps.length,
    mapped: maps.reduce((sum, map) => sum + mean(parts[map]!), 0),
  };
}

const fixture = async (name: string) =>
  readModel(await readFile(new URL(`../../fixtures/models/${name}`, import.meta.url)), name);

describe('splitComparison', () => {
  test('gives two graphs that compute what the one did, and maps that add up to it', async () => {
    const [a, b] = [image(61, 37, 7), image(61, 37, 11)];
    const { whole, parts, maps, mapped } = await bothWays(await fixture('tiny-lpips.onnx'), a, b);
    expect(parts).toBe(whole);
    expect(maps).toBe(5);
    expect(mapped).toBeCloseTo(whole, 5);
  });

  test('finds no maps where the distance is made of other things', async () => {
    const [a, b] = [image(40, 33, 7), image(40, 33, 11)];
    const { whole, parts, maps } = await bothWays(await fixture('tiny-dists.onnx'), a, b);
    expect(parts).toBe(whole);
    expect(maps).toBe(0);
  });

  test('a picture with itself is at the distance 0, by the parts too', async () => {
    const a = image(61, 37, 7);
    for (const name of ['tiny-lpips.onnx', 'tiny-dists.onnx']) {
      expect(await bothWays(await fixture(name), a, a)).toMatchObject({ whole: 0, parts: 0 });
    }
  });

  test('cuts where the pictures meet and not before', () => {
    const { features, comparison, taps } = splitComparison(differenceModel(), ['a', 'b'], 'test');
    expect(taps).toEqual(['fa']);
    expect(features.graph.node.map(({ output }) => output[0])).toEqual(['fa']);
    expect(comparison.graph.node.map(({ output }) => output[0])).toEqual([
      'fb',
      'd',
      'm',
      'distance',
    ]);
    expect(comparison.graph.input.map(({ name }) => name)).toEqual(['fa', 'b']);
  });

  test('refuses a graph that compares the pictures themselves, or none', () => {
    const inputs = [value('a', picture), value('b', picture)];
    const outputs = [value('distance', ['N'])];
    const plain = modelOf([node('Sub', ['a', 'b'], 'distance')], inputs, outputs);
    const alone = modelOf([node('Abs', ['a'], 'distance')], inputs, outputs);
    for (const model of [plain, alone]) {
      expect(() => splitComparison(model, ['a', 'b'], 'x.onnx')).toThrow(
        'x.onnx is expected to compare features of a and b; it does not',
      );
    }
  });
});

test('cut keeps what leads to the outputs, and nothing else', () => {
  const part = cut(differenceModel(), ['a'], ['fa']);
  expect(part.graph.node).toHaveLength(1);
  expect(part.graph.initializer.map(({ name }) => name)).toEqual(['factor']);
  expect(part.graph.input.map(({ name }) => name)).toEqual(['a']);
  expect(part.graph.output.map(({ name }) => name)).toEqual(['fa']);
  const later = cut(differenceModel(), ['d'], ['distance']);
  expect(later.graph.initializer).toEqual([]);
  expect(later.graph.node.map(({ opType }) => opType)).toEqual(['Abs', 'ReduceMean']);
});

describeShared('LPIPS of the shared test data', () => {
  test.each([
    ['lpips_alex.onnx', 5],
    ['lpips_squeeze.onnx', 7],
  ])('%s in two parts computes the same, bit by bit', async (name, layers) => {
    const model = readModel(await readFile(shared('models', 'lpips', name)), name);
    const [a, b] = [image(131, 97, 7), image(131, 97, 11)];
    const { whole, parts, maps, mapped } = await bothWays(model, a, b);
    expect(parts).toBe(whole);
    expect(maps).toBe(layers);
    expect(mapped).toBeCloseTo(whole, 5);
    expect(await bothWays(model, a, a)).toMatchObject({ whole: 0, parts: 0 });
  });
});
