// log10, pow and exp that give the same bits in every engine. JavaScript leaves the last digit of
// Math.log10, Math.pow and Math.exp to the engine: Node 20, Chromium 156 and Firefox 153 all differ.
// These only add, multiply, divide and move bits, which IEEE 754 fixes. The methods and coefficients are
// fdlibm's (Sun Microsystems, 1993), as Node 20 has them: "Permission to use, copy, modify, and distribute
// this software is freely granted, provided that this notice is preserved."

const double = new Float64Array(1);
// The upper and the lower half of its bits; the order of the halves is the machine's.
const halves = new Int32Array(double.buffer);
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const upper = isLittle ? 1 : 0;
const lower = 1 - upper;

function highOf(x: number): number {
  double[0] = x;
  return halves[upper]!;
}

function withHigh(x: number, high: number): number {
  double[0] = x;
  halves[upper] = high;
  return double[0];
}

/** The number with the lower half of its bits zero. */
function coarse(x: number): number {
  double[0] = x;
  halves[lower] = 0;
  return double[0];
}

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const two54 = 2 ** 54;

const oddLogs = [
  0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586,
] as const;
const evenLogs = [0.3999999999940942, 0.22222198432149784, 0.15313837699209373] as const;

/** Natural logarithm of a positive normal number. */
function log(value: number): number {
  let high = highOf(value);
  let k = (high >> 20) - 1023;
  high &= 0xfffff;
  const carry = (high + 0x95f64) & 0x100000;
  const x = withHigh(value, high | (carry ^ 0x3ff00000));
  k += carry >> 20;
  const f = x - 1;
  if ((0xfffff & (2 + high)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + k * ln2Low;
    const r = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - r : k * ln2High - (r - k * ln2Low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (evenLogs[0] + w * (evenLogs[1] + w * evenLogs[2]));
  const odd = z * (oddLogs[0] + w * (oddLogs[1] + w * (oddLogs[2] + w * oddLogs[3])));
  const r = odd + even;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const half = 0.5 * f * f;
    return k === 0
      ? f - (half - s * (half + r))
      : k * ln2High - (half - (s * (half + r) + k * ln2Low) - f);
  }
  return k === 0 ? f - s * (f - r) : k * ln2High - (s * (f - r) - k * ln2Low - f);
}

const log10Of2High = 0.30102999566361177;
const log10Of2Low = 3.694239077158931e-13;
const inverseLn10 = Math.LOG10E;

/** Decimal logarithm, as `Math.log10`. */
export function log10(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY || value === 1) return Math.log10(value);
  const isSubnormal = value < 2 ** -1022;
  const x = isSubnormal ? value * two54 : value;
  const high = highOf(x);
  const k = (high >> 20) - 1023 - (isSubnormal ? 54 : 0);
  const below = k < 0 ? 1 : 0;
  const y = k + below;
  const mantissa = withHigh(x, (high & 0xfffff) | ((0x3ff - below) << 20));
  return y * log10Of2Low + inverseLn10 * log(mantissa) + y * log10Of2High;
}

const logBase = [1, 1.5] as const;
const log2BaseHigh = [0, 0.5849624872207642] as const;
const log2BaseLow = [0, 1.350039202129749e-8] as const;

const twoThirdsOverLn2 = 0.9617966939259756;
const twoThirdsOverLn2High = 0.9617967009544373;
const twoThirdsOverLn2Low = -7.028461650952758e-9;
const ln2 = Math.LN2;
const ln2Single = 0.6931471824645996;
const ln2Rest = -1.904654299957768e-9;

/** Binary logarithm of a positive normal number, as a coarse number and what it lacks. */
function log2(value: number): readonly [number, number] {
  let high = highOf(value);
  let n = (high >> 20) - 1023;
  const mantissa = high & 0xfffff;
  high = mantissa | 0x3ff00000;
  let k: 0 | 1 = 0;
  if (mantissa >= 0xbb67a) {
    n += 1;
    high -= 0x100000;
  } else if (mantissa > 0x3988e) k = 1;
  const x = withHigh(value, high);
  const base = logBase[k];
  const u = x - base;
  const v = 1 / (x + base);
  const s = u * v;
  const sHigh = coarse(s);
  const sum = withHigh(0, ((high >> 1) | 0x20000000) + 0x80000 + (k << 18));
  const sumLow = x - (sum - base);
  const sLow = v * (u - sHigh * sum - sHigh * sumLow);
  const square = s * s;
  const series =
    square *
      square *
      (0.5999999999999946 +
        square *
          (0.4285714285785502 +
            square *
              (0.33333332981837743 +
                square *
                  (0.272728123808534 +
                    square * (0.23066074577556175 + square * 0.20697501780033842))))) +
    sLow * (sHigh + s);
  const squareHigh = sHigh * sHigh;
  const t = coarse(3 + squareHigh + series);
  const tLow = series - (t - 3 - squareHigh);
  const product = sHigh * t;
  const productLow = sLow * t + tLow * s;
  const p = coarse(product + productLow);
  const pLow = productLow - (p - product);
  const z = twoThirdsOverLn2High * p;
  const zLow = twoThirdsOverLn2Low * p + pLow * twoThirdsOverLn2 + log2BaseLow[k];
  const whole = coarse(z + zLow + log2BaseHigh[k] + n);
  return [whole, zLow - (whole - n - log2BaseHigh[k] - z)];
}

/** `base` to the power `exponent`, as `Math.pow`, for bases that are not negative. */
export function pow(base: number, exponent: number): number {
  if (exponent === 2) return base * base;
  const isOrdinary = base > 0 && base < Number.POSITIVE_INFINITY && Math.abs(exponent) < 2 ** 31;
  if (!isOrdinary || exponent === 0 || base === 1) return base ** exponent;
  if (exponent === 0.5) return Math.sqrt(base);
  if (exponent === 1) return base;
  const isSubnormal = base < 2 ** -1022;
  const [scaled, low] = log2(isSubnormal ? base * 2 ** 53 : base);
  const high = isSubnormal ? scaled - 53 : scaled;
  const exponentHigh = coarse(exponent);
  const productLow = (exponent - exponentHigh) * high + exponent * low;
  return exp2(exponentHigh * high, productLow);
}

/** 2 to the power of a sum. */
function exp2(sumHigh: number, sumLow: number): number {
  const sum = sumHigh + sumLow;
  if (sum >= 1024) return Number.POSITIVE_INFINITY;
  if (sum < -1080) return 0;
  const bits = highOf(sum);
  let n = 0;
  let rest = sumHigh;
  if ((bits & 0x7fffffff) > 0x3fe00000) {
    const rounded = bits + (0x100000 >> (((bits & 0x7fffffff) >> 20) - 0x3ff + 1));
    const k = ((rounded & 0x7fffffff) >> 20) - 0x3ff;
    rest -= withHigh(0, rounded & ~(0xfffff >> k));
    n = ((rounded & 0xfffff) | 0x100000) >> (20 - k);
    if (bits < 0) n = -n;
  }
  const t = coarse(sumLow + rest);
  const u = t * ln2Single;
  const v = (sumLow - (t - rest)) * ln2 + t * ln2Rest;
  const z = u + v;
  const w = v - (z - u);
  const square = z * z;
  const r = z - square * expSeries(square);
  // fdlibm takes the last term from the quotient, Node 20 from the divisor, which costs it a digit's worth.
  const value = 1 - ((z * r) / (r - 2 - (w + z * w)) - z);
  // In two steps, so that neither leaves the range of normal numbers.
  const half = n >> 1;
  return value * 2 ** half * 2 ** (n - half);
}

/** What (x (e^x + 1)) / (e^x - 1) - 2 is of the square of x, over that square. */
function expSeries(square: number): number {
  return (
    0.16666666666666602 +
    square *
      (-2.7777777777015593e-3 +
        square *
          (6.613756321437934e-5 +
            square * (-1.6533902205465252e-6 + square * 4.1381367970572385e-8)))
  );
}

/** e to the power `x`, as `Math.exp`. */
export function exp(x: number): number {
  if (!(Math.abs(x) < 700)) return Math.exp(x);
  if (x === 1) return Math.E;
  const size = Math.abs(x);
  if (size < 2 ** -28) return 1 + x;
  let k = 0;
  let high = x;
  let low = 0;
  if (highOf(size) > 0x3fd62e42) {
    k = highOf(size) < 0x3ff0a2b2 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + 0.5 * Math.sign(x));
    high = x - k * ln2High;
    low = k * ln2Low;
  }
  const reduced = high - low;
  const square = reduced * reduced;
  const c = reduced - square * expSeries(square);
  if (k === 0) return 1 - ((reduced * c) / (c - 2) - reduced);
  const half = k >> 1;
  return (1 - (low - (reduced * c) / (2 - c) - high)) * 2 ** half * 2 ** (k - half);
}
