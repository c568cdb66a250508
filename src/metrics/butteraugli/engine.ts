import type { Raster } from '../../image/raster.js';
import { createKernelPool, type Kernel } from '../../runtimes/wasm/kernel.js';
import { kernelUrls } from '../kernel-urls.js';
import { type Ground, lightTable, writeLight } from './light.js';
import {
  blurBytes,
  type Frame,
  frameBytes,
  frameOf,
  halfGaussian,
  halfOf,
  scratchBytes,
  writeBlurs,
  writeFrame,
} from './plan.js';

interface Exports {
  linear8(samples: number, channels: number, table: number, out: number, frame: number): void;
  linear16(samples: number, channels: number, table: number, out: number, frame: number): void;
  halve(from: number, frame: number, out: number, half: number): void;
  adapt(image: number, frame: number, w0: number, w1: number, w2: number, scratch: number): void;
  separate(
    image: number,
    frame: number,
    blurs: number,
    blurBytes: number,
    scratch: number,
    lines: number,
  ): void;
  erode(image: number, frame: number, scratch: number): void;
  compare(
    original: number,
    decoded: number,
    frame: number,
    asymmetry: number,
    scratch: number,
  ): void;
  addHalf(map: number, frame: number, halfMap: number, half: number): void;
  peak(map: number, row: number, width: number, height: number): number;
  sumOfPowers(map: number, row: number, width: number, height: number, out: number): void;
}

const kernels = createKernelPool<Exports>(kernelUrls.butteraugli);

/** Planes of a picture: of its bands and its activity, and of an original's mask. */
const bands = 11;
const bandsAndMask = 12;
/** Where a picture's samples wait before its low bands are made. */
const samplesPlane = 3;

const [w0, w1, w2] = halfGaussian(1.2) as unknown as [number, number, number];

/** The smallest side that is compared; at half the size as at the full one. */
export const leastSide = 8;

/** An original in the kernel's memory, over one ground, to be compared with decoded pictures. */
export interface Engine {
  readonly frame: Frame;
  /** Makes the error map of a decoded picture and puts it in the place of the one before. */
  compare(decoded: Raster, ground: Ground): void;
  /** The error map, `frame.row` bytes to a row; a view that is good until the engine is closed. */
  map(): Float32Array;
  /** The largest value in a rectangle of the map. */
  peak(x: number, y: number, width: number, height: number): number;
  /** Sums of the values to the power of 3, 6 and 12 in a rectangle of the map. */
  sumsOfPowers(x: number, y: number, width: number, height: number): Float64Array;
  close(): void;
}

/**
 * Does what depends on the original alone. Takes about 29 planes of 32-bit floats in all.
 *
 * @param asymmetry above 1 makes high frequencies that were added count more than those that were
 *   lost; libjxl's tools had 0.8 up to version 0.7 and have 1 now
 */
export async function openEngine(
  original: Raster,
  { ground = 0, asymmetry = 1 }: { ground?: Ground; asymmetry?: number } = {},
): Promise<Engine> {
  const kernel = await kernels.take();
  try {
    return setUp(kernel, original, ground, asymmetry);
  } catch (thrown) {
    kernels.giveBack(kernel);
    throw thrown;
  }
}

/** The pictures at one size, as pointers to what the kernel takes. */
interface Scale {
  readonly frame: number;
  readonly blurs: number;
  readonly blurBytes: number;
  readonly original: number;
  readonly decoded: number;
  readonly map: number;
}

function setUp(
  kernel: Kernel<Exports>,
  original: Raster,
  ground: Ground,
  asymmetry: number,
): Engine {
  const { exports } = kernel;
  const frame = frameOf(original.width, original.height);
  const halfFrame = halfOf(frame);
  const at = kernel.plan({
    frame: frameBytes,
    halfFrame: frameBytes,
    blurs: 4 * blurBytes(frame),
    halfBlurs: 4 * blurBytes(halfFrame),
    table8: 4 * 256,
    table16: 4 * 65536,
    sums: 3 * 8,
    lines: 4 * frame.row,
    scratch: scratchBytes(frame),
    original: bandsAndMask * frame.plane,
    halfOriginal: bandsAndMask * halfFrame.plane,
    decoded: bands * frame.plane,
    halfDecoded: bands * halfFrame.plane,
  });
  const scale = (
    size: Frame,
    pointers: Pick<Scale, 'frame' | 'blurs' | 'original' | 'decoded'>,
  ): Scale => {
    writeFrame(kernel, pointers.frame, size);
    writeBlurs(kernel, pointers.blurs, size);
    const map = pointers.decoded + (bands - 1) * size.plane;
    return { ...pointers, blurBytes: blurBytes(size), map };
  };
  const full = scale(frame, at);
  const half =
    Math.min(halfFrame.width, halfFrame.height) < leastSide
      ? null
      : scale(halfFrame, {
          frame: at.halfFrame,
          blurs: at.halfBlurs,
          original: at.halfOriginal,
          decoded: at.halfDecoded,
        });
  const scales = half ? [full, half] : [full];
  const load = lightLoader(kernel, at, frame);

  const analyse = (image: Raster, over: Ground, which: 'original' | 'decoded'): void => {
    load(image, over, full[which]);
    if (half) exports.halve(full[which], full.frame, half[which], half.frame);
    for (const each of scales) {
      exports.adapt(each[which], each.frame, w0, w1, w2, at.scratch);
      exports.separate(each[which], each.frame, each.blurs, each.blurBytes, at.scratch, at.lines);
    }
  };

  analyse(original, ground, 'original');
  for (const each of scales) exports.erode(each.original, each.frame, at.scratch);

  const inMap = (x: number, y: number): number => full.map + y * frame.row + 4 * x;
  return {
    frame,
    compare(decoded, over) {
      analyse(decoded, over, 'decoded');
      for (const each of scales) {
        exports.compare(each.original, each.decoded, each.frame, asymmetry, at.scratch);
      }
      if (half) exports.addHalf(full.map, full.frame, half.map, half.frame);
    },
    map: () => kernel.floats(full.map, (frame.height * frame.row) / 4),
    peak: (x, y, width, height) => exports.peak(inMap(x, y), frame.row, width, height),
    sumsOfPowers(x, y, width, height) {
      exports.sumOfPowers(inMap(x, y), frame.row, width, height, at.sums);
      return kernel.doubles(at.sums, 3);
    },
    close: () => kernels.giveBack(kernel),
  };
}

/** Loads a picture's light into the first three planes at a pointer. */
function lightLoader(
  kernel: Kernel<Exports>,
  at: { readonly frame: number; readonly table8: number; readonly table16: number },
  { row, plane }: Frame,
): (image: Raster, ground: Ground, to: number) => void {
  const { exports } = kernel;
  kernel.floats(at.table8, 256).set(lightTable(8));
  let deepTable = false;
  return (image, ground, to) => {
    const { channels, depth, data } = image;
    const samples = to + samplesPlane * plane;
    if (channels === 4) {
      const planes = [0, 1, 2].map((c) => kernel.floats(to + c * plane, plane / 4));
      writeLight(image, ground, planes, row / 4);
    } else if (depth === 8) {
      kernel.bytes(samples, data.length).set(data);
      exports.linear8(samples, channels, at.table8, to, at.frame);
    } else {
      if (!deepTable) kernel.floats(at.table16, 65536).set(lightTable(16));
      deepTable = true;
      kernel.shorts(samples, data.length).set(data);
      exports.linear16(samples, channels, at.table16, to, at.frame);
    }
  };
}
