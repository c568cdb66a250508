import { openIcodec } from '#src/runtimes/wasm/icodec.js';
import { scene } from '../jpeg/wasm/programs.ts';

/** Settings of libwebp that change how a frame is coded; `partitions` is a power of two. */
export interface WebpSettings {
  readonly quality?: number;
  readonly method?: number;
  readonly segments?: number;
  /** Whether the filter is the normal one. */
  readonly filterType?: boolean;
  readonly filterStrength?: number;
  readonly filterSharpness?: number;
  readonly partitions?: number;
  readonly lossless?: boolean;
}

const defaults = {
  ...{ lossless: false, nearLossless: 100, quality: 75, method: 4, exact: false, sharpYUV: false },
  ...{ autofilter: false, alphaQuality: 100, targetSize: 0, targetPSNR: 0, snsStrength: 50 },
  ...{ filterStrength: 60, filterSharpness: 0, filterType: true, segments: 4, pass: 1 },
  ...{ preprocessing: 0, partitionLimit: 0, alphaCompression: 1, alphaFiltering: 1 },
  ...{ emulateJpegSize: false, lowMemory: false, partitions: 0, showCompressed: 0, imageHint: 0 },
  ...{ threadLevel: 0, useDeltaPalette: 0 },
};

const coder = await openIcodec('webp');

/** A WebP of a scene, or of one that is transparent in part. */
export async function webpOf(
  width: number,
  height: number,
  settings: WebpSettings = {},
  alpha = 255,
): Promise<Uint8Array> {
  const { data } = scene(width, height);
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    rgba.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
    rgba[4 * i + 3] = i % 3 === 0 ? alpha : 255;
  }
  const samples = { width, height, depth: 8, data: rgba };
  return coder.encode(samples, { ...defaults, ...settings });
}

/** Encodings that differ in all that the decoder branches by. */
export const encodings: readonly WebpSettings[] = [
  { quality: 1 },
  { quality: 30, segments: 1, partitions: 1 },
  { quality: 75, partitions: 2 },
  { quality: 100, partitions: 3 },
  { quality: 60, filterType: false, filterStrength: 80 },
  { quality: 20, filterType: false, filterStrength: 100, filterSharpness: 6, partitions: 3 },
  { quality: 50, filterStrength: 100, filterSharpness: 3 },
  { quality: 85, filterStrength: 90, filterSharpness: 7, method: 6 },
  { quality: 70, filterStrength: 0, method: 0 },
];

/** The first bytes of a file of one chunk, with the sizes of its container changed to what there is. */
export function cut(file: Uint8Array, length: number): Uint8Array {
  // Chunks are of even length.
  const shorter = new Uint8Array(length + (length & 1));
  shorter.set(file.subarray(0, length));
  const view = new DataView(shorter.buffer);
  view.setUint32(4, shorter.length - 8, true);
  view.setUint32(16, length - 20, true);
  return shorter;
}
