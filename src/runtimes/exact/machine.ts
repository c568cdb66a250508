import type { Kernel } from '../wasm/kernel.js';
import { createKernelPool } from '../wasm/kernel.js';
import type { Part } from './parts.js';
import {
  bytesOfRows,
  fillTable,
  groupSize,
  placesOf,
  type Rows,
  rowBytes,
  rowLength,
  type Spare,
  tableLength,
} from './rows.js';
import type { Step, StepOf } from './steps.js';

interface Exports {
  convolve(
    table: number,
    groups: number,
    taps: number,
    channels: number,
    weights: number,
    bias: number,
    blocks: number,
  ): void;
  leakyRelu(from: number, to: number, vectors: number, slope: number): void;
  relu(from: number, to: number, vectors: number): void;
  addRow(from: number, to: number, row: number, rows: number, vectors: number): void;
}

const kernels = createKernelPool<Exports>(new URL('./kernels/exact.wasm', import.meta.url));

/** Places whose pointers are in the table at a time: their inputs are to stay in the cache. */
export const placesAtOnce = 256;

/** The kernel with the weights of a graph in its memory. */
export interface Machine {
  /** Room for tensors, whose contents are void afterwards; gives its pointer. */
  reserve(bytes: number): number;
  /** The numbers of a tensor, until the next `reserve`. */
  floats(rows: Rows): Float32Array;
  /** Computes a step from its inputs to its output. */
  run(step: Step, inputs: readonly Rows[], output: Rows): void;
  /** Computes a part for `placesAtOnce` places at most, whose pointers `fill` writes. */
  sums(part: Part, places: number, fill: (table: Int32Array, spare: Spare) => void): void;
  close(): void;
}

/**
 * Loads the weights of a graph's steps.
 *
 *     weights and biases | row of zeros | row to waste | table of pointers | tensors
 */
export async function openMachine(steps: readonly Step[]): Promise<Machine> {
  const kernel = await kernels.take();
  const parts = steps.flatMap((step) => (step.kind === 'sums' ? step.parts : []));
  const adds = steps.filter((step) => step.kind === 'add');
  const widest = Math.max(1, ...parts.flatMap(({ channels, outputs }) => [channels, outputs]));
  const most = Math.max(1, ...parts.map(({ taps }) => taps.length));
  const constants = [
    ...parts.flatMap(({ weights, bias }) => [weights, bias]),
    ...adds.map(({ row }) =>
      Float32Array.from({ length: rowLength(row.length) }, (_, i) => row[i] ?? 0),
    ),
  ];
  const count = constants.reduce((sum, { length }) => sum + length, 0);
  const fixed = {
    constants: 4 * count,
    zeros: rowBytes(widest),
    waste: rowBytes(widest),
    table: 4 * tableLength(placesAtOnce, most),
  };
  // Blocks of the same sizes lie at the same places in every plan, with what they hold.
  const at = kernel.plan({ ...fixed, tensors: 0 });
  const pointers = new Map<ArrayLike<number>, number>();
  let end = at.constants;
  for (const [index, each] of constants.entries()) {
    kernel.floats(end, each.length).set(each);
    pointers.set(index < 2 * parts.length ? each : adds[index - 2 * parts.length]!.row, end);
    end += 4 * each.length;
  }
  kernel.floats(at.zeros, rowLength(widest)).fill(0);
  const { zeros, waste, table } = at;
  const context: Context = {
    kernel,
    pointers,
    sums(part, places, fill) {
      const { taps, channels, outputs, weights, bias } = part;
      fill(kernel.ints(table, tableLength(places, taps.length)), { zeros, waste });
      kernel.exports.convolve(
        table,
        Math.ceil(places / groupSize),
        taps.length,
        channels,
        pointers.get(weights)!,
        pointers.get(bias)!,
        rowLength(outputs) / 8,
      );
    },
  };
  return {
    reserve: (bytes) => kernel.plan({ ...fixed, tensors: bytes }).tensors,
    floats: (rows) => kernel.floats(rows.at, bytesOfRows(rows) / 4),
    run(step, inputs, output) {
      if (bytesOfRows(output) > 0) run(context, step, inputs, output);
    },
    sums: context.sums,
    close: () => kernels.giveBack(kernel),
  };
}

