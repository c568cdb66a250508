// The workload that every testbed runs: what image codecs spend their time on, in integers, so that
// its checksum is the same everywhere. Any change to it is a new version in ../calibration.ts.
//
//   noise picture -> 8x8 DCT, quantised (SIMD) -> adaptive binary coder (branches) -> checksum
//   large table   -> read in the order that it gives itself (memory)               -> checksum

/** First byte after what the module itself keeps in memory: all from here on is the caller's. */
export function heapBase(): usize {
  return __heap_base;
}

/** Rows of the DCT-II in 13 bits, c(u) cos((2x + 1) u pi / 16). */
const cosines = memory.data<i16>([
  2896, 2896, 2896, 2896, 2896, 2896, 2896, 2896, 4017, 3406, 2276, 799, -799, -2276, -3406, -4017,
  3784, 1567, -1567, -3784, -3784, -1567, 1567, 3784, 3406, -799, -4017, -2276, 2276, 4017, 799,
  -3406, 2896, -2896, -2896, 2896, 2896, -2896, -2896, 2896, 2276, -4017, 799, 3406, -3406, -799,
  4017, -2276, 1567, -3784, 3784, -1567, -1567, 3784, -3784, 1567, 799, -2276, 3406, -4017, 4017,
  -3406, 2276, -799,
]);

/** Room for one block between its two passes. */
const middle = memory.data(128, 16);

/**
 * Fills a picture of `width` x `height` samples of 16 bit with waves and noise, -96..94.
 * @param width a multiple of 8, as `height`
 */
export function fillPicture(at: usize, width: i32, height: i32): void {
  let state: u32 = 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = state * 1664525 + 1013904223;
      const wave = ((x * y) >> 5) & 127;
      // Twice as much noise on the right.
      const noise = <i32>(state >> (x < width >> 1 ? 27 : 26));
      store<i16>(at + ((<usize>(y * width + x)) << 1), <i16>(wave + noise - 96));
    }
  }
}

/** Transforms every 8x8 block in place, and quantises it more coarsely from corner to corner. */
export function transform(at: usize, width: i32, height: i32): void {
  const stride = (<usize>width) << 1;
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      const block = at + ((<usize>(y * width + x)) << 1);
      pass(block, stride, middle, 16);
      pass(middle, 16, block, stride);
      for (let v = 0; v < 8; v++) {
        const row = block + <usize>v * stride;
        for (let u = 0; u < 8; u++) {
          const sample = row + ((<usize>u) << 1);
          store<i16>(sample, load<i16>(sample) / <i16>(4 + ((u + v) << 1)));
        }
      }
    }
  }
}

/** Multiplies the rows of a block by those of the cosines, and turns it over. */
function pass(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const row = v128.load(from + i * fromStride);
    for (let u: usize = 0; u < 8; u++) {
      const products = i32x4.dot_i16x8_s(row, v128.load(cosines + (u << 4)));
      const sum =
        i32x4.extract_lane(products, 0) +
        i32x4.extract_lane(products, 1) +
        i32x4.extract_lane(products, 2) +
        i32x4.extract_lane(products, 3);
      store<i16>(to + u * toStride + (i << 1), <i16>((sum + 4096) >> 13));
    }
  }
}

/**
 * Codes samples by an adaptive binary range coder with carry, as LZMA's: unary magnitudes up to 14
 * under models of their neighbour, and a sign as it is.
 * @param models 16 x 16 probabilities of 16 bit
 * @param to room for the bytes: 4 for each sample are plenty for what `transform` leaves
 * @returns the checksum of the bytes, FNV-1a
 */
export function code(at: usize, count: i32, models: usize, to: usize): u32 {
  for (let i: usize = 0; i < 256; i++) store<u16>(models + (i << 1), 1024);
  let low: u64 = 0;
  let range: u32 = 0xffffffff;
  let out = to;
  let near = 0;
  for (let i = 0; i < count; i++) {
    const value = <i32>load<i16>(at + ((<usize>i) << 1));
    const magnitude = min(abs(value), 14);
    const row = models + ((<usize>near) << 5);
    for (let step = 0; step <= magnitude; step++) {
      const model = row + ((<usize>step) << 1);
      const probability = <u32>load<u16>(model);
      const bound = (range >> 11) * probability;
      if (step < magnitude) {
        range = bound;
        store<u16>(model, <u16>(probability + ((2048 - probability) >> 5)));
      } else {
        low += bound;
        range -= bound;
        store<u16>(model, <u16>(probability - (probability >> 5)));
      }
      while (range < 0x1000000) {
        out = shift(low, out, to);
        low = (low & 0x00ffffff) << 8;
        range <<= 8;
      }
    }
    if (magnitude > 0) {
      range >>= 1;
      if (value < 0) low += range;
      while (range < 0x1000000) {
        out = shift(low, out, to);
        low = (low & 0x00ffffff) << 8;
        range <<= 8;
      }
    }
    near = (near + magnitude + 1) >> 1;
  }
  let sum: u32 = 0x811c9dc5;
  for (let byte = to; byte < out; byte++) sum = (sum ^ load<u8>(byte)) * 0x01000193;
  return sum;
}

/** Writes the highest of the 32 bits, and carries into what is written already. */
function shift(low: u64, out: usize, first: usize): usize {
  if (low > 0xffffffff) {
    let last = out;
    while (last > first) {
      last--;
      const sum = load<u8>(last) + 1;
      store<u8>(last, sum);
      if (sum !== 0) break;
    }
  }
  store<u8>(out, <u8>(<u32>low >> 24));
  return out + 1;
}

/**
 * Fills a table of `count` numbers of 32 bit, a power of two, so that each names the next to read,
 * all in one round: a full-period congruential generator.
 */
export function fillTable(at: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(at + ((<usize>i) << 2), (i * 1664525 + 1013904223) & (count - 1));
  }
}

/**
 * Reads a table in the order that it gives itself, `steps` times, and then the whole of it in order.
 * @returns the sum of all that was read
 */
export function walk(at: usize, count: u32, steps: i32): u32 {
  let next: u32 = 0;
  let total: u32 = 0;
  for (let i = 0; i < steps; i++) {
    next = load<u32>(at + ((<usize>next) << 2));
    total += next;
  }
  let sums = i32x4.splat(0);
  const end = at + ((<usize>count) << 2);
  for (let place = at; place < end; place += 16) sums = i32x4.add(sums, v128.load(place));
  return (
    total +
    <u32>i32x4.extract_lane(sums, 0) +
    <u32>i32x4.extract_lane(sums, 1) +
    <u32>i32x4.extract_lane(sums, 2) +
    <u32>i32x4.extract_lane(sums, 3)
  );
}
