import { transform } from './fdct';
import {
  beginBits,
  chromaCodes,
  countBlock,
  endBits,
  fillCodes,
  lumaCodes,
  putBlock,
} from './huffman-encode';

/**
 * Codes planes as one scan. A component is 10 numbers (i32): sampling factors across and down, plane, its
 * stride, factors of its quantiser, codes of DC and AC, counts of the symbols of DC and AC,
 * prediction. Codes and quantiser are of two kinds: of the first component, and of all others. Planes hold
 * whole MCUs.
 * @param kept room for the coefficients of all blocks, by MCU; or of one block, where `step` is 1
 * @param step 0 counts symbols and keeps the coefficients, 2 codes kept ones, 1 does all at once
 * @param top below which the bits go, for `stuff`
 * @returns where they end
 */
export function encode(
  components: usize,
  count: i32,
  across: i32,
  down: i32,
  kept: usize,
  step: i32,
  top: usize,
): usize {
  const end = components + <usize>count * 40;
  for (let c = components; c < end; c += 40) store<i32>(c, 0, 36);
  if (step > 0) {
    fillCodes(<usize>load<u32>(components, 24), lumaCodes);
    if (count > 1) fillCodes(<usize>load<u32>(components, 64), chromaCodes);
  }
  beginBits(top);
  for (let my = 0; my < down; my++) {
    for (let mx = 0; mx < across; mx++) {
      for (let c = components; c < end; c += 40) {
        const h = load<i32>(c);
        const v = load<i32>(c, 4);
        const stride = <usize>load<u32>(c, 12);
        let row = <usize>load<u32>(c, 8) + <usize>(my * v * 8) * stride + <usize>(mx * h * 8);
        const codes = c === components ? lumaCodes : chromaCodes;
        let prediction = load<i32>(c, 36);
        for (let y = 0; y < v; y++) {
          let from = row;
          for (let x = 0; x < h; x++) {
            if (step < 2) transform(from, stride, <usize>load<u32>(c, 16), kept);
            prediction =
              step === 0
                ? countBlock(kept, <usize>load<u32>(c, 28), <usize>load<u32>(c, 32), prediction)
                : putBlock(
                    kept,
                    <usize>load<u32>(c, 20),
                    <usize>load<u32>(c, 24),
                    codes,
                    prediction,
                  );
            if (step !== 1) kept += 128;
            from += 8;
          }
          row += 8 * stride;
        }
        store<i32>(c, prediction, 36);
      }
    }
  }
  return endBits();
}
