import { describe, expect, test } from 'vitest';
import { openExact } from '#src/runtimes/exact/session.js';
import { openWavefront, type Walk } from '#src/runtimes/exact/wavefront.js';
import { type OnnxNode, type OnnxTensor, writeModel } from '#src/runtimes/onnx/proto.js';
import type { Tensor } from '#src/runtimes/onnx/session.js';
import { openOnnx } from '#src/runtimes/onnx/session.js';
import { floats, integers, modelOf, node, value } from '../onnx/graphs.ts';
import { leaky, noise, noiseTensor, weights } from './graphs.ts';

const channels = 5;

/** Weights of a 5x5 mask, 0 from the centre on, and so small that what follows from them does not grow. */
const masked = (count: number): ArrayLike<number> =>
  noise(count).map((weight, i) => (i % 25 < 12 ? weight / 1000 : 0));

/** As in mbt2018: a masked context, what is known besides, two layers, means and scales. */
function contextGraph(
  changes: { nodes?: OnnxNode[]; mask?: ArrayLike<number>; constants?: OnnxTensor[] } = {},
) {
  return modelOf(
    changes.nodes ?? [
      node('Conv', ['y', 'mask', 'b'], 'context', { pads: [2, 2, 2, 2] }),
      node('Concat', ['params', 'context'], 'both', { axis: 1 }),
      node('Conv', ['both', 'w1', 'b1'], 'wide'),
      leaky('wide', 'bent', 0.01),
      node('Conv', ['bent', 'w2', 'b2'], 'gauss'),
      { ...node('Split', ['gauss', 'sides'], 'scales', { axis: 1 }), output: ['scales', 'means'] },
    ],
    [value('y', [1, channels, 'h', 'w']), value('params', [1, 7, 'h', 'w'])],
    [value('scales', [1, channels, 'h', 'w']), value('means', [1, channels, 'h', 'w'])],
    [
      floats('mask', [10, channels, 5, 5], changes.mask ?? masked(250 * channels)),
      ...[weights('b', [10]), weights('w1', [13, 17, 1, 1]), weights('b1', [13])],
      ...[weights('w2', [10, 13, 1, 1]), weights('b2', [10]), integers('sides', [5, 5])],
      ...(changes.constants ?? []),
    ],
  );
}

/** What stands at a place in the end: a whole number and its mean. */
function stand(walk: Walk, places: Int32Array, to: Float32Array[]): void {
  const { means, scales } = walk.compute(places);
  const values = new Float32Array(places.length * channels);
  for (const [i, at] of places.entries()) {
    for (let c = 0; c < channels; c++) {
      const mean = means!.data[i * means!.length + c]!;
      values[i * channels + c] = ((at * 7 + c * 3) % 5) - 2 + mean;
      to[0]![at * channels + c] = mean;
      to[1]![at * channels + c] = scales!.data[i * scales!.length + c]!;
      to[2]![at * channels + c] = values[i * channels + c]!;
    }
  }
  walk.know(places, values);
}

type Order = (waves: readonly Int32Array[]) => readonly Int32Array[];

const byWave: Order = (waves) => waves;
const byRaster: Order = (waves) =>
  Array.from({ length: waves.reduce((sum, { length }) => sum + length, 0) }, (_, i) =>
    Int32Array.of(i),
  );
const inThrees: Order = (waves) =>
  waves.flatMap((wave) =>
    Array.from({ length: Math.ceil(wave.length / 3) }, (_, i) => wave.subarray(3 * i, 3 * i + 3)),
  );

/** Means, scales and what stands, as rows of channels. */
async function walkThrough(
  model: ReturnType<typeof contextGraph>,
  params: Tensor,
  order: Order,
): Promise<Float32Array[]> {
  const [height, width] = params.dims.slice(2) as [number, number];
  const wavefront = await openWavefront(model, 'y', 'a test');
  const walk = wavefront.begin({ channels, height, width }, { params });
  const found = [1, 2, 3].map(() => new Float32Array(channels * height * width));
  for (const places of order(walk.waves)) stand(walk, places, found);
  wavefront.close();
  return found;
}

/** Rows of channels to planes. */
function planes(rows: Float32Array, dims: readonly number[]): Float32Array {
  const plane = dims[2]! * dims[3]!;
  return rows.map((_, i) => rows[(i % plane) * channels + Math.floor(i / plane)]!);
}

const model = contextGraph();

describe.each([
  [1, 1],
  [1, 17],
  [17, 1],
  [11, 14],
])('a grid of %i x %i', (height, width) => {
  test('waves, raster order and any batch give the same bits, and so does the whole graph', async () => {
    const params = noiseTensor([1, 7, height, width]);
    const waves = await walkThrough(model, params, byWave);
    for (const order of [byRaster, inThrees]) {
      expect(await walkThrough(model, params, order)).toEqual(waves);
    }
    const [means, scales, standing] = waves as [Float32Array, Float32Array, Float32Array];
    const y = { dims: [1, channels, height, width], data: planes(standing, params.dims) };
    const session = await openExact(model, 'a test');
    const whole = await session.run({ y, params });
    await session.close();
    expect(whole['means']!.data).toEqual(planes(means, params.dims));
    expect(whole['scales']!.data).toEqual(planes(scales, params.dims));
    const other = await openOnnx(writeModel(model), 'a test');
    const { means: near } = await other.run({ y, params });
    await other.close();
    const scale = Math.max(...means.map(Math.abs));
    const off = near!.data.map((each, i) => Math.abs(each - whole['means']!.data[i]!) / scale);
    expect(Math.max(...off)).toBeLessThan(1e-5);
  });
});

test('more places in a wave than are computed at once', async () => {
  const left = noise(250 * channels).map((weight, i) => (i % 25 === 11 ? weight / 1000 : 0));
  const rows = contextGraph({ mask: left });
  const params = noiseTensor([1, 7, 300, 1]);
  expect(await walkThrough(rows, params, byWave)).toEqual(
    await walkThrough(rows, params, byRaster),
  );
});

test('one after another, of several sizes', async () => {
  const wavefront = await openWavefront(model, 'y', 'a test');
  const begin = (height: number, width: number) =>
    wavefront.begin({ channels, height, width }, { params: noiseTensor([1, 7, height, width]) });
  begin(9, 9).know(Int32Array.of(0), new Float32Array(channels).fill(3));
  const walk = begin(2, 2);
  const first = walk.compute(Int32Array.of(1))['means']!.data.slice();
  walk.know(Int32Array.of(0), new Float32Array(channels));
  expect(walk.compute(Int32Array.of(1))['means']!.data).toEqual(first);
  wavefront.close();
});

describe('a graph of another form is refused', () => {
  test.each([
    ['what is not known yet', { mask: noise(250 * channels) }, /sees what is not known yet/],
    [
      'a look around',
      { nodes: [node('Conv', ['params', 'w3'], 'y2', { pads: [1, 1, 1, 1] })] },
      /see other places/,
    ],
    ['no convolution', { nodes: [node('Relu', ['y'], 'y2')] }, /y is read by convolutions alone/],
  ])('%s', async (_, changes, message) => {
    const graph = contextGraph({ ...changes, constants: [weights('w3', [5, 7, 3, 3])] });
    await expect(openWavefront(graph, 'y', 'a test')).rejects.toThrow(message);
  });
});
