// The window of SSIM: a Gaussian of sigma 1.5, cut at 11 taps, in one direction. The taps are whole
// multiples of 2^-25 whose sum is exactly 1, so they are the same numbers in f32 and in f64.

const outermost: f64 = 34507.0 / 33554432.0;
const w1: f64 = 254972.0 / 33554432.0;
const w2: f64 = 1207985.0 / 33554432.0;
const w3: f64 = 3669536.0 / 33554432.0;
const w4: f64 = 7147280.0 / 33554432.0;
const middle: f64 = 8925872.0 / 33554432.0;

// In memory, as engines put a constant vector together anew in every turn of a loop.
const singles: usize = memory.data<f32>([
  <f32>outermost,
  <f32>w1,
  <f32>w2,
  <f32>w3,
  <f32>w4,
  <f32>middle,
]);
const doubles: usize = memory.data<f64>([outermost, w1, w2, w3, w4, middle]);

function weight<T>(k: usize): v128 {
  if (sizeof<T>() === 8) return v128.load64_splat(doubles + 8 * k);
  return v128.load32_splat(singles + 4 * k);
}

/** How many samples go into one that is blurred. */
export const taps: i32 = 11;

/** How many samples lie between two rows that are blurred downwards. */
export const pitch: i32 = 400;

/**
 * Blurs a line of `T`: `count` samples of `to`, from 10 more at `from`. It is written a second time
 * 11 rows further down. Works on whole vectors, and so beyond `count`.
 */
export function blurAlong<T>(from: usize, to: usize, count: i32): void {
  const a = weight<T>(0);
  const b = weight<T>(1);
  const c = weight<T>(2);
  const d = weight<T>(3);
  const e = weight<T>(4);
  const f = weight<T>(5);
  const end = to + <usize>count * sizeof<T>();
  for (; to < end; to += 16, from += 16) {
    const s0 = v128.add<T>(v128.load(from), v128.load(from, 10 * sizeof<T>()));
    const s1 = v128.add<T>(v128.load(from, sizeof<T>()), v128.load(from, 9 * sizeof<T>()));
    const s2 = v128.add<T>(v128.load(from, 2 * sizeof<T>()), v128.load(from, 8 * sizeof<T>()));
    const s3 = v128.add<T>(v128.load(from, 3 * sizeof<T>()), v128.load(from, 7 * sizeof<T>()));
    const s4 = v128.add<T>(v128.load(from, 4 * sizeof<T>()), v128.load(from, 6 * sizeof<T>()));
    const s5 = v128.load(from, 5 * sizeof<T>());
    const outer = v128.add<T>(v128.mul<T>(a, s0), v128.mul<T>(b, s1));
    const middle = v128.add<T>(v128.mul<T>(c, s2), v128.mul<T>(d, s3));
    const inner = v128.add<T>(v128.mul<T>(e, s4), v128.mul<T>(f, s5));
    const sum = v128.add<T>(v128.add<T>(outer, middle), inner);
    v128.store(to, sum);
    v128.store(to, sum, 11 * pitch * sizeof<T>());
  }
}

/** Blurs 11 rows of `T` downwards into one of `count` samples. Works on whole vectors. */
export function blurDown<T>(from: usize, to: usize, count: i32): void {
  const a = weight<T>(0);
  const b = weight<T>(1);
  const c = weight<T>(2);
  const d = weight<T>(3);
  const e = weight<T>(4);
  const f = weight<T>(5);
  const end = to + <usize>count * sizeof<T>();
  for (; to < end; to += 16, from += 16) {
    const s0 = v128.add<T>(v128.load(from), v128.load(from, 10 * pitch * sizeof<T>()));
    const s1 = v128.add<T>(
      v128.load(from, pitch * sizeof<T>()),
      v128.load(from, 9 * pitch * sizeof<T>()),
    );
    const s2 = v128.add<T>(
      v128.load(from, 2 * pitch * sizeof<T>()),
      v128.load(from, 8 * pitch * sizeof<T>()),
    );
    const s3 = v128.add<T>(
      v128.load(from, 3 * pitch * sizeof<T>()),
      v128.load(from, 7 * pitch * sizeof<T>()),
    );
    const s4 = v128.add<T>(
      v128.load(from, 4 * pitch * sizeof<T>()),
      v128.load(from, 6 * pitch * sizeof<T>()),
    );
    const s5 = v128.load(from, 5 * pitch * sizeof<T>());
    const outer = v128.add<T>(v128.mul<T>(a, s0), v128.mul<T>(b, s1));
    const middle = v128.add<T>(v128.mul<T>(c, s2), v128.mul<T>(d, s3));
    const inner = v128.add<T>(v128.mul<T>(e, s4), v128.mul<T>(f, s5));
    v128.store(to, v128.add<T>(v128.add<T>(outer, middle), inner));
  }
}
