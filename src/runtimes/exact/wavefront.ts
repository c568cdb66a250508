import { WorkError } from '../../base/errors.js';
import type { OnnxModel } from '../onnx/proto.js';
import type { Tensor } from '../onnx/session.js';
import { inferShapes } from '../onnx/shapes.js';
import { type Machine, openMachine, placesAtOnce } from './machine.js';
import type { Part } from './parts.js';
import { bytesOfRows, groupSize, type Rows, rowBytes, rowLength } from './rows.js';
import { toRows } from './session.js';
import { type Step, stepsOf } from './steps.js';
import { slopeOf, wavesOf } from './waves.js';

/** What a graph gives for some places: a row of numbers for each, `length` apart. */
export interface PlacedRows {
  readonly data: Float32Array;
  readonly channels: number;
  readonly length: number;
}

/** A grid of places that is gone through once. */
export interface Walk {
  /** Places, y * width + x, wave by wave: those of one need none of each other. */
  readonly waves: readonly Int32Array[];
  /** The graph's outputs at these places, until the next call. */
  compute(places: Int32Array): Readonly<Record<string, PlacedRows>>;
  /** Says what stands at these places from now on: a row of channels for each. */
  know(places: Int32Array, values: Float32Array): void;
}

/** A graph whose outputs at a place depend on what stands at places before it. */
export interface Wavefront {
  /** Begins a grid of rows of channels where nothing is known, with tensors that are. */
  begin(grid: Omit<Rows, 'at'>, known: Readonly<Record<string, Tensor>>): Walk;
  close(): void;
}

/**
 * Loads an autoregressive context into the exact runtime: masked convolutions of one input, `seen`,
 * and operators on each place by itself after them. Any grouping of places, wave by wave or one by
 * one, gives the same bits, and so does the whole graph on the finished tensor by `openExact`.
 * @param name what to call the graph in messages
 * @throws WorkError for a graph of another form
 */
export async function openWavefront(
  model: OnnxModel,
  seen: string,
  name: string,
): Promise<Wavefront> {
  const steps = stepsOf(model, name);
  const slope = slopeOfSteps(steps, seen, name);
  const outputs = model.graph.output.map((each) => each.name);
  const machine = await openMachine(steps);
  return {
    begin({ channels, height, width }, known) {
      const waves = wavesOf({ height, width }, slope);
      const most = Math.max(...waves.map(({ length }) => length));
      const inputs = { ...known, [seen]: { dims: [1, channels, height, width] } };
      const dims = Object.fromEntries(
        Object.entries(inputs).map(([key, each]) => [key, each.dims]),
      );
      const shapes = inferShapes(model, dims, name);

      // Whole tensors first, then what there is of a wave.
      const whole = new Map<string, Rows>();
      const part = new Map<string, Rows>();
      let end = 0;
      const place = (rows: Omit<Rows, 'at'>): Rows => {
        const placed = { ...rows, at: end };
        end += bytesOfRows(placed);
        return placed;
      };
      for (const [key, each] of Object.entries(dims)) {
        whole.set(key, place({ channels: each[1]!, height, width }));
      }
      for (const tensor of [...Object.keys(known), ...steps.map((step) => step.output)]) {
        const rows = { channels: shapes.get(tensor)![1]!, height: 1, width: most };
        part.set(tensor, place(rows));
      }
      const base = machine.reserve(end);
      for (const all of [whole, part]) {
        for (const [key, rows] of all) all.set(key, { ...rows, at: rows.at + base });
      }
      for (const [key, tensor] of Object.entries(known)) {
        toRows(tensor, machine.floats(whole.get(key)!));
      }
      const grid = whole.get(seen)!;
      const standing = machine.floats(grid);
      standing.fill(0);

      return {
        waves,
        compute(places) {
          const rowsOf = (tensor: string): Rows => ({ ...part.get(tensor)!, width: places.length });
          for (const key of Object.keys(known)) {
            gather(machine, whole.get(key)!, places, rowsOf(key));
          }
          for (const step of steps) {
            const to = rowsOf(step.output);
            if (step.inputs[0] === seen && step.kind === 'sums') {
              lookBack(machine, step.parts[0]!, grid, places, to);
            } else machine.run(step, step.inputs.map(rowsOf), to);
          }
          return Object.fromEntries(
            outputs.map((output) => {
              const rows = rowsOf(output);
              const length = rowLength(rows.channels);
              return [output, { data: machine.floats(rows), channels: rows.channels, length }];
            }),
          );
        },
        know(places, values) {
          const length = rowLength(channels);
          for (const [i, at] of places.entries()) {
            standing.set(values.subarray(i * channels, (i + 1) * channels), at * length);
          }
        },
      };
    },
    close: machine.close,
  };
}

/** Checks that steps have the form of a context, and tells its slope. */
function slopeOfSteps(steps: readonly Step[], seen: string, name: string): number {
  const fail = (cause: string): never => {
    throw new WorkError(`${name} is expected to be a context for a wavefront: ${cause}`, {
      code: 'broken-model',
    });
  };
  const slopes = steps.map((step): number => {
    if (step.inputs.includes(seen)) {
      const part = step.kind === 'sums' && step.parts.length === 1 ? step.parts[0]! : null;
      const plain = part?.inputStride.every((side) => side === 1) && part.stride[0] === 1;
      if (!part || !plain) return fail(`${seen} is read by convolutions alone`);
      return slopeOf(part.taps) ?? fail(`a convolution of ${seen} sees what is not known yet`);
    }
    if (step.kind === 'blocks') fail('it has no DepthToSpace');
    const parts = step.kind === 'sums' ? step.parts : [];
    const local = parts.every(
      ({ taps, inputStride }) =>
        taps.every(({ dy, dx }) => dy === 0 && dx === 0) && inputStride[0] === 1,
    );
    return local && parts.length <= 1 ? 0 : fail(`only convolutions of ${seen} see other places`);
  });
  return Math.max(0, ...slopes);
}

function gather(machine: Machine, from: Rows, places: Int32Array, to: Rows): void {
  const [source, target] = [machine.floats(from), machine.floats(to)];
  const length = rowLength(from.channels);
  for (const [i, at] of places.entries()) {
    target.set(source.subarray(at * length, (at + 1) * length), i * length);
  }
}

/** Sums around places of a whole tensor, into one row for each. */
function lookBack(machine: Machine, part: Part, from: Rows, places: Int32Array, to: Rows): void {
  const { taps } = part;
  const [rowIn, rowOut] = [rowBytes(from.channels), rowBytes(to.channels)];
  const groupLength = groupSize * (taps.length + 1);
  for (let first = 0; first < places.length; first += placesAtOnce) {
    const count = Math.min(placesAtOnce, places.length - first);
    machine.sums(part, count, (table, { zeros, waste }) => {
      for (let i = 0; i < Math.ceil(count / groupSize) * groupSize; i++) {
        const at = i < count ? places[first + i]! : -1;
        const y = Math.floor(at / from.width);
        const x = at - y * from.width;
        let entry = Math.floor(i / groupSize) * groupLength + (i % groupSize);
        for (const { dy, dx } of taps) {
          const [v, u] = [y + dy, x + dx];
          const within = at >= 0 && v >= 0 && v < from.height && u >= 0 && u < from.width;
          table[entry] = within ? from.at + (v * from.width + u) * rowIn : zeros;
          entry += groupSize;
        }
        table[entry] = at >= 0 ? to.at + (first + i) * rowOut : waste;
      }
    });
  }
}
