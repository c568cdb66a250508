import type { OnnxAttribute, OnnxModel } from '#src/runtimes/onnx/proto.js';
import type { Tensor } from '#src/runtimes/onnx/session.js';

// The operators as ONNX defines them, a number at a time, each product and each sum rounded to float32:
// bias first, then taps by rows and columns, in each tap channels upwards.

const { fround } = Math;

/** What a graph gives, with all of its tensors. Weights are of raw floats. */
export function runPlainly(
  { graph }: OnnxModel,
  feeds: Readonly<Record<string, Tensor>>,
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>(Object.entries(feeds));
  for (const { name, dims, rawData } of graph.initializer) {
    if (rawData) tensors.set(name, { dims, data: new Float32Array(rawData.slice().buffer) });
  }
  for (const { opType, input, output, attribute } of graph.node) {
    const find = (name: string): OnnxAttribute | undefined =>
      attribute.find((each) => each.name === name);
    const inputs = input.map((name) => tensors.get(name)!);
    const x = inputs[0]!;
    const give = (tensor: Tensor): void => void tensors.set(output[0]!, tensor);
    if (opType === 'Conv' || opType === 'ConvTranspose') {
      const geometry = {
        strides: find('strides')?.ints ?? [1, 1],
        pads: find('pads')?.ints ?? [0, 0, 0, 0],
        dilations: find('dilations')?.ints ?? [1, 1],
        extra: find('output_padding')?.ints ?? [0, 0],
      };
      give(sums(opType === 'Conv', x, inputs[1]!, inputs[2] ?? null, geometry));
    } else if (opType === 'Relu') give(each(x, (value) => (value < 0 ? 0 : value)));
    else if (opType === 'LeakyRelu') {
      const slope = fround(find('alpha')?.f ?? 0.01);
      give(each(x, (value) => (value < 0 ? fround(value * slope) : value)));
    } else if (opType === 'Add') {
      const [wide, row] = inputs as [Tensor, Tensor];
      const plane = wide.dims[2]! * wide.dims[3]!;
      give(each(wide, (value, i) => fround(value + row.data[Math.floor(i / plane)]!)));
    } else if (opType === 'Concat') give(concat(inputs));
    else if (opType === 'Split') {
      let from = 0;
      const sides = graph.initializer.find(({ name }) => name === input[1])!.int64Data!;
      for (const [index, count] of sides.entries()) {
        tensors.set(output[index]!, channelsOf(x, from, count));
        from += count;
      }
    } else if (opType === 'DepthToSpace') {
      give(depthToSpace(x, find('blocksize')!.i!, find('mode')?.s?.toString() ?? 'DCR'));
    } else throw new Error(`no ${opType} here`);
  }
  return tensors;
}

interface Geometry {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly extra: readonly number[];
}

function sums(
  forward: boolean,
  x: Tensor,
  w: Tensor,
  bias: Tensor | null,
  { strides, pads, dilations, extra }: Geometry,
): Tensor {
  const [, channels, height, width] = x.dims as [number, number, number, number];
  const [rows, columns] = [w.dims[2]!, w.dims[3]!];
  const outputs = w.dims[forward ? 0 : 1]!;
  const side = (axis: 0 | 1): number => {
    const length = axis === 0 ? height : width;
    const reach = dilations[axis]! * ((axis === 0 ? rows : columns) - 1) + 1;
    const padding = pads[axis]! + pads[axis + 2]!;
    return forward
      ? Math.floor((length + padding - reach) / strides[axis]!) + 1
      : strides[axis]! * (length - 1) + reach + extra[axis]! - padding;
  };
  const [tall, wide] = [side(0), side(1)];
  const weight = (o: number, c: number, ky: number, kx: number): number => {
    const pair = forward ? o * channels + c : c * outputs + o;
    return w.data[(pair * rows + ky) * columns + kx]!;
  };
  const isLive = (ky: number, kx: number): boolean => {
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < channels; c++) if (weight(o, c, ky, kx) !== 0) return true;
    }
    return false;
  };
  const live = Array.from({ length: rows * columns }, (_, i) =>
    isLive(Math.floor(i / columns), i % columns),
  );
  /** Where a tap looks, null where the place's phase has no such tap. */
  const source = (place: number, tap: number, axis: 0 | 1): number | null => {
    if (forward) return place * strides[axis]! - pads[axis]! + tap * dilations[axis]!;
    const at = (place + pads[axis]! - tap * dilations[axis]!) / strides[axis]!;
    return Number.isInteger(at) ? at : null;
  };
  const data = new Float32Array(outputs * tall * wide);
  for (let o = 0, to = 0; o < outputs; o++) {
    for (let y = 0; y < tall; y++) {
      for (let column = 0; column < wide; column++, to++) {
        let sum = bias ? bias.data[o]! : 0;
        for (let ky = 0; ky < rows; ky++) {
          for (let kx = 0; kx < columns; kx++) {
            const [v, u] = [source(y, ky, 0), source(column, kx, 1)];
            if (v === null || u === null || !live[ky * columns + kx]) continue;
            const within = v >= 0 && v < height && u >= 0 && u < width;
            for (let c = 0; c < channels; c++) {
              const value = within ? x.data[(c * height + v) * width + u]! : 0;
              sum = fround(sum + fround(value * weight(o, c, ky, kx)));
            }
          }
        }
        data[to] = sum;
      }
    }
  }
  return { dims: [1, outputs, tall, wide], data };
}

function each({ dims, data }: Tensor, operate: (value: number, i: number) => number): Tensor {
  return { dims, data: data.map(operate) };
}

function concat(inputs: readonly Tensor[]): Tensor {
  const [, , height, width] = inputs[0]!.dims;
  const channels = inputs.reduce((sum, { dims }) => sum + dims[1]!, 0);
  const data = Float32Array.from(inputs.flatMap((tensor) => Array.from(tensor.data)));
  return { dims: [1, channels, height!, width!], data };
}

function channelsOf({ dims, data }: Tensor, from: number, count: number): Tensor {
  const plane = dims[2]! * dims[3]!;
  return {
    dims: [1, count, dims[2]!, dims[3]!],
    data: data.slice(from * plane, (from + count) * plane),
  };
}

function depthToSpace({ dims, data }: Tensor, side: number, mode: string): Tensor {
  const [, deep, height, width] = dims as [number, number, number, number];
  const channels = deep / side ** 2;
  const result = new Float32Array(data.length);
  for (let c = 0, to = 0; c < channels; c++) {
    for (let y = 0; y < height * side; y++) {
      for (let x = 0; x < width * side; x++, to++) {
        const block = (y % side) * side + (x % side);
        const channel = mode === 'CRD' ? c * side ** 2 + block : block * channels + c;
        const row = channel * height + Math.floor(y / side);
        result[to] = data[row * width + Math.floor(x / side)]!;
      }
    }
  }
  return { dims: [1, channels, height * side, width * side], data: result };
}
