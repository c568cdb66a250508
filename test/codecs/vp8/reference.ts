import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'vitest';
import type { JpegPlane, JpegPlanes } from '#src/codecs/jpeg/wasm/planes.js';
import type { Vp8Decoder } from '#src/codecs/vp8/decoder.js';
import { scratch } from '../../support/scratch.ts';

const isPresent = spawnSync('dwebp', ['-version']).error === undefined;

/** A test that needs libwebp's program: skipped without it. */
export const testWithDwebp: typeof test = isPresent ? test : (test.skip as typeof test);

/** Planes one behind the other, as dwebp gives them. */
export function dwebp(file: Uint8Array): Uint8Array {
  const [from, to] = ['in.webp', 'out.yuv'].map((name) => path.join(scratch(), name));
  writeFileSync(from!, file);
  const { status, stderr } = spawnSync('dwebp', ['-nodither', '-yuv', from!, '-o', to!]);
  if (status !== 0) throw new Error(`dwebp: ${stderr}`);
  return new Uint8Array(readFileSync(to!));
}

/** All samples of planes, without what is between their rows. */
export function samplesOf(decoder: Vp8Decoder, { planes }: JpegPlanes): Uint8Array {
  return Buffer.concat(planes.flatMap((plane) => rowsOf(decoder, plane)));
}

function rowsOf(decoder: Vp8Decoder, plane: JpegPlane): Uint8Array[] {
  const view = decoder.view(plane);
  return Array.from({ length: plane.height }, (_, y) =>
    view.slice(y * plane.stride, y * plane.stride + plane.width),
  );
}

/** RGB as libwebp makes it of planes: chroma by its "fancy upsampling", colours in its whole numbers. */
export function rgbOf(decoder: Vp8Decoder, { width, height, planes }: JpegPlanes): Uint8Array {
  const [luma, u, v] = planes.map((plane) => rowsOf(decoder, plane));
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = (luma![y]![x]! * 19077) >> 8;
      const [blueness, redness] = [upsampled(u!, x, y, width), upsampled(v!, x, y, width)];
      rgb[at++] = clipped(level + ((redness * 26149) >> 8) - 14234);
      rgb[at++] = clipped(level - ((blueness * 6419) >> 8) - ((redness * 13320) >> 8) + 8708);
      rgb[at++] = clipped(level + ((blueness * 33050) >> 8) - 17685);
    }
  }
  return rgb;
}

function upsampled(plane: readonly Uint8Array[], x: number, y: number, width: number): number {
  const [row, column] = [y >> 1, x >> 1];
  const other = Math.max(0, Math.min(plane.length - 1, row + (y % 2 === 0 ? -1 : 1)));
  const near = plane[row]![column]!;
  const below = plane[other]![column]!;
  // The outermost columns are not mixed.
  if (x === 0 || (x === width - 1 && width % 2 === 0)) return (3 * near + below + 2) >> 2;
  const next = column + (x % 2 === 0 ? -1 : 1);
  const [beside, across] = [plane[row]![next]!, plane[other]![next]!];
  return (((near + across + 3 * (beside + below) + 8) >> 3) + near) >> 1;
}

function clipped(value: number): number {
  return Math.max(0, Math.min(255, value >> 6));
}
