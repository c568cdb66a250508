import { WorkError } from '../../base/errors.js';
import type { OnnxModel } from '../onnx/proto.js';
import type { GraphSession, Tensor } from '../onnx/session.js';
import { inferShapes, type Shapes } from '../onnx/shapes.js';
import { layOutTensors } from './arena.js';
import { openMachine } from './machine.js';
import { type Rows, rowLength } from './rows.js';
import { stepsOf } from './steps.js';

/**
 * Loads a graph into the exact runtime: float32 in WebAssembly with one fixed order of sums, so that
 * it gives the same bits on every machine, in Node and in browsers, and for a picture and its parts.
 * One thread; `npm run bench -- exact` compares its speed with onnxruntime's.
 *
 * The sum of a place begins with the bias, and adds products tap by tap (rows, columns), in each tap
 * channel by channel, every product and every sum rounded to float32. Taps outside of the picture
 * count as zeros, taps whose weights are all 0 are left out.
 * @param name what to call the graph in messages
 * @throws WorkError for a graph with operators that the runtime does not have
 */
export async function openExact(model: OnnxModel, name: string): Promise<GraphSession> {
  const steps = stepsOf(model, name);
  const known = new Set(model.graph.input.map((each) => each.name));
  const machine = await openMachine(steps);
  const all = model.graph.output.map((each) => each.name);
  return {
    async run(feeds, outputs = all) {
      const given = Object.entries(feeds).filter(([input]) => known.has(input));
      const dims = Object.fromEntries(given.map(([input, tensor]) => [input, tensor.dims]));
      const shapes = inferShapes(model, dims, name);
      const { places, bytes } = layOutTensors(steps, shapes, Object.keys(dims), outputs);
      const base = machine.reserve(bytes);
      const rowsOf = (tensor: string): Rows => {
        return placed(shapes, tensor, base + places.get(tensor)!, name);
      };
      for (const [input, tensor] of given) toRows(tensor, machine.floats(rowsOf(input)));
      for (const step of steps) machine.run(step, step.inputs.map(rowsOf), rowsOf(step.output));
      return Object.fromEntries(
        outputs.map((output) => {
          const rows = rowsOf(output);
          return [output, fromRows(machine.floats(rows), rows)];
        }),
      );
    },
    close: async () => machine.close(),
  };
}

/** A tensor of 1 x channels x height x width at its place. */
function placed(shapes: Shapes, tensor: string, at: number, graph: string): Rows {
  const dims = shapes.get(tensor)!;
  const [batch, channels, height, width] = dims;
  if (batch === 1 && dims.length === 4) {
    return { at, channels: channels!, height: height!, width: width! };
  }
  throw new WorkError(
    `${graph}: the exact runtime takes tensors of 1 x channels x height x width, ${tensor} is [${dims}]`,
  );
}

/** Planes to rows of channels. */
export function toRows({ dims, data }: Tensor, rows: Float32Array): void {
  const [, channels, height, width] = dims as [number, number, number, number];
  const places = height * width;
  const length = rowLength(channels);
  rows.fill(0);
  for (let channel = 0, from = 0; channel < channels; channel++) {
    for (let place = 0, to = channel; place < places; place++, to += length) {
      rows[to] = data[from++]!;
    }
  }
}

/** Rows of channels to planes. */
function fromRows(rows: Float32Array, { channels, height, width }: Rows): Tensor {
  const places = height * width;
  const length = rowLength(channels);
  const data = new Float32Array(channels * places);
  for (let channel = 0, to = 0; channel < channels; channel++) {
    for (let place = 0, from = channel; place < places; place++, from += length) {
      data[to++] = rows[from]!;
    }
  }
  return { dims: [1, channels, height, width], data };
}
