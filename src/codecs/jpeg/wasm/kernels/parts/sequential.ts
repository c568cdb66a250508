import { putRow } from './samples';
import { endOf } from './segments';
import { clearBroken, isBroken } from './tables';
import { addLevels, bitsRead, goBack, goTo, layOut, mostUnits, readRun } from './unit-run';

/**
 * Decodes a sequential scan of all components to samples. A component is 10 numbers (i32): sampling
 * factors across and down, tables of DC and AC, quantisers, coefficients of `mostUnits` MCUs, bytes of a
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
  const componentsEnd = components + <usize>count * 40;
  layOut(components, componentsEnd, map, <u32>spacing);
  goTo(top);
  clearBroken();
  const size = 8 >> shift;
  let left = interval;
  let segment = 0;
  const segments = interval === 0 ? 1 : (across * down + interval - 1) / interval;
  let limit = endOf(0, segments, restarts, length);
  let done = 0;
  for (let my = 0; my < down; my++) {
    for (let mx = 0; mx < across; mx += mostUnits) {
      const some = min(mostUnits, across - mx);
      clear(components, componentsEnd);
      let m = 0;
      // All at once, which is faster; one by one around a restart and where it matters how long each is, or
      // which of them was whole.
      if (ends === 0 && (interval === 0 || left >= some)) {
        readRun(0, some);
        if (bitsRead(top) <= limit && !isBroken()) {
          addLevels(components, componentsEnd, 0, some);
          left -= some;
          m = some;
        } else {
          goBack();
          clearBroken();
          clear(components, componentsEnd);
        }
      }
      for (; m < some; m++) {
        if (interval !== 0 && left-- === 0) {
          left = interval - 1;
          goTo(top - <usize>load<u32>(restarts + ((<usize>segment) << 2)));
          segment++;
          limit = endOf(segment, segments, restarts, length);
          for (let c = components; c < componentsEnd; c += 40) store<i32>(c, 0, 36);
        }
        readRun(m, 1);
        addLevels(components, componentsEnd, m, 1);
        const bits = bitsRead(top);
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
