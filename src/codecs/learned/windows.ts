import { WorkError } from '../../base/errors.js';
import type { Tensor } from '../../runtimes/onnx/session.js';

/**
 * One of the overlapping parts that a large picture is cut into, in pixels.
 *
 *     +--------------------+   window: what a graph sees
 *     |    +----------+    |
 *     |    |   core   |    |   core: what is kept of its answer
 *     |    +----------+    |
 *     +--------------------+   the cores tile the picture
 */
export interface Window extends Area {
  readonly core: Area;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Tiling {
  /** Side of a core. */
  readonly size: number;
  /** What a window has around its core, where the picture goes on. */
  readonly overlap: number;
}

/**
 * The windows of a picture, row by row; one of all of it where it is no larger than a window. All
 * sides and places are multiples of what `size`, `overlap`, `width` and `height` are multiples of.
 */
export function windowsOf(width: number, height: number, tiling: Tiling | null): Window[] {
  const whole = { x: 0, y: 0, width, height };
  const side = tiling === null ? Number.POSITIVE_INFINITY : tiling.size + 2 * tiling.overlap;
  if (tiling === null || width * height <= side * side) return [{ ...whole, core: whole }];
  const columns = spans(width, tiling);
  return spans(height, tiling).flatMap((row) =>
    columns.map((column) => ({
      x: column.start,
      y: row.start,
      width: column.length,
      height: row.length,
      core: { x: column.core, y: row.core, width: column.coreLength, height: row.coreLength },
    })),
  );
}

function spans(length: number, { size, overlap }: Tiling) {
  return Array.from({ length: Math.ceil(length / size) }, (_, index) => {
    const core = index * size;
    const coreLength = Math.min(size, length - core);
    const start = Math.max(0, core - overlap);
    return {
      start,
      length: Math.min(length, core + coreLength + overlap) - start,
      core,
      coreLength,
    };
  });
}

/**
 * What a window shows of a tensor of 1 x channels x height x width.
 * @param scale pixels that one place of the tensor stands for, along each side
 */
export function cutOut({ dims, data }: Tensor, scale: number, window: Area): Tensor {
  const [channels, rows, columns] = [dims[1]!, dims[2]!, dims[3]!];
  const { x, y, width, height } = scaledDown(window, scale);
  if (width === columns && height === rows) return { dims, data };
  const cut = new Float32Array(channels * height * width);
  for (let channel = 0, to = 0; channel < channels; channel++) {
    for (let row = 0; row < height; row++, to += width) {
      const from = (channel * rows + y + row) * columns + x;
      cut.set(data.subarray(from, from + width), to);
    }
  }
  return { dims: [1, channels, height, width], data: cut };
}

/** Copies what a graph gave for a window's core into the tensor of the whole picture. */
export function pasteCore(target: Tensor, answer: Tensor, scale: number, window: Window): void {
  const [channels, rows, columns] = [target.dims[1]!, target.dims[2]!, target.dims[3]!];
  const [height, width] = [answer.dims[2]!, answer.dims[3]!];
  const core = scaledDown(window.core, scale);
  const left = core.x - window.x / scale;
  const top = core.y - window.y / scale;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < core.height; row++) {
      const from = (channel * height + top + row) * width + left;
      const to = (channel * rows + core.y + row) * columns + core.x;
      target.data.set(answer.data.subarray(from, from + core.width), to);
    }
  }
}

/**
 * Pixels that one place of a graph's answer for a window stands for.
 * @throws WorkError where it does not cover the window evenly
 */
export function scaleOf({ dims }: Tensor, { width, height }: Area, name: string): number {
  const scale = width / dims[3]!;
  if (dims.length === 4 && Number.isInteger(scale) && height / dims[2]! === scale) return scale;
  throw new WorkError(`${name} is of [${dims}] for ${width}x${height} pixels: no even reduction`);
}

function scaledDown({ x, y, width, height }: Area, scale: number): Area {
  return { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
}
