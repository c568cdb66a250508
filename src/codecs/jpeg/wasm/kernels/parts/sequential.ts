import { putRow } from './samples';
import { endOf } from './segments';
import { clearBroken, findLong, findLongPair, isBroken, windowBits } from './tables';

// The bits to come at the top of `word`, `held` of them; the next 8 bytes are loaded at `next`.
let word: u64 = 0;
let held: usize = 0;
let next: usize = 0;
/** The prediction of DC that `block` made. */
let level: i32 = 0;

/** MCUs whose coefficients are in memory at once: those of 4:2:0 fit in the first cache. */
const mostMcus: i32 = 16;

function more(w: u64, n: usize, p: usize): u64 {
  return w | (load<u64>(p) >> <u64>n);
}

/**
 * Decodes one block, whose coefficients k go to `coefs + map[k]`: two bytes each, what the scale does
 * not need to a place behind. The caller clears them.
 */
function block(coefs: usize, dcTable: usize, acTable: usize, map: usize, prediction: i32): void {
  let w = word;
  let n = held;
  let p = next;
  w = more(w, n, p);
  p -= (63 - n) >> 3;
  n |= 56;
  let dc = load<u32>(dcTable + ((<usize>(w >> (64 - windowBits))) << 2));
  if ((dc & 63) === 0) dc = findLong(w, dcTable);
  const value = prediction + (<i32>dc >> 16);
  w <<= <u64>(dc & 63);
  n -= <usize>(dc & 63);
  let k: usize = 0;
  let first: usize = 0;
  let entry: u64 = 0;
  // Three steps of at most 11 bits between two loads; longer symbols load by themselves.
  while (true) {
    entry = load<u64>(acTable + ((<usize>(w >> (64 - windowBits))) << 3));
    if ((entry & 63) === 0) {
      w = more(w, n, p);
      p -= (63 - n) >> 3;
      n |= 56;
      entry = findLongPair(w, acTable);
    }
    first = k + <usize>((entry >> 6) & 127);
    store<i16>(coefs + load<u8>(map + first), <i16>(entry >> 32));
    k = first + <usize>((entry >> 13) & 127);
    store<i16>(coefs + load<u8>(map + k), <i16>(entry >> 48));
    if (k >= 63) break;
    w <<= entry & 63;
    n -= <usize>(entry & 63);
    entry = load<u64>(acTable + ((<usize>(w >> (64 - windowBits))) << 3));
    if ((entry & 63) === 0) {
      w = more(w, n, p);
      p -= (63 - n) >> 3;
      n |= 56;
      entry = findLongPair(w, acTable);
    }
    first = k + <usize>((entry >> 6) & 127);
    store<i16>(coefs + load<u8>(map + first), <i16>(entry >> 32));
    k = first + <usize>((entry >> 13) & 127);
    store<i16>(coefs + load<u8>(map + k), <i16>(entry >> 48));
    if (k >= 63) break;
    w <<= entry & 63;
    n -= <usize>(entry & 63);
    w = more(w, n, p);
    p -= (63 - n) >> 3;
    n |= 56;
    entry = load<u64>(acTable + ((<usize>(w >> (64 - windowBits))) << 3));
    if ((entry & 63) === 0) entry = findLongPair(w, acTable);
    first = k + <usize>((entry >> 6) & 127);
    store<i16>(coefs + load<u8>(map + first), <i16>(entry >> 32));
    k = first + <usize>((entry >> 13) & 127);
    store<i16>(coefs + load<u8>(map + k), <i16>(entry >> 48));
    if (k >= 63) break;
    w <<= entry & 63;
    n -= <usize>(entry & 63);
  }
  // Where the block was full with the first of two symbols, the second is the next block's.
  const used = first >= 63 ? (entry >> 20) & 63 : entry & 63;
  word = w << used;
  held = n - <usize>used;
  next = p;
  store<i16>(coefs, <i16>value);
  level = value;
}

/**
 * Decodes a sequential scan of all components to samples. A component is 10 numbers (i32): sampling
 * factors across and down, tables of DC and AC, quantisers, coefficients of `mostMcus` MCUs, bytes of a
 * row of them, plane, its stride, prediction. `map`: where a coefficient goes within the `spacing` bytes
 * of a block. `shift`: the scale is 1 / 2^shift. `ends`: for each MCU the bit where it ended, or 0.
 * @returns how many MCUs came out whole
 */
export function decodeSequential(
  components: usize,
  count: i32,
  across: i32,
  down: i32,
  interval: i32,
  top: usize,
  length: i32,
  restarts: usize,
  map: usize,
  spacing: usize,
  shift: i32,
  ends: usize,
): i32 {
  word = 0;
  held = 0;
  next = top - 8;
  clearBroken();
  const componentsEnd = components + <usize>count * 40;
  const size = 8 >> shift;
  let left = interval;
  let segment = 0;
  const segments = interval === 0 ? 1 : (across * down + interval - 1) / interval;
  let limit = endOf(0, segments, restarts, length);
  let done = 0;
  for (let my = 0; my < down; my++) {
    for (let mx = 0; mx < across; mx += mostMcus) {
      const some = min(mostMcus, across - mx);
      clear(components, componentsEnd);
      let m = 0;
      for (; m < some; m++) {
        if (interval !== 0 && left-- === 0) {
          left = interval - 1;
          next = top - 8 - <usize>load<u32>(restarts + ((<usize>segment) << 2));
          word = 0;
          held = 0;
          segment++;
          limit = endOf(segment, segments, restarts, length);
          for (let c = components; c < componentsEnd; c += 40) store<i32>(c, 0, 36);
        }
        for (let c = components; c < componentsEnd; c += 40) {
          const h = load<i32>(c);
          const v = load<i32>(c, 4);
          const dcTable = <usize>load<u32>(c, 8);
          const acTable = <usize>load<u32>(c, 12);
          const row = <usize>load<u32>(c, 24);
          let rowAt = <usize>load<u32>(c, 20) + <usize>(m * h) * spacing;
          level = load<i32>(c, 36);
          for (let y = 0; y < v; y++) {
            let at = rowAt;
            for (let x = 0; x < h; x++) {
              block(at, dcTable, acTable, map, level);
              at += spacing;
            }
            rowAt += row;
          }
          store<i32>(c, level, 36);
        }
        const bits = ((top - 8 - next) << 3) - held;
        if (bits > limit || isBroken()) break;
        if (ends !== 0) store<u32>(ends + ((<usize>(done + m)) << 2), <u32>bits);
      }
      for (let c = components; c < componentsEnd; c += 40) {
        const h = load<i32>(c);
        const v = load<i32>(c, 4);
        const stride = <usize>load<u32>(c, 32);
        let to = <usize>load<u32>(c, 28) + <usize>(my * v * size) * stride + <usize>(mx * h * size);
        let from = <usize>load<u32>(c, 20);
        for (let y = 0; y < v; y++) {
          putRow(from, spacing, m * h, <usize>load<u32>(c, 16), to, stride, shift);
          from += <usize>load<u32>(c, 24);
          to += <usize>size * stride;
        }
      }
      done += m;
      if (m < some) return done;
    }
  }
  return done;
}

function clear(components: usize, end: usize): void {
  for (let c = components; c < end; c += 40) {
    const bytes = <usize>load<u32>(c, 24) * <usize>load<i32>(c, 4);
    memory.fill(<usize>load<u32>(c, 20), 0, bytes);
  }
}
