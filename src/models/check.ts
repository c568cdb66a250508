import { WorkError } from '../base/errors.js';
import { costOf } from '../runtimes/onnx/cost.js';
import { readModel } from '../runtimes/onnx/proto.js';
import type { ModelCard, ModelCheck } from './card.js';
import { graphOf } from './card-schema.js';
import { openComparison } from './comparison.js';
import { locateGraph, readGraph } from './locate.js';
import { syntheticPair } from './synthetic.js';

/** What came of checking a model against its card. */
export interface CheckedModel {
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
  /** Multiply-accumulates for each pixel of the pair, both pictures, at 768 x 512. */
  readonly macsPerPixel: number;
  readonly parameters: number;
  readonly values: readonly CheckedValue[];
  readonly passed: boolean;
}

export interface CheckedValue {
  /** The pair, `64x64 of seed 1`. */
  readonly pair: string;
  readonly by: string;
  readonly expected: number;
  readonly tolerance: number;
  readonly got: number;
  readonly passed: boolean;
}

/**
 * Holds a metric's model to its card: the file's SHA-256, inputs and outputs, the values of the
 * card's pairs, and 0 for a picture with itself.
 * @throws WorkError where the model is missing, damaged or another one
 */
export async function checkModel(card: ModelCard): Promise<CheckedModel> {
  if (card.kind !== 'metric') {
    throw new WorkError(
      `${card.id} is no metric's model: its codec compares it with its card itself`,
    );
  }
  const { found, missing } = await locateGraph(card);
  if (found === null) {
    throw new WorkError(`${card.id} cannot be checked: ${missing}`, { code: 'model-missing' });
  }
  const graph = graphOf(card, 'distance');
  const bytes = await readGraph(found);
  const comparison = await openComparison(bytes, graph, found.path);
  const [black, white] = graph.inputs[0]!.range ?? [0, 1];
  const compare = async ({ pair }: Pick<ModelCheck, 'pair'>, identical: boolean) => {
    const { dims, a, b } = syntheticPair(pair);
    const scaled = (picture: Float32Array) => ({
      dims,
      data: picture.map((value) => value * (white - black) + black),
    });
    const features = await comparison.features(scaled(a));
    return (await comparison.compare(features, scaled(identical ? a : b))).distance;
  };
  const values: CheckedValue[] = [];
  try {
    for (const check of card.checks) {
      const { width, height, seed } = check.pair;
      const pair = `${width}x${height} of seed ${seed}`;
      const near = (by: string, expected: number, tolerance: number, got: number): void => {
        const passed = Math.abs(got - expected) <= tolerance;
        values.push({ pair, by, expected, tolerance, got, passed });
      };
      near(check.by, check.value, check.tolerance, await compare(check, false));
      near('a picture with itself', 0, 0, await compare(check, true));
    }
  } finally {
    await comparison.close();
  }
  const shape = [1, 3, 512, 768];
  const inputs = Object.fromEntries(graph.inputs.map(({ name }) => [name, shape]));
  const { macs, parameters } = costOf(readModel(bytes, found.path), inputs, found.path);
  return {
    id: card.id,
    path: found.path,
    sha256: found.sha256,
    macsPerPixel: macs / (512 * 768),
    parameters,
    values,
    passed: values.every(({ passed }) => passed),
  };
}
