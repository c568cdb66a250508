import { putWhole } from './idct';
import { putEighths, putHalves, putQuarters } from './idct-small';

/**
 * Samples of a row of blocks of coefficients at 1 / 2^shift of their size. One block more may be
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

/**
 * Samples of a plane whose coefficients are all there, 128 bytes a block in rows of 8.
 * @param packed room for the lowest coefficients of a row of blocks, 32 bytes each and 32 more
 */
export function putPlane(
  coefs: usize,
  across: i32,
  down: i32,
  quantisers: usize,
  to: usize,
  stride: usize,
  shift: i32,
  packed: usize,
): void {
  const size = <usize>(8 >> shift);
  for (let y = 0; y < down; y++) {
    if (shift === 1) packQuarters(coefs, across, packed);
    else if (shift === 2) packLowest(coefs, across, packed);
    if (shift === 1) putRow(packed, 32, across, quantisers, to, stride, shift);
    else if (shift === 2) putRow(packed, 8, across, quantisers, to, stride, shift);
    else putRow(coefs, 128, across, quantisers, to, stride, shift);
    coefs += <usize>across * 128;
    to += size * stride;
  }
}

function packQuarters(coefs: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    store<u64>(to, load<u64>(coefs));
    store<u64>(to, load<u64>(coefs, 16), 8);
    store<u64>(to, load<u64>(coefs, 32), 16);
    store<u64>(to, load<u64>(coefs, 48), 24);
    coefs += 128;
    to += 32;
  }
}

function packLowest(coefs: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    store<u32>(to, load<u32>(coefs));
    store<u32>(to, load<u32>(coefs, 16), 4);
    coefs += 128;
    to += 8;
  }
}
