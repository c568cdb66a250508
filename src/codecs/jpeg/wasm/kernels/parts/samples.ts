import { putWhole } from './idct';
import { putEighths, putHalves, putQuarters } from './idct-small';

/**
 * Samples of a row of blocks of coefficients at 1 / 2^shift of their size. Up to three blocks more are
 * computed and written: rows of coefficients and of samples have room behind.
 */
export function putRow(
  coefs: usize,
  spacing: usize,
  blocks: i32,
  quantisers: usize,
  to: usize,
  stride: usize,
  shift: i32,
): void {
  if (shift === 0) putWhole(coefs, spacing, blocks, quantisers, to, stride);
  else if (shift === 1) putHalves(coefs, spacing, blocks, quantisers, to, stride);
  else if (shift === 2) putQuarters(coefs, spacing, blocks, quantisers, to, stride);
  else putEighths(coefs, spacing, blocks, quantisers, to, stride);
}
