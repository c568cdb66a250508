import { peakOf, type Raster } from '../image/raster.js';
import { prepareComparable } from './comparable.js';
import type { Metric } from './metric.js';

const taps = 11;

/** Half of the window, from its edge to its middle: a Gaussian of sigma 1.5 whose sum is 1. */
const [w0, w1, w2, w3, w4, w5] = halfGaussian(1.5);

/** Structural similarity at full resolution. */
export const ssim: Metric = {
  id: 'ssim',
  version: '1',
  title: 'SSIM',
  unit: '',
  better: 'higher',
  perfect: 1,
  definition:
    'Wang et al. 2004 (doi:10.1109/TIP.2003.819861) at full resolution: Gaussian window of 11x11 ' +
    'taps, sigma 1.5, K = (0.01, 0.03), only where the window lies wholly inside the picture, ' +
    'population covariance, each RGB channel by itself and then the mean. Equal to ' +
    "scikit-image's structural_similarity(gaussian_weights=True, sigma=1.5, " +
    'use_sample_covariance=False, channel_axis=-1) and to pytorch-msssim.',
  source: 'doi:10.1109/TIP.2003.819861; scikit-image structural_similarity',
  minSide: taps,
  symmetric: true,
  map: null,
  available: async () => true,
  prepare: async (reference) =>
    prepareComparable(ssim, reference, (image) => ({
      score: (decoded) => ({
        value: meanSimilarity(image, decoded),
        worstTile: null,
        map: null,
      }),
      close: () => {},
    })),
};

/**
 * Mean of the SSIM map over all windows and channels. A row is blurred along itself as soon as it
 * is read, all channels at once, and put into a ring of the last 11; the ring blurred downwards is
 * one row of windows. Instead of a² and b² apart only their sum is kept: SSIM asks for no more.
 */
function meanSimilarity(reference: Raster, decoded: Raster): number {
  const { width, height, channels, depth } = reference;
  const row = width * channels;
  const windows = (width - taps + 1) * channels;
  const c1 = (0.01 * peakOf(depth)) ** 2;
  const c2 = (0.03 * peakOf(depth)) ** 2;

  const maps = Array.from({ length: 4 }, () => ({
    line: new Float64Array(row),
    ring: new Float64Array(taps * windows),
  }));
  const [a, b, squares, products] = maps.map(({ line }) => line);
  let total = 0;
  for (let y = 0; y < height; y++) {
    readRow(reference.data, decoded.data, y * row, a!, b!, squares!, products!);
    const slot = (y % taps) * windows;
    for (const { line, ring } of maps) blurAlong(line, channels, ring, slot, windows);
    if (y < taps - 1) continue;

    const slots = Array.from({ length: taps }, (_, k) => ((y + 1 + k) % taps) * windows);
    for (const { line, ring } of maps) blurDown(ring, slots, line, windows);
    total += sumSimilarity(a!, b!, squares!, products!, windows, c1, c2);
  }
  return total / (windows * (height - taps + 1));
}

function readRow(
  reference: Raster['data'],
  decoded: Raster['data'],
  start: number,
  a: Float64Array,
  b: Float64Array,
  squares: Float64Array,
  products: Float64Array,
): void {
  for (let x = 0; x < a.length; x++) {
    const p = reference[start + x]!;
    const q = decoded[start + x]!;
    a[x] = p;
    b[x] = q;
    squares[x] = p * p + q * q;
    products[x] = p * q;
  }
}

/** Blurs an interleaved row, `step` channels wide, into `count` samples of the ring from `slot`. */
function blurAlong(
  row: Float64Array,
  step: number,
  ring: Float64Array,
  slot: number,
  count: number,
): void {
  for (let x = 0; x < count; x++) {
    ring[slot + x] =
      w0 * (row[x]! + row[x + 10 * step]!) +
      w1 * (row[x + step]! + row[x + 9 * step]!) +
      w2 * (row[x + 2 * step]! + row[x + 8 * step]!) +
      w3 * (row[x + 3 * step]! + row[x + 7 * step]!) +
      w4 * (row[x + 4 * step]! + row[x + 6 * step]!) +
      w5 * row[x + 5 * step]!;
  }
}

/** Blurs the ring downwards; `slots` are where its rows begin, the oldest first. */
function blurDown(ring: Float64Array, slots: number[], out: Float64Array, count: number): void {
  const [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10] = slots as Eleven;
  for (let x = 0; x < count; x++) {
    out[x] =
      w0 * (ring[s0 + x]! + ring[s10 + x]!) +
      w1 * (ring[s1 + x]! + ring[s9 + x]!) +
      w2 * (ring[s2 + x]! + ring[s8 + x]!) +
      w3 * (ring[s3 + x]! + ring[s7 + x]!) +
      w4 * (ring[s4 + x]! + ring[s6 + x]!) +
      w5 * ring[s5 + x]!;
  }
}

/** Sum of SSIM over a row of windows, from the blurred a, b, a² + b² and ab. */
function sumSimilarity(
  meanA: Float64Array,
  meanB: Float64Array,
  squares: Float64Array,
  products: Float64Array,
  count: number,
  c1: number,
  c2: number,
): number {
  let sum = 0;
  for (let x = 0; x < count; x++) {
    const a = meanA[x]!;
    const b = meanB[x]!;
    const meanSquares = a * a + b * b;
    const meanProduct = a * b;
    const covariance = products[x]! - meanProduct;
    const variances = squares[x]! - meanSquares;
    sum +=
      ((2 * meanProduct + c1) * (2 * covariance + c2)) / ((meanSquares + c1) * (variances + c2));
  }
  return sum;
}

type Six = [number, number, number, number, number, number];
type Eleven = [...Six, number, number, number, number, number];

function halfGaussian(sigma: number): Six {
  const at = (distance: number): number => Math.exp(-(distance ** 2) / (2 * sigma ** 2));
  const half = [5, 4, 3, 2, 1, 0].map(at) as Six;
  const sum = half.reduce((total, weight) => total + 2 * weight, -at(0));
  return half.map((weight) => weight / sum) as Six;
}
