/** Where in the file the last scan ended: at a marker, or at the end of the bytes. */
let scanEnd: usize = 0;

export function endOfScan(): usize {
  return scanEnd;
}

/**
 * The bytes of one scan without stuffing, last byte first: byte i lies at top - 1 - i, so that a load of
 * 8 bytes has the earliest bit on top. Below them 64 bytes of ones, as the scan were padded for ever.
 * Where RSTm markers stood goes to `restarts` (u32 each, at most `most`).
 * @returns the count of bytes; `restartsFound` and `endOfScan` tell the rest
 */
export function unstuff(src: usize, end: usize, top: usize, restarts: usize, most: i32): i32 {
  let out = top;
  let from = src;
  const ones = i8x16.splat(-1);
  found = 0;
  inOrder = true;
  // 16 bytes at a time, while none of them is FF: the first that is ends the copy there.
  while (from + 16 <= end) {
    const bytes = v128.load(from);
    const mask = i8x16.bitmask(i8x16.eq(bytes, ones));
    v128.store(
      out - 16,
      i8x16.shuffle(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
    );
    if (mask === 0) {
      from += 16;
      out -= 16;
      continue;
    }
    const before = ctz(mask);
    from += before;
    out -= before;
    if (from + 1 >= end) break;
    const next = <u32>load<u8>(from, 1);
    if (next === 0) {
      store<u8>(--out, 0xff);
      from += 2;
    } else if (!passMarker(next, <u32>(top - out), restarts, most)) {
      return finish(from, out, top);
    } else {
      from += next === 0xff ? 1 : 2;
    }
  }
  for (; from < end; ) {
    const byte = load<u8>(from);
    if (byte !== 0xff) {
      store<u8>(--out, byte);
      from++;
      continue;
    }
    if (from + 1 >= end) break;
    const next = <u32>load<u8>(from, 1);
    if (next === 0) {
      store<u8>(--out, 0xff);
      from += 2;
    } else if (!passMarker(next, <u32>(top - out), restarts, most)) {
      break;
    } else {
      from += next === 0xff ? 1 : 2;
    }
  }
  return finish(from, out, top);
}

let found: i32 = 0;
let inOrder: bool = true;

/** How many restart markers the last scan held; -1 where they were numbered wrongly. */
export function restartsFound(): i32 {
  return inOrder ? found : -1;
}

/** Whether the scan goes on behind a marker: a restart is noted, fill bytes are skipped. */
function passMarker(next: u32, at: u32, restarts: usize, most: i32): bool {
  if (next === 0xff) return true;
  if ((next & 0xf8) !== 0xd0) return false;
  if ((next & 7) !== (found & 7)) inOrder = false;
  if (found < most) store<u32>(restarts + ((<usize>found) << 2), at);
  found++;
  return true;
}

function finish(from: usize, out: usize, top: usize): i32 {
  scanEnd = from;
  memory.fill(out - 64, 0xff, 64);
  return <i32>(top - out);
}
