import { type AxisPlace, type FilterName, filters } from '../../../image/filters.js';
import type { Arena as AnyArena } from '../../../runtimes/wasm/arena.js';
import type { JpegKernel } from './arena.js';
import { type Taps, tapsOf } from './filters.js';
import { takePlane } from './layout.js';
import type { JpegPlane, JpegPlanes } from './planes.js';

export interface ResampleOptions {
  readonly width: number;
  readonly height: number;
  /** What is taken, in pixels of the picture that was decoded, fractions too; all of it where not given. */
  readonly crop?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly filter?: FilterName;
  /** Of the result; that of the planes where not given. */
  readonly subsampling?: JpegPlanes['subsampling'];
}

/** The memory of a kernel that resamples: that of JPEG, or another one with its part. */
type Arena = AnyArena<Pick<JpegKernel, 'resample'>>;

/** Gives weights by filter and axis, and keeps those of the last few. */
export type TapsCache = (
  filter: FilterName,
  axis: AxisPlace,
  multiple: number,
  step?: number,
) => Taps;

export function createTapsCache(most = 16): TapsCache {
  const known: {
    filter: FilterName;
    axis: AxisPlace;
    multiple: number;
    step: number;
    taps: Taps;
  }[] = [];
  return (filter, axis, multiple, step = 1) => {
    const { from, count, offset, ratio } = axis;
    const found = known.find(
      (each) =>
        each.axis.ratio === ratio &&
        each.axis.from === from &&
        each.axis.count === count &&
        each.axis.offset === offset &&
        each.multiple === multiple &&
        each.step === step &&
        each.filter === filter,
    );
    if (found !== undefined) return found.taps;
    const taps = tapsOf(filters[filter], axis, multiple, step);
    // The oldest one goes.
    if (known.length === most) known.shift();
    known.push({ filter, axis, multiple, step, taps });
    return taps;
  };
}

/** Planes of another size. Chroma stays in the middle of the pixels that it stands for. */
export function resamplePlanes(
  arena: Arena,
  tapsFor: TapsCache,
  from: JpegPlanes,
  { width, height, crop, filter = 'lanczos3', subsampling = from.subsampling }: ResampleOptions,
): JpegPlanes {
  const { source } = from;
  const box = crop ?? { x: 0, y: 0, width: source.width, height: source.height };
  const targets = from.planes.map((_, i) => {
    const [sx, sy] = i === 0 ? [1, 1] : subsampling;
    return takePlane(arena, { width: Math.ceil(width / sx), height: Math.ceil(height / sy) });
  });
  const mark = arena.mark();
  from.planes.forEach((plane, i) => {
    const target = targets[i]!;
    const [oldX, oldY] = i === 0 ? [1, 1] : from.subsampling;
    const [newX, newY] = i === 0 ? [1, 1] : subsampling;
    // A sample of the plane spans so many pixels of the picture.
    const [unitX, unitY] = [oldX * source.scale, oldY * source.scale];
    const x = {
      ...{ from: plane.width, count: target.width, offset: box.x / unitX },
      ratio: (box.width / width) * (newX / unitX),
    };
    const y = {
      ...{ from: plane.height, count: target.height, offset: box.y / unitY },
      ratio: (box.height / height) * (newY / unitY),
    };
    resamplePlane(arena, plane, target, tapsFor(filter, x, 2, 2), tapsFor(filter, y, 2));
    arena.release(mark);
  });
  return {
    ...{ width, height, subsampling, planes: targets },
    source: { width, height, scale: 1 },
  };
}

function resamplePlane(arena: Arena, from: JpegPlane, to: JpegPlane, x: Taps, y: Taps): void {
  const [xStarts, yStarts] = [arena.put(x.starts), arena.put(y.starts)];
  const [xWeights, yWeights] = [arena.put(x.weights), arena.put(y.weights)];
  const { left, right } = x;
  const scratch = arena.take(1024 + 16 * (right - left + 32) + 8 * (to.width + 8));
  arena.kernel.resample(
    ...[from.pointer, from.stride, left, right],
    ...[to.pointer, to.stride, to.width, to.height],
    ...[xStarts, xWeights, x.taps, yStarts, yWeights, y.taps, scratch],
  );
}
