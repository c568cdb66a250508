import { type AxisPlace, type FilterName, filters } from '../../../image/filters.js';
import type { Arena as AnyArena } from '../../../runtimes/wasm/arena.js';
import type { JpegKernel } from './arena.js';
import { type Taps, tapsOf } from './filters.js';
import { takePlane } from './layout.js';
import type { JpegPlanes } from './planes.js';

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
  const targets = from.planes.map((_, i) =>
    takePlane(arena, {
      width: Math.ceil(width / (i === 0 ? 1 : subsampling[0])),
      height: Math.ceil(height / (i === 0 ? 1 : subsampling[1])),
    }),
  );
  const mark = arena.mark();
  let laid: LaidTaps | null = null;
  for (let i = 0; i < targets.length; i++) {
    const plane = from.planes[i]!;
    const target = targets[i]!;
    // A sample of the plane spans so many pixels of the picture.
    const unitX = (i === 0 ? 1 : from.subsampling[0]) * source.scale;
    const unitY = (i === 0 ? 1 : from.subsampling[1]) * source.scale;
    const ratioX = (box.width / width) * ((i === 0 ? 1 : subsampling[0]) / unitX);
    const ratioY = (box.height / height) * ((i === 0 ? 1 : subsampling[1]) / unitY);
    const x = tapsFor(
      filter,
      { from: plane.width, count: target.width, offset: box.x / unitX, ratio: ratioX },
      2,
      2,
    );
    const y = tapsFor(
      filter,
      { from: plane.height, count: target.height, offset: box.y / unitY, ratio: ratioY },
      2,
    );
    // Cb and Cr have the same.
    if (laid?.x !== x || laid.y !== y) {
      arena.release(mark);
      laid = layTaps(arena, x, y, target.width);
    }
    // Named one by one: spread, they take longer than some planes.
    arena.kernel.resample(
      plane.pointer,
      plane.stride,
      x.left,
      x.right,
      target.pointer,
      target.stride,
      target.width,
      target.height,
      laid.xStarts,
      laid.xWeights,
      x.taps,
      laid.yStarts,
      laid.yWeights,
      y.taps,
      laid.scratch,
    );
  }
  arena.release(mark);
  return { width, height, subsampling, planes: targets, source: { width, height, scale: 1 } };
}

/** Weights of both axes in the arena, and room to work in. */
interface LaidTaps {
  readonly x: Taps;
  readonly y: Taps;
  readonly xStarts: number;
  readonly yStarts: number;
  readonly xWeights: number;
  readonly yWeights: number;
  readonly scratch: number;
}

function layTaps(arena: Arena, x: Taps, y: Taps, width: number): LaidTaps {
  return {
    x,
    y,
    xStarts: arena.put(x.starts),
    yStarts: arena.put(y.starts),
    xWeights: arena.put(x.weights),
    yWeights: arena.put(y.weights),
    scratch: arena.take(1024 + 16 * (x.right - x.left + 32) + 8 * (width + 8)),
  };
}
