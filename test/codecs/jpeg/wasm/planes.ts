import type { JpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import type { JpegPlane } from '#src/codecs/jpeg/wasm/planes.js';

/** The samples of a plane without its padding. */
export function samplesOf(pipeline: JpegPipeline, plane: JpegPlane): Uint8Array {
  const rows = pipeline.view(plane);
  const samples = new Uint8Array(plane.width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    samples.set(rows.subarray(y * plane.stride, y * plane.stride + plane.width), y * plane.width);
  }
  return samples;
}

/** How far two lists of samples are apart: at most, and on average. */
export function distance(a: Uint8Array, b: Uint8Array): { most: number; mean: number } {
  if (a.length !== b.length) throw new Error(`${a.length} samples are not ${b.length}`);
  let [most, sum] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i]! - b[i]!);
    most = Math.max(most, apart);
    sum += apart;
  }
  return { most, mean: sum / a.length };
}
