import { ranges, refilled, shifts } from './bools';
import { placeBytes } from './header';

// Coefficients. RFC 6386, section 13.
//
// Between two refills of the window at most 24 bits go: no decision takes more than 7, and 8 must be there.

/** Probabilities of the bits behind the values from 11 on: four lists that end with 0. Section 13.2. */
const extraBits: usize = memory.data<u8>([
  173, 148, 140, 0, 0, 0, 0, 0, 0, 0, 0, 0, 176, 155, 140, 135, 0, 0, 0, 0, 0, 0, 0, 0, 180, 157,
  141, 134, 130, 0, 0, 0, 0, 0, 0, 0, 254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129, 0,
]);

/** Where the probabilities are of what follows a 1, and a larger value, from those of no context. */
const afterOne: usize = 16;
const afterMore: usize = 32;

/**
 * Reads one block's coefficients, in rows and times their steps (i16), into room that is 0.
 * @param places probabilities of the first place of the block's type
 * @param first 0, or 1 where DC is elsewhere
 * @param context how many of the blocks above and to the left have coefficients
 * @param steps of DC and AC (i32)
 * @returns the place behind the last coefficient, 0 to 16
 */
export function readBlock(
  state: usize,
  places: usize,
  first: usize,
  context: usize,
  steps: usize,
  to: usize,
): u32 {
  let window = load<u64>(state);
  let range = load<u32>(state, 8);
  let from = <usize>load<u32>(state, 12);
  let place = places + first * placeBytes;
  const end = places + 16 * placeBytes;
  let p = place + (context << 4);
  let s: u32 = 0;
  let shift: u64 = 0;
  while (true) {
    if (<u32>window === 0) {
      from -= 4;
      window = refilled(window, from);
    }
    s = (range * <u32>load<u8>(p)) >> 8;
    if (<u32>(window >> 56) <= s) {
      // No coefficients more.
      shift = <u64>load<u8>(s, shifts + 1);
      range = load<u8>(s, ranges + 1);
      window <<= shift;
      break;
    }
    window -= (<u64>(s + 1)) << 56;
    range -= s;
    window <<= <u64>load<u8>(range, shifts);
    range = load<u8>(range, ranges);
    while (true) {
      s = (range * <u32>load<u8>(p, 1)) >> 8;
      if (<u32>(window >> 56) > s) break;
      // A coefficient of 0.
      shift = <u64>load<u8>(s, shifts + 1);
      range = load<u8>(s, ranges + 1);
      window <<= shift;
      place += placeBytes;
      p = place;
      if (place === end) break;
      if (<u32>window === 0) {
        from -= 4;
        window = refilled(window, from);
      }
    }
    if (place === end) break;
    window -= (<u64>(s + 1)) << 56;
    range -= s;
    window <<= <u64>load<u8>(range, shifts);
    range = load<u8>(range, ranges);
    s = (range * <u32>load<u8>(p, 2)) >> 8;
    let value: i32 = 1;
    const next = place + placeBytes;
    if (<u32>(window >> 56) <= s) {
      window <<= <u64>load<u8>(s, shifts + 1);
      range = load<u8>(s, ranges + 1);
      p = next + afterOne;
    } else {
      window -= (<u64>(s + 1)) << 56;
      range -= s;
      window <<= <u64>load<u8>(range, shifts);
      range = load<u8>(range, ranges);
      if (<u32>window === 0) {
        from -= 4;
        window = refilled(window, from);
      }
      s = (range * <u32>load<u8>(p, 3)) >> 8;
      if (<u32>(window >> 56) <= s) {
        window <<= <u64>load<u8>(s, shifts + 1);
        range = load<u8>(s, ranges + 1);
        s = (range * <u32>load<u8>(p, 4)) >> 8;
        if (<u32>(window >> 56) <= s) {
          window <<= <u64>load<u8>(s, shifts + 1);
          range = load<u8>(s, ranges + 1);
          value = 2;
        } else {
          window -= (<u64>(s + 1)) << 56;
          range -= s;
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
          s = (range * <u32>load<u8>(p, 5)) >> 8;
          if (<u32>(window >> 56) <= s) {
            range = s + 1;
            value = 3;
          } else {
            window -= (<u64>(s + 1)) << 56;
            range -= s;
            value = 4;
          }
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
        }
      } else {
        window -= (<u64>(s + 1)) << 56;
        range -= s;
        window <<= <u64>load<u8>(range, shifts);
        range = load<u8>(range, ranges);
        // Values from 5 on: a category, and bits behind it.
        let extra: usize = 0;
        s = (range * <u32>load<u8>(p, 6)) >> 8;
        if (<u32>(window >> 56) <= s) {
          window <<= <u64>load<u8>(s, shifts + 1);
          range = load<u8>(s, ranges + 1);
          s = (range * <u32>load<u8>(p, 7)) >> 8;
          if (<u32>(window >> 56) <= s) {
            range = s + 1;
            value = 5;
            extra = oneExtraBit;
          } else {
            window -= (<u64>(s + 1)) << 56;
            range -= s;
            value = 7;
            extra = twoExtraBits;
          }
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
        } else {
          window -= (<u64>(s + 1)) << 56;
          range -= s;
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
          let category: usize = 0;
          s = (range * <u32>load<u8>(p, 8)) >> 8;
          if (<u32>(window >> 56) <= s) {
            range = s + 1;
          } else {
            window -= (<u64>(s + 1)) << 56;
            range -= s;
            category = 2;
          }
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
          s = (range * <u32>load<u8>(p + (category >> 1), 9)) >> 8;
          if (<u32>(window >> 56) <= s) {
            range = s + 1;
          } else {
            window -= (<u64>(s + 1)) << 56;
            range -= s;
            category++;
          }
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
          value = 3 + (8 << (<i32>category));
          extra = extraBits + 12 * category;
        }
        let more: i32 = 0;
        let probability = <u32>load<u8>(extra);
        do {
          if (<u32>window === 0) {
            from -= 4;
            window = refilled(window, from);
          }
          s = (range * probability) >> 8;
          const isOne = <u32>(window >> 56) > s;
          window -= select<u64>((<u64>(s + 1)) << 56, 0, isOne);
          range = select<u32>(range - s, s + 1, isOne);
          more = (more << 1) | <i32>isOne;
          window <<= <u64>load<u8>(range, shifts);
          range = load<u8>(range, ranges);
          extra++;
          probability = <u32>load<u8>(extra);
        } while (probability !== 0);
        value += more;
      }
      p = next + afterMore;
      if (<u32>window === 0) {
        from -= 4;
        window = refilled(window, from);
      }
    }
    // A sign is as likely as not, and is not worth a branch: it takes a bit always.
    s = range >> 1;
    const sign = <i32>(s - <u32>(window >> 56)) >> 31;
    window -= (<u64>((s + 1) & <u32>sign)) << 56;
    window <<= 1;
    range = (range + <u32>sign) | 1;
    const step = load<i32>(steps + <usize>load<u8>(place, 13));
    store<i16>(to + <usize>load<u8>(place, 11), <i16>(((value ^ sign) - sign) * step));
    place = next;
    if (place === end) {
      shift = 1;
      break;
    }
  }
  store<u64>(state, window);
  store<u32>(state, range, 8);
  store<u32>(state, <u32>from, 12);
  store<u32>(state, <u32>shift, 24);
  return load<u8>(place, 12);
}

const oneExtraBit: usize = memory.data<u8>([159, 0]);
const twoExtraBits: usize = memory.data<u8>([165, 145, 0]);