interface Context {
  readonly kernel: Kernel<Exports>;
  readonly pointers: ReadonlyMap<ArrayLike<number>, number>;
  readonly sums: Machine['sums'];
}

function run(context: Context, step: Step, inputs: readonly Rows[], output: Rows): void {
  const { kernel, pointers } = context;
  const [input] = inputs as [Rows];
  const vectors = bytesOfRows(output) / 16;
  switch (step.kind) {
    case 'sums':
      for (const part of step.parts) convolve(context, part, input, output);
      return;
    case 'relu':
      if (step.slope === null) kernel.exports.relu(input.at, output.at, vectors);
      else kernel.exports.leakyRelu(input.at, output.at, vectors, step.slope);
      return;
    case 'add': {
      const places = output.height * output.width;
      kernel.exports.addRow(input.at, output.at, pointers.get(step.row)!, places, vectors / places);
      return;
    }
    case 'join':
      join(context, inputs, output);
      return;
    case 'take':
      copyChannels(context, {
        from: input,
        first: step.from,
        to: output,
        at: 0,
        count: output.channels,
      });
      return;
    case 'blocks':
      spread(context, step, input, output);
  }
}

function convolve({ sums }: Context, part: Part, from: Rows, to: Rows): void {
  const [rows, columns] = placesOf(part, to);
  const places = rows * columns;
  for (let first = 0; first < places; first += placesAtOnce) {
    const last = Math.min(places, first + placesAtOnce);
    sums(part, last - first, (table, spare) => {
      fillTable(table, part, { from, to, spare }, [first, last]);
    });
  }
}

function join(context: Context, inputs: readonly Rows[], to: Rows): void {
  let at = 0;
  context.kernel.floats(to.at, bytesOfRows(to) / 4).fill(0);
  for (const from of inputs) {
    copyChannels(context, { from, first: 0, to, at, count: from.channels });
    at += from.channels;
  }
}

function copyChannels(
  { kernel }: Context,
  copy: { from: Rows; first: number; to: Rows; at: number; count: number },
): void {
  const { from, first, to, at, count } = copy;
  const [source, target] = [from, to].map((rows) => kernel.floats(rows.at, bytesOfRows(rows) / 4));
  const [rowIn, rowOut] = [rowLength(from.channels), rowLength(to.channels)];
  const places = to.height * to.width;
  const whole = at === 0 && count === to.channels;
  for (let place = 0; place < places; place++) {
    const begin = place * rowIn + first;
    target!.set(source!.subarray(begin, begin + count), place * rowOut + at);
    if (whole) target!.fill(0, place * rowOut + count, (place + 1) * rowOut);
  }
}

/** Channels to blocks of places. */
function spread(
  { kernel }: Context,
  { side, order }: StepOf<'blocks'>,
  from: Rows,
  to: Rows,
): void {
  const [source, target] = [from, to].map((rows) => kernel.floats(rows.at, bytesOfRows(rows) / 4));
  const [rowIn, rowOut] = [rowLength(from.channels), rowLength(to.channels)];
  const { channels } = to;
  const [byBlock, byChannel] = order === 'CRD' ? [1, side * side] : [channels, 1];
  target!.fill(0);
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const block = (y % side) * side + (x % side);
      const place = Math.floor(y / side) * from.width + Math.floor(x / side);
      let at = place * rowIn + block * byBlock;
      const end = (y * to.width + x) * rowOut + channels;
      for (let i = end - channels; i < end; i++, at += byChannel) target![i] = source![at]!;
    }
  }
}
