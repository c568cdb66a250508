/**
 * exp, log and the tails of two distributions by + - * / alone. ECMAScript fixes these to the last
 * bit (IEEE 754 double precision, round to nearest, nothing fused), while Math.exp and Math.log are
 * left to the engine: so every machine and engine gets the same numbers here. Their errors, below
 * 1e-13 of the value, matter less than that.
 */

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const rootHalf = Math.SQRT1_2;
const rootPi = 1.772453850905516;

/** e to the power of x; 0 below -700. Up to 700. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const power = Math.round(x / (ln2High + ln2Low));
  const rest = x - power * ln2High - power * ln2Low;
  let sum = 1;
  for (let n = 16; n > 0; n--) sum = 1 + (sum * rest) / n;
  const factor = power < 0 ? 0.5 : 2;
  for (let n = Math.abs(power); n > 0; n--) sum *= factor;
  return sum;
}

/** The natural logarithm of a positive number. */
export function log(x: number): number {
  let power = 0;
  let mantissa = x;
  for (; mantissa > 2 * rootHalf; mantissa *= 0.5) power++;
  for (; mantissa < rootHalf; mantissa *= 2) power--;
  return power * ln2Low + 2 * areaTangent((mantissa - 1) / (mantissa + 1)) + power * ln2High;
}

/** The inverse hyperbolic tangent, for up to 1/3 in absolute value. */
export function areaTangent(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 31; n > 0; n -= 2) sum = sum * square + 1 / n;
  return x * sum;
}

/** The share of a normal distribution of deviation 1 above x. */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  const z = x * rootHalf;
  const density = exp(-z * z) / rootPi;
  if (z > 2) {
    // The continued fraction of erfc (Abramowitz and Stegun 7.1.14), from its 60th part up.
    let rest = z;
    for (let n = 60; n > 0; n--) rest = z + n / 2 / rest;
    return density / rest / 2;
  }
  // The series of erf without alternating signs (7.1.6).
  let sum = 0;
  for (let n = 50; n >= 0; n--) sum = 1 + (sum * 2 * z * z) / (2 * n + 3);
  return 0.5 - density * z * sum;
}

/** The share of a Laplace distribution of scale 1 above x. */
export function laplaceTail(x: number): number {
  return x < 0 ? 1 - exp(x) / 2 : exp(-x) / 2;
}
