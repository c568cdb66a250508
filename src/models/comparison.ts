import { WorkError } from '../base/errors.js';
import { checkPorts } from '../runtimes/onnx/ports.js';
import { readModel, writeModel } from '../runtimes/onnx/proto.js';
import { type OnnxOptions, openOnnx, type Tensor } from '../runtimes/onnx/session.js';
import { splitComparison } from '../runtimes/onnx/split.js';
import type { GraphCard } from './card.js';

/** A loaded model that compares pictures. */
export interface Comparison {
  /** What it makes of a picture, 1 x 3 x height x width, to compare others with. */
  features(picture: Tensor): Promise<Features>;
  /** Throws WorkError where the model gives no number. */
  compare(features: Features, picture: Tensor): Promise<Compared>;
  close(): Promise<void>;
}

export type Features = Readonly<Record<string, Tensor>>;

export interface Compared {
  readonly distance: number;
  /** Maps of 1 x 1 x h x w whose means add up to the distance; none where a model has none. */
  readonly maps: readonly Tensor[];
}

/**
 * Loads the graph of a metric, cut into the features of one picture and the comparison with others.
 * @param card what the graph must take in and give
 * @param name what to call the model in messages
 * @throws WorkError where the bytes are no such graph
 */
export async function openComparison(
  bytes: Uint8Array,
  { inputs, outputs }: GraphCard,
  name: string,
  options: OnnxOptions = {},
): Promise<Comparison> {
  const model = readModel(bytes, name);
  checkPorts(model, name, { inputs, outputs });
  const [a, b] = inputs.map((input) => input.name);
  const [output] = outputs.map((each) => each.name);
  if (inputs.length !== 2 || a === undefined || b === undefined || output === undefined) {
    throw new WorkError(`the card of ${name} is expected to have two inputs and an output`, {
      code: 'broken-model',
    });
  }
  const split = splitComparison(model, [a, b], name);
  const features = await openOnnx(writeModel(split.features), name, options);
  const comparison = await openOnnx(writeModel(split.comparison), name, options);
  return {
    features: (picture) => features.run({ [a]: picture }),
    async compare(taps, picture) {
      const results = await comparison.run({ ...taps, [b]: picture }, [output, ...split.maps]);
      const distance = results[output]!.data[0]!;
      if (!Number.isFinite(distance)) {
        throw new WorkError(
          `${name} gives ${distance} for the pair: its weights are broken, get it anew`,
          { code: 'broken-model' },
        );
      }
      return { distance, maps: split.maps.map((map) => results[map]!) };
    },
    async close() {
      await Promise.all([features.close(), comparison.close()]);
    },
  };
}
