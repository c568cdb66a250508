import { decide, isSpent, ranges, refilled, shifts } from './bools';
import { hasMap, hasSkips, segmentTree, skipProbability } from './header';
import { modeProbabilities } from './tables';

// Modes of prediction of macroblocks. RFC 6386, sections 8, 11 and 19.3.
//
// What is known of a macroblock, in bytes: 0 whether it has modes of 4x4, 1 its segment, 2 whether it has no
// coefficients, 3 the mode of chroma, 4 that of luma or 16 of them in rows.

export const macroblockBytes: usize = 20;

/** DC, TM, V and H in this order; the modes of 4x4 are these and six more. */
export const dcMode: u32 = 0;
export const tmMode: u32 = 1;
export const verticalMode: u32 = 2;

/** Modes to the left of a macroblock. */
const left: usize = memory.data(4);

/** Where a decision leads: to another node, or as a negative number to a mode. */
const tree: usize = memory.data<i8>([
  0, 1, -1, 2, -2, 3, 4, 6, -3, 5, -4, -5, -6, 7, -7, 8, -8, -9,
]);

/**
 * Reads a row of macroblocks; `above` are 4 modes of each in the row before, 0 in the first.
 * @returns whether there were so many
 */
export function readModes(state: usize, columns: i32, above: usize, to: usize): bool {
  store<u32>(left, 0);
  for (let x = 0; x < columns; x++) {
    let segment: u32 = 0;
    if (hasMap) {
      const branch = decide(state, load<u8>(segmentTree));
      segment = 2 * branch + decide(state, load<u8>(segmentTree + 1 + <usize>branch));
    }
    store<u8>(to, <u8>segment, 1);
    store<u8>(to, hasSkips ? <u8>decide(state, skipProbability) : 0, 2);
    if (decide(state, 145)) {
      let mode: u32 = 0;
      if (decide(state, 156)) mode = decide(state, 128) ? tmMode : 3;
      else mode = decide(state, 163) ? verticalMode : dcMode;
      store<u8>(to, 0);
      store<u8>(to, <u8>mode, 4);
      store<u32>(above, mode * 0x01010101);
      store<u32>(left, mode * 0x01010101);
    } else {
      store<u8>(to, 1);
      readSmallModes(state, above, to + 4);
    }
    let chroma: u32 = dcMode;
    if (decide(state, 142)) {
      chroma = verticalMode;
      if (decide(state, 114)) chroma = decide(state, 183) ? tmMode : 3;
    }
    store<u8>(to, <u8>chroma, 3);
    if (isSpent(state)) return false;
    above += 4;
    to += macroblockBytes;
  }
  return true;
}

function readSmallModes(state: usize, above: usize, to: usize): void {
  let window = load<u64>(state);
  let range = load<u32>(state, 8);
  let from = <usize>load<u32>(state, 12);
  for (let y: usize = 0; y < 4; y++) {
    let mode = <i32>load<u8>(left + y);
    for (let x: usize = 0; x < 4; x++) {
      const row = modeProbabilities + 90 * <usize>load<u8>(above + x) + 9 * <usize>mode;
      let node = 0;
      do {
        if (<u32>window === 0) {
          from -= 4;
          window = refilled(window, from);
        }
        const split = (range * <u32>load<u8>(row + <usize>node)) >> 8;
        let branch: usize = 0;
        if (<u32>(window >> 56) > split) {
          window -= (<u64>(split + 1)) << 56;
          range -= split;
          branch = 1;
        } else {
          range = split + 1;
        }
        window <<= <u64>load<u8>(range, shifts);
        range = load<u8>(range, ranges);
        node = load<i8>(tree + ((<usize>node) << 1) + branch);
      } while (node > 0);
      mode = -node;
      store<u8>(above + x, <u8>mode);
      store<u8>(to, <u8>mode);
      to++;
    }
    store<u8>(left + y, <u8>mode);
  }
  store<u64>(state, window);
  store<u32>(state, range, 8);
  store<u32>(state, <u32>from, 12);
}
