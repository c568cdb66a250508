import { forward, quantise } from './fdct';
import { bitsOfBlock } from './huffman-encode';

/**
 * Counts the bits that planes take as scans of several qualities, without coding them. A component is 4
 * numbers (i32): sampling factors across and down, plane, its stride. Behind it follow 4 of each
 * quality: factors of the quantiser, bits of the symbols of DC and of AC (u8), prediction, which is
 * kept for the rows below. Planes hold whole MCUs.
 * @param scratch room for the coefficients of two blocks
 * @param to for each quality `across` x `down` counts (u32), `apart` bytes from those of the one before
 */
export function countBits(
  components: usize,
  count: i32,
  qualities: i32,
  across: i32,
  down: i32,
  scratch: usize,
  to: usize,
  apart: usize,
): void {
  const size: usize = 16 + 16 * <usize>qualities;
  const end = components + <usize>count * size;
  for (let my = 0; my < down; my++) {
    for (let mx = 0; mx < across; mx++) {
      for (let c = components; c < end; c += size) {
        const h = load<i32>(c);
        const v = load<i32>(c, 4);
        const stride = <usize>load<u32>(c, 12);
        let row = <usize>load<u32>(c, 8) + <usize>(my * v * 8) * stride + <usize>(mx * h * 8);
        for (let y = 0; y < v; y++) {
          let from = row;
          for (let x = 0; x < h; x++) {
            forward(from, stride, scratch);
            let sum = to;
            for (let q = c + 16; q < c + size; q += 16) {
              quantise(scratch, <usize>load<u32>(q), scratch + 128);
              const bits = bitsOfBlock(
                scratch + 128,
                <usize>load<u32>(q, 4),
                <usize>load<u32>(q, 8),
                load<i32>(q, 12),
              );
              store<i32>(q, <i32>load<i16>(scratch + 128), 12);
              store<u32>(sum, load<u32>(sum) + <u32>bits);
              sum += apart;
            }
            from += 8;
          }
          row += 8 * stride;
        }
      }
      to += 4;
    }
  }
}
