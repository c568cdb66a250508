import { createRaster } from '../../dist/image/raster.js';
import { metrics } from '../../dist/metrics/registry.js';
import { graphOf } from '../../dist/models/card-schema.js';
import { loadCard } from '../../dist/models/catalogue.js';
import { openComparison } from '../../dist/models/comparison.js';
import { locateGraph, readGraph } from '../../dist/models/locate.js';
import { costOf } from '../../dist/runtimes/onnx/cost.js';
import { readModel, writeModel } from '../../dist/runtimes/onnx/proto.js';
import { openOnnx } from '../../dist/runtimes/onnx/session.js';

const [width, height] = [768, 512];
const pixels = width * height;
const points = 8;

/** @typedef {import('./report.js').Figure} Figure */

/**
 * The metrics that are networks, on one thread: how near they come to the rate that
 * a product of two matrices reaches by the same library in turns with them, and what is saved by
 * preparing an original once. All times are processor seconds, the least of some rounds: other programs
 * on the machine hardly touch them.
 */
export async function bench() {
  const product = await openProduct();
  /** @type {Figure[]} */
  const figures = [];
  for (const id of ['lpips-alex', 'lpips-squeeze', 'lpips-vgg', 'dists']) {
    figures.push(...(await benchMetric(id, product)));
  }
  await product.close();
  return figures;
}

/**
 * @param {string} id
 * @param {Awaited<ReturnType<typeof openProduct>>} product
 * @returns {Promise<Figure[]>}
 */
async function benchMetric(id, product) {
  const card = await loadCard(id);
  const { found, missing } = await locateGraph(card);
  if (found === null) return [{ what: id, value: 'not measured', bound: missing }];
  const bytes = await readGraph(found);
  const shape = [1, 3, height, width];
  const { macs } = costOf(readModel(bytes, id), { a: shape, b: shape }, id);
  const rounds = macs > 5e10 ? 3 : 9;

  const metric = await metrics.load(id);
  const original = picture(1);
  const decoded = picture(2);
  const scorer = await metric.prepare(original);
  await scorer.score(decoded);
  const whole = await openOnnx(bytes, id);
  const [a, b] = [planes(original), planes(decoded)];
  await whole.run({ a, b });
  const [prepared = 0, alone = 0, withMap = 0, plain = 0, ...products] = await leastOf(
    rounds,
    () => scorer.score(decoded),
    async () => {
      const fresh = await metric.prepare(original);
      await fresh.score(decoded);
      fresh.close();
    },
    () => scorer.score(decoded, { map: true }),
    () => whole.run({ a, b }),
    product.run,
    product.run,
    product.run,
  );
  const peak = product.macs / Math.min(...products);
  scorer.close();
  await whole.close();

  const comparison = await openComparison(bytes, graphOf(card, 'distance'), id);
  const batch = { dims: [4, 3, height, width], data: new Float32Array(4 * a.data.length) };
  for (let i = 0; i < 4; i++) batch.data.set(b.data, i * b.data.length);
  const features = await comparison.features(a);
  await comparison.compare(features, b);
  const [single = 0, four = 0] = await leastOf(
    Math.ceil(rounds / 2),
    () => comparison.compare(features, b),
    () => comparison.compare(features, batch),
  );
  await comparison.close();

  const ms = (/** @type {number} */ seconds) => `${(1000 * seconds).toFixed(0)} ms`;
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;
  // The original's half of the work is done beforehand.
  const rate = macs / 2 / prepared;
  return [
    {
      what: `${id}, ${width}x${height} against a prepared original, ${(macs / 2e9).toFixed(1)} G multiply-accumulates (${(macs / 2 / pixels / 1000).toFixed(1)} k per pixel)`,
      value: `${ms(prepared)}, ${(rate / 1e9).toFixed(1)} G/s, ${percent(rate / peak)} of the rate of a product of matrices`,
      bound: `${(peak / 1e9).toFixed(1)} G/s in a product of matrices of 1024x1024 by the same library`,
    },
    {
      what: `${id}, the whole graph of two pictures, by onnxruntime alone`,
      value: `${ms(plain)}, ${percent(macs / plain / peak)} of that rate; a score of ours takes ${percent(prepared / plain)} of it`,
      bound: 'a little above 50 %',
    },
    {
      what: `${id}, ${points} points of one original, prepared once and for each`,
      value: `${ms(alone - prepared + points * prepared)} and ${ms(points * alone)}: saves ${percent(1 - (alone + (points - 1) * prepared) / (points * alone))}`,
      bound: 'none',
    },
    ...(metric.map === null
      ? []
      : [
          {
            what: `${id}, with its error map`,
            value: `${ms(withMap)} instead of ${ms(prepared)}`,
            bound: 'none',
          },
        ]),
    {
      what: `${id}, four decoded pictures in one run of the network, for each`,
      value: `${ms(four / 4)} instead of ${ms(single)}`,
      bound: 'the reason why scores are not batched',
    },
  ];
}

/** A product of two matrices of 1024 x 1024. */
async function openProduct() {
  const side = 1024;
  /** @param {string} name */
  const port = (name) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: side }, { dimValue: side }] } } },
  });
  const model = {
    irVersion: 7,
    opsetImport: [{ version: 13 }],
    graph: {
      name: 'product',
      node: [{ opType: 'MatMul', input: ['a', 'b'], output: ['c'], attribute: [] }],
      initializer: [],
      input: [port('a'), port('b')],
      output: [port('c')],
      valueInfo: [],
    },
  };
  const session = await openOnnx(writeModel(model), 'a product of matrices');
  const matrix = {
    dims: [side, side],
    data: Float32Array.from({ length: side ** 2 }, (_, i) => ((i * 7) % 251) / 251),
  };
  return {
    macs: side ** 3,
    run: () => session.run({ a: matrix, b: matrix }),
    close: session.close,
  };
}

/**
 * Least processor seconds of each of several works, done in turns.
 * @param {number} rounds
 * @param {(() => Promise<unknown>)[]} works
 */
async function leastOf(rounds, ...works) {
  const seconds = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const start = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(start);
      seconds[i] = Math.min(seconds[i] ?? 0, (user + system) / 1e6);
    }
  }
  return seconds;
}

/** @param {number} seed */
function picture(seed) {
  const data = new Uint8Array(3 * pixels);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    data[i] = ((i >> 4) % 200) + (state >>> 27);
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

/** @param {import('../../dist/image/raster.js').Raster} raster */
function planes({ data }) {
  const planar = new Float32Array(3 * pixels);
  for (let i = 0; i < planar.length; i++) {
    planar[i] = (data[3 * (i % pixels) + Math.floor(i / pixels)] ?? 0) / 127.5 - 1;
  }
  return { dims: [1, 3, height, width], data: planar };
}
