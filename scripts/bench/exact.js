import { openExact } from '../../dist/runtimes/exact/session.js';
import { costOf } from '../../dist/runtimes/onnx/cost.js';
import { attributeTypes, elementTypes, writeModel } from '../../dist/runtimes/onnx/proto.js';
import { openOnnx } from '../../dist/runtimes/onnx/session.js';

/** @typedef {import('./report.js').Figure} Figure */
/** @typedef {import('../../dist/runtimes/onnx/proto.js').OnnxModel} OnnxModel */

const rounds = 9;
/** Latents of 768x512 pixels at a 64th of each side. */
const dims = [1, 192, 8, 12];

/**
 * The exact runtime on the hyper-synthesis of mbt2018 (192 to 640 channels) with random weights, in turns
 * with onnxruntime on one thread, in processor seconds, the least of some rounds.
 *
 * A vector of SIMD holds four numbers, a multiply-add is two operations of it, and a core begins two of
 * these a cycle, newer ones three: 4 to 6 multiply-adds a cycle, 12 to 18 G a second at 3 GHz, is the floor.
 * onnxruntime has vectors of 8 or 16 numbers and fused multiply-adds: 4 to 8 times as much.
 */
export async function bench() {
  const model = hyperSynthesis();
  const { macs } = costOf(model, { z: dims }, 'hyper-synthesis');
  const data = Float32Array.from({ length: 192 * 96 }, (_, i) => Math.sin(i));
  const feeds = { z: { dims, data } };
  const exact = await openExact(model, 'hyper-synthesis');
  const other = await openOnnx(writeModel(model), 'hyper-synthesis');
  let [ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    ours = Math.min(ours, await secondsOf(() => exact.run(feeds)));
    theirs = Math.min(theirs, await secondsOf(() => other.run(feeds)));
  }
  await exact.close();
  await other.close();
  /** @type {Figure[]} */
  const figures = [
    {
      what: `exact runtime, ${(macs / 1e9).toFixed(1)} G multiply-adds, one thread`,
      value: `${(macs / ours / 1e9).toFixed(1)} G a second`,
      bound: 'floor of 128-bit SIMD without fused operations: 4 to 6 a cycle',
    },
    {
      what: 'times that onnxruntime is faster',
      value: (ours / theirs).toFixed(1),
      bound: 'at most 6',
      holds: ours / theirs <= 6,
    },
  ];
  return figures;
}

/** @param {() => Promise<unknown>} run */
async function secondsOf(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** @returns {OnnxModel} */
function hyperSynthesis() {
  /** @type {(name: string, dims: number[]) => object} */
  const weights = (name, shape) => {
    const count = shape.reduce((all, side) => all * side, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i) / 100);
    return {
      name,
      dims: shape,
      dataType: elementTypes.float32,
      rawData: new Uint8Array(values.buffer),
    };
  };
  /** @type {(opType: string, input: string[], output: string, ints?: Record<string, number[]>) => object} */
  const node = (opType, input, output, ints = {}) => ({
    ...{ opType, input, output: [output] },
    attribute: Object.entries(ints).map(([name, each]) => {
      return { name, type: attributeTypes.ints, ints: each };
    }),
  });
  const up = { strides: [2, 2], pads: [2, 2, 2, 2], output_padding: [1, 1] };
  /** @type {(name: string, channels: number) => object} */
  const port = (name, channels) => {
    const dim = [{ dimValue: 1 }, { dimValue: channels }, { dimParam: 'h' }, { dimParam: 'w' }];
    return { name, type: { tensorType: { elemType: elementTypes.float32, shape: { dim } } } };
  };
  return /** @type {OnnxModel} */ ({
    irVersion: 7,
    opsetImport: [{ version: 13 }],
    graph: {
      name: 'hyper',
      node: [
        node('ConvTranspose', ['z', 'w1'], 'a', up),
        node('LeakyRelu', ['a'], 'b'),
        node('ConvTranspose', ['b', 'w2'], 'c', up),
        node('LeakyRelu', ['c'], 'd'),
        node('Conv', ['d', 'w3'], 'params', { pads: [1, 1, 1, 1] }),
      ],
      initializer: [
        weights('w1', [192, 320, 5, 5]),
        weights('w2', [320, 480, 5, 5]),
        weights('w3', [640, 480, 3, 3]),
      ],
      input: [port('z', 192)],
      output: [port('params', 640)],
      valueInfo: [],
    },
  });
}
