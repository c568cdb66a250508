import { defaultMaxPixels } from '../../image/raster.js';
import { openArenas } from '../../runtimes/wasm/arena.js';
import { createWorkroom } from '../../runtimes/wasm/workroom.js';
import type { JpegPlane, JpegPlanes } from '../jpeg/wasm/planes.js';
import { createTapsCache, type ResampleOptions, resamplePlanes } from '../jpeg/wasm/resample.js';
import { decodeVp8, type Vp8Kernel } from './frame.js';
import { readWebpHead, type WebpHead } from './head.js';

/**
 * Lossy WebP to planes, planes to another size, planes to RGB, all in one memory of WASM, which is of one
 * thread: one picture at a time. Planes are good until the next `input` or `decode`.
 */
export interface Vp8Decoder {
  /** Room for the bytes of a file, good until `decode`: what is read there need not be copied. */
  input(length: number): Uint8Array;
  /**
   * Decodes a file to planes of 4:2:0, in the limited range of BT.601. `bytes` that are a part of `input`'s
   * are void afterwards.
   * @param options.head what `readWebpHead` told of the file, where it is known already
   * @throws WorkError for a file that is refused, broken or cut short, or of more than `maxPixels` pixels
   */
  decode(
    bytes: Uint8Array,
    options?: { readonly head?: WebpHead; readonly maxPixels?: number },
  ): JpegPlanes;
  /** Planes in another size; those of earlier calls are void. */
  resample(planes: JpegPlanes, options: ResampleOptions): JpegPlanes;
  /**
   * RGB of planes without subsampling, 3 bytes a pixel; good until the next call.
   * @throws RangeError for planes with subsampling
   */
  rgb(planes: JpegPlanes): Uint8Array;
  /** A plane's rows, `stride` bytes each; good until the next call. */
  view(plane: JpegPlane): Uint8Array;
  /** Takes a new memory: what a trap leaves in the old one is not to be trusted. */
  renew(): void;
  /** Bytes of its memory, which grows with the pictures. */
  memoryBytes(): number;
}

/** @throws WorkError where the kernel cannot be loaded */
export async function openVp8Decoder(): Promise<Vp8Decoder> {
  const kernel = new URL('./kernels/vp8.wasm', import.meta.url);
  const room = createWorkroom(await openArenas<Vp8Kernel>(kernel, 'a WebP'));
  const { arena } = room;
  const tapsFor = createTapsCache();
  return {
    input: room.input,
    decode(bytes, { head = readWebpHead(bytes), maxPixels = defaultMaxPixels } = {}) {
      const file = room.place(bytes);
      const planes = decodeVp8(arena(), file, head, maxPixels);
      room.keep();
      return planes;
    },
    resample(planes, options) {
      room.release();
      return resamplePlanes(arena(), tapsFor, planes, options);
    },
    rgb({ width, height, subsampling, planes }) {
      if (subsampling[0] !== 1 || subsampling[1] !== 1) {
        throw new RangeError(`RGB is made of planes without subsampling, got ${subsampling}`);
      }
      const { kernel, take, bytes } = arena();
      const length = width * height * 3;
      const to = take(length);
      const args = planes.flatMap(({ pointer, stride }) => [pointer, stride]);
      kernel.toRgb(...args, width, height, to);
      return bytes(to, length);
    },
    view: ({ pointer, stride, height }) => arena().bytes(pointer, stride * height),
    renew: room.renew,
    memoryBytes: () => arena().size(),
  };
}
