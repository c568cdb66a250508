import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../../image/pixels.js';
import type { Arena } from '../../runtimes/wasm/arena.js';
import type { JpegKernel } from '../jpeg/wasm/arena.js';
import type { JpegPlane, JpegPlanes } from '../jpeg/wasm/planes.js';
import { brokenWebp, type WebpHead } from './head.js';

/** The kernel's functions. Pointers and counts are numbers. */
export interface Vp8Kernel extends Pick<JpegKernel, 'resample'> {
  scratchBytes(length: number, columns: number): number;
  decodeFrame(...args: number[]): number;
  toRgb(...args: number[]): void;
}

/** What the kernel tells of a frame that is cut short. */
const damages = [
  'the head of its picture is cut short',
  'the partitions of its picture are cut short',
  'the modes of its picture are cut short',
  'the coefficients of its picture are cut short',
];

/** The two decisions on a macroblock whose probabilities are fixed and of which neither is likely take more bits. */
const leastBits = 1.5;

/** Columns of room on the left of a plane, of which predictions use the last. */
const margin = 32;

/**
 * Decodes a file that lies in the arena to planes of 4:2:0, byte for byte those of libwebp.
 * @throws WorkError for a file that is refused, for a broken or cut one, and for a picture of more than `maxPixels` pixels
 */
export function decodeVp8(
  arena: Arena<Vp8Kernel>,
  file: { readonly at: number; readonly length: number },
  { width, height, frameAt, refused }: WebpHead,
  maxPixels: number,
): JpegPlanes {
  if (refused !== null) {
    throw new WorkError(`a WebP of ${refused} is not decoded here`, { code: 'wrong-layout' });
  }
  checkPixels(width, height, maxPixels);
  const [columns, rows] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const length = file.length - frameAt;
  if (8 * length < leastBits * columns * rows) {
    throw brokenWebp(`it is cut short: ${file.length} bytes are too few for ${width}x${height}`);
  }
  const y = takeBordered(arena, { width, height }, [16 * columns, 16 * rows]);
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const [u, v] = [0, 1].map(() => takeBordered(arena, half, [8 * columns, 8 * rows]));
  const mark = arena.mark();
  const scratch = arena.take(arena.kernel.scratchBytes(length, columns));
  const status = arena.kernel.decodeFrame(
    ...[file.at + frameAt, length, scratch, y.pointer, u!.pointer, v!.pointer],
    ...[y.stride, u!.stride, columns, rows],
  );
  arena.release(mark);
  if (status !== 0) throw brokenWebp(damages[status - 1]!);
  return {
    ...{ width, height, subsampling: [2, 2], planes: [y, u!, v!] },
    source: { width, height, scale: 1 },
  };
}

/** Room for a plane in whole macroblocks, with what is above and on the left of it, and what resampling reads. */
function takeBordered(
  arena: Arena<Vp8Kernel>,
  size: { readonly width: number; readonly height: number },
  [across, down]: readonly [number, number],
): JpegPlane {
  const width = Math.ceil(across / 32) * 32 + 2 * margin + 32;
  // Rows a power of two apart would fall on the same few lines of the cache.
  const stride = width % 512 === 0 ? width + 64 : width;
  const pointer = arena.take(stride * (down + 34)) + stride + margin;
  return { pointer, stride, ...size };
}
