import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { TransformGraph } from '#src/codecs/learned/model.js';
import { type NamedTensors, runNamed, scalar } from '#src/codecs/learned/tensors.js';
import { writeModel } from '#src/runtimes/onnx/proto.js';
import { type GraphSession, openOnnx } from '#src/runtimes/onnx/session.js';
import { modelOf, node, value } from '../../runtimes/onnx/graphs.ts';

const image = value('image', [1, 1, 'H', 'W']);
const mean = value('mean', [1, 1, 'h', 'w']);
const pool = { kernel_shape: [2, 2], strides: [2, 2] };
const nodes = [
  node('AveragePool', ['image'], 'pooled', pool),
  node('Mul', ['pooled', 'step'], 'mean'),
];
const bytes = writeModel(modelOf(nodes, [image, value('step', [1])], [mean], []));

/** Means of 2x2 pixels times a step, and the sides of the windows that the graph was run on. */
async function means(width: number, height: number, size: number | null) {
  const session = await openOnnx(bytes, 'means.onnx', {});
  const seen: string[] = [];
  const spied: GraphSession = {
    ...session,
    run: (feeds, outputs) => {
      seen.push(feeds['image']!.dims.slice(2).join('x'));
      return session.run(feeds, outputs);
    },
  };
  const graph = { name: 'means', session: spied, inputs: ['image', 'step'], outputs: ['mean'] };
  const data = Float32Array.from({ length: width * height }, (_, i) => i);
  const known: NamedTensors = new Map([
    ['image', { tensor: { dims: [1, 1, height, width], data }, scale: 1 }],
    ['step', scalar(2)],
  ]);
  const tiling = size === null ? null : { size, overlap: 2 };
  try {
    const extent = { width, height };
    const answers = await runNamed(graph as unknown as TransformGraph, known, extent, tiling);
    return { ...answers.get('mean')!, seen };
  } finally {
    await session.close();
  }
}

test('a graph is run on tensors by their names, and its reduction is told', async () => {
  const { tensor, scale, seen } = await means(4, 2, null);
  expect(tensor.dims).toEqual([1, 1, 1, 2]);
  expect([...tensor.data]).toEqual([5, 9]);
  expect(scale).toBe(2);
  expect(seen).toEqual(['2x4']);
});

test('window by window it gives the same', async () => {
  const whole = await means(12, 10, null);
  const tiled = await means(12, 10, 4);
  expect(tiled.seen).toHaveLength(9);
  expect(tiled.tensor).toEqual(whole.tensor);
  expect(tiled.scale).toBe(2);
});

test('an answer that does not cover the picture evenly is refused', async () => {
  const uneven = means(5, 4, null);
  await expect(uneven).rejects.toThrow(WorkError);
  await expect(uneven).rejects.toThrow('mean of means is of [1,1,2,2] for 5x4 pixels');
});
