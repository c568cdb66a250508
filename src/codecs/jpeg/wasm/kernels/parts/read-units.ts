import { countPresent, quantise, transform } from './fdct';
import { bitsOfBlock } from './huffman-encode';

/**
 * What the units of planes hold, unit by unit, without coding them: the bits that they take in scans of
 * several qualities, or how many coefficients are not 0 at a quantiser. A component is 5 numbers (i32):
 * blocks of a unit across and down, plane, its stride, how many readings follow. A reading is 5 more:
 * factors of the quantiser, bits of the symbols of DC and of AC (u8) or 0 and 0 where coefficients are
 * counted, prediction, which is kept for the rows below, and where its sums (u32) begin. Planes hold
 * whole units.
 * @param size bytes from a component to the next
 * @param scratch room for the coefficients of two blocks
 */
export function readUnits(
  components: usize,
  count: i32,
  size: usize,
  across: i32,
  down: i32,
  scratch: usize,
): void {
  const end = components + <usize>count * size;
  let unit: usize = 0;
  for (let my = 0; my < down; my++) {
    for (let mx = 0; mx < across; mx++) {
      for (let c = components; c < end; c += size) {
        const h = load<i32>(c);
        const v = load<i32>(c, 4);
        const stride = <usize>load<u32>(c, 12);
        const last = c + 20 + 20 * <usize>load<u32>(c, 16);
        let row = <usize>load<u32>(c, 8) + <usize>(my * v * 8) * stride + <usize>(mx * h * 8);
        for (let y = 0; y < v; y++) {
          let from = row;
          for (let x = 0; x < h; x++) {
            transform(from, stride, 0, scratch);
            for (let reading = c + 20; reading < last; reading += 20) read(reading, scratch, unit);
            from += 8;
          }
          row += 8 * stride;
        }
      }
      unit += 4;
    }
  }
}

/** Adds what a reading tells of a block to the sum of its unit. */
function read(reading: usize, block: usize, unit: usize): void {
  const factors = <usize>load<u32>(reading);
  const dcBits = <usize>load<u32>(reading, 4);
  const sum = <usize>load<u32>(reading, 16) + unit;
  let found: i32;
  if (dcBits === 0) {
    found = countPresent(block, factors);
  } else {
    const coefs = block + 128;
    quantise(block, factors, coefs);
    found = bitsOfBlock(coefs, dcBits, <usize>load<u32>(reading, 8), load<i32>(reading, 12));
    store<i32>(reading, <i32>load<i16>(coefs), 12);
  }
  store<u32>(sum, load<u32>(sum) + <u32>found);
}
