// The SSIM family, plane by plane. A plane has samples of 8 or 16 bits or, by 32 bits, f32, row after
// row without a gap.

import { splitRgb, sumBoxes } from './parts/planes';
import { similarityLosses } from './parts/ssim-losses';
import { referenceMoments } from './parts/ssim-reference';

export { heapBase } from './parts/memory';

/** See splitRgb; of 8 or 16 bits. */
export function split(bits: i32, from: usize, to: usize, pixels: i32): void {
  if (bits === 8) splitRgb<u8>(from, to, pixels);
  else splitRgb<u16>(from, to, pixels);
}

/** See sumBoxes. */
export function boxes(
  bits: i32,
  from: usize,
  to: usize,
  width: i32,
  height: i32,
  factor: i32,
  padX: i32,
  padY: i32,
  line: usize,
): void {
  if (bits === 8) sumBoxes<u8>(from, to, width, height, factor, padX, padY, line);
  else if (bits === 16) sumBoxes<u16>(from, to, width, height, factor, padX, padY, line);
  else sumBoxes<f32>(from, to, width, height, factor, padX, padY, line);
}

/** See referenceMoments. */
export function reference(
  bits: i32,
  plane: usize,
  width: i32,
  height: i32,
  unit: f32,
  moments: usize,
): void {
  if (bits === 8) referenceMoments<u8>(plane, width, height, unit, moments);
  else if (bits === 16) referenceMoments<u16>(plane, width, height, unit, moments);
  else referenceMoments<f32>(plane, width, height, unit, moments);
}

/** See similarityLosses. */
export function losses(
  bits: i32,
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  unit: f32,
  moments: usize,
  structureOnly: bool,
  bands: usize,
  sums: usize,
  map: usize,
): void {
  if (bits === 8)
    similarityLosses<u8>(a, b, width, height, unit, moments, structureOnly, bands, sums, map);
  else if (bits === 16)
    similarityLosses<u16>(a, b, width, height, unit, moments, structureOnly, bands, sums, map);
  else similarityLosses<f32>(a, b, width, height, unit, moments, structureOnly, bands, sums, map);
}
