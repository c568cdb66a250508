// Convolutions in float32 with one fixed order of sums. A tensor is rows of channels, one row a place,
// padded with zeros to whole blocks of 8 channels.
//
// A product and a sum are two rounded operations each (no fused, no relaxed ones), and a sum begins
// with the bias and goes through taps, and in each tap through channels, upwards: every machine, and
// every way to group places, gives the same bits.

export { heapBase } from './parts/memory';

/**
 * The sums of groups of four places.
 *
 *     table:   of each group, for each tap four pointers to rows of the input, then four to rows of
 *              the output
 *     weights: blocks of 8 outputs x taps x channels x 8
 *
 * A block of weights stays in the cache for all groups. Eight vectors of sums, with two of weights and
 * one number of the input at a time, are what fits into sixteen registers.
 */
export function convolve(
  table: usize,
  groups: i32,
  taps: i32,
  channels: i32,
  weights: usize,
  bias: usize,
  blocks: i32,
): void {
  const quads = channels >> 2;
  const rest = channels & 3;
  const blockBytes = (<usize>(taps * channels)) << 5;
  let to: usize = 0;
  let block = blocks;
  do {
    const low = v128.load(bias);
    const high = v128.load(bias, 16);
    let entry = table;
    let group = groups;
    do {
      let a = low;
      let b = high;
      let c = low;
      let d = high;
      let e = low;
      let f = high;
      let g = low;
      let h = high;
      let w = weights;
      let tap = taps;
      do {
        let p = <usize>load<u32>(entry);
        let q = <usize>load<u32>(entry, 4);
        let r = <usize>load<u32>(entry, 8);
        let s = <usize>load<u32>(entry, 12);
        entry += 16;
        let quad = quads;
        if (quad > 0) {
          do {
            let u = v128.load(w);
            let v = v128.load(w, 16);
            let x = v128.load32_splat(p);
            a = f32x4.add(a, f32x4.mul(u, x));
            b = f32x4.add(b, f32x4.mul(v, x));
            x = v128.load32_splat(q);
            c = f32x4.add(c, f32x4.mul(u, x));
            d = f32x4.add(d, f32x4.mul(v, x));
            x = v128.load32_splat(r);
            e = f32x4.add(e, f32x4.mul(u, x));
            f = f32x4.add(f, f32x4.mul(v, x));
            x = v128.load32_splat(s);
            g = f32x4.add(g, f32x4.mul(u, x));
            h = f32x4.add(h, f32x4.mul(v, x));

            u = v128.load(w, 32);
            v = v128.load(w, 48);
            x = v128.load32_splat(p, 4);
            a = f32x4.add(a, f32x4.mul(u, x));
            b = f32x4.add(b, f32x4.mul(v, x));
            x = v128.load32_splat(q, 4);
            c = f32x4.add(c, f32x4.mul(u, x));
            d = f32x4.add(d, f32x4.mul(v, x));
            x = v128.load32_splat(r, 4);
            e = f32x4.add(e, f32x4.mul(u, x));
            f = f32x4.add(f, f32x4.mul(v, x));
            x = v128.load32_splat(s, 4);
            g = f32x4.add(g, f32x4.mul(u, x));
            h = f32x4.add(h, f32x4.mul(v, x));

            u = v128.load(w, 64);
            v = v128.load(w, 80);
            x = v128.load32_splat(p, 8);
            a = f32x4.add(a, f32x4.mul(u, x));
            b = f32x4.add(b, f32x4.mul(v, x));
            x = v128.load32_splat(q, 8);
            c = f32x4.add(c, f32x4.mul(u, x));
            d = f32x4.add(d, f32x4.mul(v, x));
            x = v128.load32_splat(r, 8);
            e = f32x4.add(e, f32x4.mul(u, x));
            f = f32x4.add(f, f32x4.mul(v, x));
            x = v128.load32_splat(s, 8);
            g = f32x4.add(g, f32x4.mul(u, x));
            h = f32x4.add(h, f32x4.mul(v, x));

            u = v128.load(w, 96);
            v = v128.load(w, 112);
            x = v128.load32_splat(p, 12);
            a = f32x4.add(a, f32x4.mul(u, x));
            b = f32x4.add(b, f32x4.mul(v, x));
            x = v128.load32_splat(q, 12);
            c = f32x4.add(c, f32x4.mul(u, x));
            d = f32x4.add(d, f32x4.mul(v, x));
            x = v128.load32_splat(r, 12);
            e = f32x4.add(e, f32x4.mul(u, x));
            f = f32x4.add(f, f32x4.mul(v, x));
            x = v128.load32_splat(s, 12);
            g = f32x4.add(g, f32x4.mul(u, x));
            h = f32x4.add(h, f32x4.mul(v, x));
            p += 16;
            q += 16;
            r += 16;
            s += 16;
            w += 128;
          } while (--quad > 0);
        }
        for (let one = rest; one > 0; one--) {
          const u = v128.load(w);
          const v = v128.load(w, 16);
          let x = v128.load32_splat(p);
          a = f32x4.add(a, f32x4.mul(u, x));
          b = f32x4.add(b, f32x4.mul(v, x));
          x = v128.load32_splat(q);
          c = f32x4.add(c, f32x4.mul(u, x));
          d = f32x4.add(d, f32x4.mul(v, x));
          x = v128.load32_splat(r);
          e = f32x4.add(e, f32x4.mul(u, x));
          f = f32x4.add(f, f32x4.mul(v, x));
          x = v128.load32_splat(s);
          g = f32x4.add(g, f32x4.mul(u, x));
          h = f32x4.add(h, f32x4.mul(v, x));
          p += 4;
          q += 4;
          r += 4;
          s += 4;
          w += 32;
        }
      } while (--tap > 0);
      store2(<usize>load<u32>(entry) + to, a, b);
      store2(<usize>load<u32>(entry, 4) + to, c, d);
      store2(<usize>load<u32>(entry, 8) + to, e, f);
      store2(<usize>load<u32>(entry, 12) + to, g, h);
      entry += 16;
    } while (--group > 0);
    weights += blockBytes;
    bias += 32;
    to += 32;
  } while (--block > 0);
}

function store2(at: usize, low: v128, high: v128): void {
  v128.store(at, low);
  v128.store(at, high, 16);
}

/** x below 0 times the slope; `vectors` of four numbers. */
export function leakyRelu(from: usize, to: usize, vectors: i32, slope: f32): void {
  const factor = f32x4.splat(slope);
  const zero = f32x4.splat(0);
  do {
    const x = v128.load(from);
    v128.store(to, v128.bitselect(f32x4.mul(x, factor), x, f32x4.lt(x, zero)));
    from += 16;
    to += 16;
  } while (--vectors > 0);
}

/** 0 for what is below 0. */
export function relu(from: usize, to: usize, vectors: i32): void {
  const zero = f32x4.splat(0);
  do {
    v128.store(to, f32x4.pmax(v128.load(from), zero));
    from += 16;
    to += 16;
  } while (--vectors > 0);
}

/** Adds one row, of so many vectors, to each of some rows. */
export function addRow(from: usize, to: usize, row: usize, rows: i32, vectors: i32): void {
  do {
    let at = row;
    let left = vectors;
    do {
      v128.store(to, f32x4.add(v128.load(from), v128.load(at)));
      from += 16;
      to += 16;
      at += 16;
    } while (--left > 0);
  } while (--rows > 0);
}
