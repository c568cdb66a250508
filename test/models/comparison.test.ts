import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { WorkError } from '#src/base/errors.js';
import type { GraphCard } from '#src/models/card.js';
import { loadCard } from '#src/models/catalogue.js';
import { openComparison } from '#src/models/comparison.js';
import { syntheticPair } from '#src/models/synthetic.js';
import { writeModel } from '#src/runtimes/onnx/proto.js';
import { differenceModel } from '../runtimes/onnx/graphs.ts';

const fixture = z
  .object({
    cases: z.array(
      z.object({
        pair: z.object({ width: z.number(), height: z.number(), seed: z.number() }),
        sums: z.tuple([z.number(), z.number()]),
        lpips: z.number(),
        dists: z.number(),
      }),
    ),
  })
  .parse(
    JSON.parse(await readFile(new URL('../fixtures/tiny_models.json', import.meta.url), 'utf8')),
  );

const graph = async (id: string): Promise<GraphCard> => (await loadCard(id)).graphs['distance']!;

describe.each([
  ['lpips', 'lpips-vgg', 5],
  ['dists', 'dists', 0],
] as const)('%s of a small network, by PyTorch in float64', (kind, id, layers) => {
  test.each(fixture.cases)('$pair.width x $pair.height', async ({ pair, sums, ...expected }) => {
    const file = new URL(`../fixtures/models/tiny-${kind}.onnx`, import.meta.url);
    const comparison = await openComparison(await readFile(file), await graph(id), `tiny ${kind}`);
    const { dims, a, b } = syntheticPair(pair);
    const sum = (picture: Float32Array) => picture.reduce((total, each) => total + each, 0);
    expect([Math.round(255 * sum(a)), Math.round(255 * sum(b))]).toEqual(sums);

    const [black, white] = (await graph(id)).inputs[0]!.range!;
    const scaled = (picture: Float32Array) => ({
      dims,
      data: picture.map((each) => black + each * (white - black)),
    });
    const features = await comparison.features(scaled(a));
    const { distance, maps } = await comparison.compare(features, scaled(b));
    expect(distance).toBeCloseTo(expected[kind], 6);
    expect(maps).toHaveLength(layers);
    expect((await comparison.compare(features, scaled(a))).distance).toBe(0);
    expect((await comparison.compare(features, scaled(b))).distance).toBe(distance);
    await comparison.close();
  });
});

const picture = { dims: [1, 3, 4, 4], data: new Float32Array(48).fill(0.5) };

test('a network of broken weights is told', async () => {
  const bytes = writeModel(differenceModel(Number.NaN));
  const comparison = await openComparison(bytes, await graph('lpips-alex'), 'broken.onnx');
  const features = await comparison.features(picture);
  const error: Error = await comparison.compare(features, picture).catch((e) => e);
  expect(error).toBeInstanceOf(WorkError);
  expect(error.message).toBe(
    'broken.onnx gives NaN for the pair: its weights are broken, get it anew',
  );
  await comparison.close();
});

test('another graph is refused by its inputs', async () => {
  const card = await graph('lpips-alex');
  const [first, second] = card.inputs;
  const other = { ...card, inputs: [first!, { ...second!, name: 'c' }] };
  const bytes = writeModel(differenceModel());
  await expect(openComparison(bytes, other, 'x.onnx')).rejects.toThrow(
    'x.onnx is expected to have the inputs a[N,3,H,W], c[N,3,H,W] of float32, it has a[N,3,H,W], b[N,3,H,W]: it is another model',
  );
});

test('bytes that are no graph are refused', async () => {
  const card = await graph('lpips-alex');
  await expect(openComparison(Buffer.from('<html>'), card, 'x.onnx')).rejects.toThrow(
    'x.onnx is damaged or no ONNX model',
  );
});
