import { createRaster, type Raster } from '../../../image/raster.js';
import type { Arena } from './arena.js';
import { takePlane } from './layout.js';
import type { JpegPlanes } from './planes.js';

/** The picture of planes: grey, or RGB with chroma interpolated as libjpeg does. */
export function rasterOf(arena: Arena, { width, height, subsampling, planes }: JpegPlanes): Raster {
  const channels = planes.length === 1 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  const [luma, cb, cr] = planes;
  if (channels === 1) {
    const rows = arena.bytes(luma!.pointer, luma!.stride * height);
    for (let y = 0; y < height; y++) {
      data.set(rows.subarray(y * luma!.stride, y * luma!.stride + width), y * width);
    }
    return createRaster({ width, height, channels, depth: 8, data });
  }
  const mark = arena.mark();
  const rowBytes = Math.ceil((cb!.width * subsampling[0]) / 64) * 64 + 64;
  const rows = arena.take(5 * rowBytes + 128);
  const to = arena.take(data.length + 64);
  arena.kernel.toRgb(
    ...[luma!.pointer, luma!.stride, width, height, cb!.pointer, cr!.pointer, cb!.stride],
    ...[cb!.width, cb!.height, ...subsampling, rows, rowBytes, to],
  );
  data.set(arena.bytes(to, data.length));
  arena.release(mark);
  return createRaster({ width, height, channels, depth: 8, data });
}

/**
 * Planes of a picture of 8 bits, grey or RGB.
 * @throws RangeError for any other
 */
export function planesOf(
  arena: Arena,
  { width, height, channels, depth, data }: Raster,
  subsampling: JpegPlanes['subsampling'],
): JpegPlanes {
  if (depth !== 8 || channels === 4) {
    throw new RangeError(`planes are made of grey or RGB of 8 bits, got ${channels} of ${depth}`);
  }
  const source = { width, height, scale: 1 };
  const luma = takePlane(arena, { width, height });
  if (channels === 1) {
    const rows = arena.bytes(luma.pointer, luma.stride * height);
    for (let y = 0; y < height; y++) {
      rows.set(data.subarray(y * width, (y + 1) * width), y * luma.stride);
    }
    return { width, height, subsampling: [1, 1], planes: [luma], source };
  }
  const [across, down] = subsampling;
  const chroma = { width: Math.ceil(width / across), height: Math.ceil(height / down) };
  const [cb, cr] = [takePlane(arena, chroma), takePlane(arena, chroma)];
  const mark = arena.mark();
  const from = arena.take(data.length + 64);
  arena.bytes(from, data.length).set(data);
  const rowBytes = Math.ceil((chroma.width * across) / 64) * 64 + 64;
  const rows = arena.take(8 * rowBytes);
  arena.kernel.fromRgb(
    ...[from, width, height, luma.pointer, luma.stride, cb.pointer, cr.pointer, cb.stride],
    ...[chroma.width, chroma.height, across, down, rows, rowBytes],
  );
  arena.release(mark);
  return { width, height, subsampling, planes: [luma, cb, cr], source };
}
