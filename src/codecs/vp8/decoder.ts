import { defaultMaxPixels } from '../../image/raster.js';
import { type Arena, openArenas } from '../../runtimes/wasm/arena.js';
import type { JpegPlane, JpegPlanes } from '../jpeg/wasm/planes.js';
import { createTapsCache, type ResampleOptions, resamplePlanes } from '../jpeg/wasm/resample.js';
import { decodeVp8, type Vp8Kernel } from './decode.js';
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

/** Memory that is let go before a picture which may need less. */
const mostKept = 2 ** 26;

/** @throws WorkError where the kernel cannot be loaded */
export async function openVp8Decoder(): Promise<Vp8Decoder> {
  const kernel = new URL('./kernels/vp8.wasm', import.meta.url);
  const openNew = await openArenas<Vp8Kernel>(kernel, 'a WebP');
  const tapsFor = createTapsCache();
  let arena: Arena<Vp8Kernel> = openNew();
  let base = arena.mark();
  let afterDecode = base;
  const renew = (): void => {
    arena = openNew();
    base = arena.mark();
    afterDecode = base;
  };
  const input = (length: number): Uint8Array => {
    if (arena.size() > mostKept) renew();
    arena.release(base);
    afterDecode = base;
    return arena.bytes(arena.take(length), length);
  };
  return {
    input,
    decode(bytes, { head = readWebpHead(bytes), maxPixels = defaultMaxPixels } = {}) {
      let file = bytes;
      if (!arena.holds(bytes)) {
        file = input(bytes.length);
        file.set(bytes);
      }
      const { byteOffset: at, length } = file;
      const planes = decodeVp8(arena, { at, length }, head, maxPixels);
      afterDecode = arena.mark();
      return planes;
    },
    resample(planes, options) {
      arena.release(afterDecode);
      return resamplePlanes(arena, tapsFor, planes, options);
    },
    rgb({ width, height, subsampling, planes }) {
      if (subsampling[0] !== 1 || subsampling[1] !== 1) {
        throw new RangeError(`RGB is made of planes without subsampling, got ${subsampling}`);
      }
      const to = arena.take(width * height * 3);
      const args = planes.flatMap(({ pointer, stride }) => [pointer, stride]);
      arena.kernel.toRgb(...args, width, height, to);
      return arena.bytes(to, width * height * 3);
    },
    view: ({ pointer, stride, height }) => arena.bytes(pointer, stride * height),
    renew,
    memoryBytes: () => arena.size(),
  };
}
