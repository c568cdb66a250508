import { endOf } from './segments';
import { clearBroken, findCode, isBroken, setBroken } from './tables';

// Scans into coefficients that stay: 128 bytes a block, in rows of 8. ITU-T T.81, F.2 and G.

// The bits to come at the top of `word`, `held` of them; the next 8 bytes are loaded at `next`.
let word: u64 = 0;
let held: usize = 0;
let next: usize = 0;
/** Blocks that have no coefficients more in this scan. */
let endOfBand: i32 = 0;

/** Fills up to 56 bits or more. */
function fill(): void {
  word |= load<u64>(next) >> <u64>held;
  next -= (63 - held) >> 3;
  held |= 56;
}

/** The next bits, 1 to 16, of those that are filled. */
function take(count: i32): i32 {
  const bits = <i32>(word >> <u64>(64 - count));
  word <<= <u64>count;
  held -= <usize>count;
  return bits;
}

function takeBit(): i32 {
  if (held < 8) fill();
  return take(1);
}

/** A symbol, behind which 40 bits are filled at least. */
function takeSymbol(table: usize): i32 {
  fill();
  const code = findCode(word, table);
  word <<= <u64>(code >> 8);
  held -= <usize>(code >> 8);
  return <i32>(code & 255);
}

/** The value of so many bits. */
function takeValue(size: i32): i32 {
  if (size === 0) return 0;
  const raw = take(size);
  return raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
}

/** A block of a sequential scan. Returns its DC. */
function sequentialBlock(coefs: usize, dc: usize, ac: usize, order: usize, prediction: i32): i32 {
  const level = prediction + takeValue(takeSymbol(dc) & 15);
  store<i16>(coefs, <i16>level);
  for (let k = 1; k < 64; k++) {
    const symbol = takeSymbol(ac);
    const size = symbol & 15;
    if (size === 0) {
      if (symbol !== 0xf0) break;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    const value = takeValue(size);
    if (k < 64) store<i16>(coefs + load<u8>(order + k), <i16>value);
  }
  return level;
}

/** Coefficients from `from` to `to` for the first time, down to bit `low`. */
function firstBand(coefs: usize, ac: usize, order: usize, from: i32, to: i32, low: i32): void {
  if (endOfBand > 0) {
    endOfBand--;
    return;
  }
  for (let k = from; k <= to; k++) {
    const symbol = takeSymbol(ac);
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size !== 0) {
      k += run;
      const value = takeValue(size);
      if (k > 63) {
        setBroken();
        return;
      }
      store<i16>(coefs + load<u8>(order + k), <i16>(value << low));
    } else if (run === 15) {
      k += 15;
    } else {
      endOfBand = (1 << run) - 1;
      if (run !== 0) endOfBand += take(run);
      return;
    }
  }
}

/** One bit more of coefficients from `from` to `to`: bit `low`. */
function refineBand(coefs: usize, ac: usize, order: usize, from: i32, to: i32, low: i32): void {
  const plus = 1 << low;
  let k = from;
  if (endOfBand === 0) {
    for (; k <= to; k++) {
      const symbol = takeSymbol(ac);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) !== 0) {
        value = take(1) !== 0 ? plus : -plus;
      } else if (run !== 15) {
        endOfBand = 1 << run;
        if (run !== 0) endOfBand += take(run);
        break;
      }
      // Over those that are known, which get their bit, and so many that are still 0.
      for (; k <= to; k++) {
        const at = coefs + load<u8>(order + k);
        if (load<i16>(at) !== 0) refine(at, plus);
        else if (--run < 0) break;
      }
      if (value !== 0) {
        if (k > to) {
          setBroken();
          return;
        }
        store<i16>(coefs + load<u8>(order + k), <i16>value);
      }
    }
  }
  if (endOfBand === 0) return;
  for (; k <= to; k++) {
    const at = coefs + load<u8>(order + k);
    if (load<i16>(at) !== 0) refine(at, plus);
  }
  endOfBand--;
}

function refine(at: usize, plus: i32): void {
  if (takeBit() === 0) return;
  const value = <i32>load<i16>(at);
  if ((value & plus) === 0) store<i16>(at, <i16>(value >= 0 ? value + plus : value - plus));
}

/**
 * Decodes one scan into coefficients. A component is 10 numbers (i32): blocks of a unit across and down,
 * tables of DC and AC, how its blocks lie in the units of the frame across and down (for `bits`),
 * coefficients, bytes of a row of blocks, 0, prediction. Where `count` is 1 a unit is one block.
 * @param kind 0 sequential, 1 DC first, 2 DC refined, 3 AC first, 4 AC refined
 * @param order of each k the byte of its coefficient
 * @param bits of each unit of the frame (u32), of which a row has `columns`; 0 where not wanted
 * @returns how many units came out whole
 */
export function decodeScan(
  components: usize,
  count: i32,
  across: i32,
  down: i32,
  interval: i32,
  top: usize,
  length: i32,
  restarts: usize,
  kind: i32,
  from: i32,
  to: i32,
  low: i32,
  order: usize,
  bits: usize,
  columns: i32,
): i32 {
  word = 0;
  held = 0;
  next = top - 8;
  endOfBand = 0;
  clearBroken();
  const end = components + <usize>count * 40;
  let left = interval;
  let segment = 0;
  const segments = interval === 0 ? 1 : (across * down + interval - 1) / interval;
  let limit = endOf(0, segments, restarts, length);
  let before: usize = 0;
  let done = 0;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      if (interval !== 0 && left-- === 0) {
        left = interval - 1;
        const at = <usize>load<u32>(restarts + ((<usize>segment) << 2));
        before = at << 3;
        next = top - 8 - at;
        word = 0;
        held = 0;
        endOfBand = 0;
        segment++;
        limit = endOf(segment, segments, restarts, length);
        for (let c = components; c < end; c += 40) store<i32>(c, 0, 36);
      }
      for (let c = components; c < end; c += 40) {
        const h = load<i32>(c);
        const v = load<i32>(c, 4);
        const dc = <usize>load<u32>(c, 8);
        const ac = <usize>load<u32>(c, 12);
        const row = <usize>load<u32>(c, 28);
        let rowAt = <usize>load<u32>(c, 24) + <usize>(y * v) * row + <usize>(x * h) * 128;
        for (let by = 0; by < v; by++) {
          for (let bx = 0; bx < h; bx++) {
            const coefs = rowAt + <usize>bx * 128;
            if (kind === 3) firstBand(coefs, ac, order, from, to, low);
            else if (kind === 4) refineBand(coefs, ac, order, from, to, low);
            else if (kind === 2) store<i16>(coefs, load<i16>(coefs) | <i16>(takeBit() << low));
            else if (kind === 1) {
              const level = load<i32>(c, 36) + takeValue(takeSymbol(dc) & 15);
              store<i32>(c, level, 36);
              store<i16>(coefs, <i16>(level << low));
            } else store<i32>(c, sequentialBlock(coefs, dc, ac, order, load<i32>(c, 36)), 36);
          }
          rowAt += row;
        }
      }
      const used = ((top - 8 - next) << 3) - held;
      if (used > limit || isBroken()) return done;
      if (bits !== 0) {
        const column = count === 1 ? x / load<i32>(components, 16) : x;
        const line = count === 1 ? y / load<i32>(components, 20) : y;
        const at = bits + ((<usize>(line * columns + column)) << 2);
        store<u32>(at, load<u32>(at) + <u32>(used - before));
        before = used;
      }
      done++;
    }
  }
  return done;
}
