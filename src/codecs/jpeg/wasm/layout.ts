import type { Arena } from '../../../runtimes/wasm/arena.js';
import type { JpegPlane } from './planes.js';

/** Room for a plane of samples, of which more may be written than it has: whole blocks. */
export function takePlane(
  arena: Arena<unknown>,
  size: { width: number; height: number },
  room: { width: number; height: number } = size,
): JpegPlane {
  const width = Math.ceil(Math.max(size.width, room.width) / 32) * 32 + 64;
  // Rows a power of two apart would fall on the same few lines of the cache.
  const stride = width % 512 === 0 ? width + 64 : width;
  const rows = Math.ceil(Math.max(size.height, room.height) / 32) * 32 + 1;
  return { pointer: arena.take(stride * rows), stride, width: size.width, height: size.height };
}
