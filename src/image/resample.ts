import type { Area } from './crop.js';
import { type AxisWeights, axisWeights, type ResampleFilter } from './filters.js';
import { createRaster, createSamples, peakOf, type Raster } from './raster.js';

/** How a picture is resampled. */
export interface ResampleOptions {
  /** The size that the whole picture gets. */
  readonly width: number;
  readonly height: number;
  /** The part of that which is wanted; all of it unless told. */
  readonly window?: Area | undefined;
  readonly filter: ResampleFilter;
  /** Sums light in place of sRGB values. */
  readonly linear?: boolean | undefined;
}

/**
 * A picture in another size, by a separable filter in 32-bit floating point. Colours are multiplied by alpha
 * meanwhile, so that what cannot be seen colours nothing. The depth stays; values are rounded once.
 */
export function resample(image: Raster, options: ResampleOptions): Raster {
  const { width, height, filter, linear = false } = options;
  const { window = { left: 0, top: 0, width, height } } = options;
  const { channels, depth } = image;
  const across = axisWeights(filter, axis(image.width, width, window.left, window.width));
  const down = axisWeights(filter, axis(image.height, height, window.top, window.height));
  const decode = linear ? lightOf(peakOf(depth)) : null;
  const rowLength = window.width * channels;
  const data = createSamples(depth, rowLength * window.height);
  // Rows of the source, resampled across, as many as one row of the answer needs.
  const ring = Array.from({ length: down.taps }, () => new Float32Array(rowLength));
  const source = new Float32Array(image.width * channels);
  const sum = new Float32Array(rowLength);
  let ready = 0;
  for (let y = 0; y < window.height; y++) {
    const start = down.starts[y]!;
    for (ready = Math.max(ready, start); ready < start + down.taps; ready++) {
      readRow(image, ready, source, decode);
      resampleRow(source, ring[ready % down.taps]!, across, channels);
    }
    sum.fill(0);
    for (let k = 0; k < down.taps; k++) {
      const weight = down.weights[y * down.taps + k]!;
      if (weight === 0) continue;
      const row = ring[(start + k) % down.taps]!;
      for (let i = 0; i < rowLength; i++) sum[i]! += weight * row[i]!;
    }
    writeRow(sum, data, y * rowLength, { channels, peak: peakOf(depth), linear });
  }
  return createRaster({ width: window.width, height: window.height, channels, depth, data });
}

function axis(from: number, to: number, first: number, count: number) {
  return { from, to, first, count };
}

function readRow(image: Raster, y: number, row: Float32Array, decode: Float32Array | null): void {
  const { data, channels, depth } = image;
  const from = y * row.length;
  if (decode === null) for (let i = 0; i < row.length; i++) row[i] = data[from + i]!;
  else for (let i = 0; i < row.length; i++) row[i] = decode[data[from + i]!]!;
  if (channels !== 4) return;
  const peak = peakOf(depth);
  for (let i = 0; i < row.length; i += 4) {
    const alpha = data[from + i + 3]!;
    const share = alpha / peak;
    row[i]! *= share;
    row[i + 1]! *= share;
    row[i + 2]! *= share;
    row[i + 3] = alpha;
  }
}

function resampleRow(
  source: Float32Array,
  row: Float32Array,
  { starts, taps, weights }: AxisWeights,
  channels: number,
): void {
  if (channels === 3) {
    for (let x = 0, to = 0, w = 0; x < starts.length; x++, to += 3) {
      let [r, g, b] = [0, 0, 0];
      for (let k = 0, at = starts[x]! * 3; k < taps; k++, w++, at += 3) {
        const weight = weights[w]!;
        r += weight * source[at]!;
        g += weight * source[at + 1]!;
        b += weight * source[at + 2]!;
      }
      row[to] = r;
      row[to + 1] = g;
      row[to + 2] = b;
    }
    return;
  }
  for (let x = 0; x < starts.length; x++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let at = starts[x]! * channels + c;
      for (let k = x * taps; k < (x + 1) * taps; k++, at += channels) {
        sum += weights[k]! * source[at]!;
      }
      row[x * channels + c] = sum;
    }
  }
}

function writeRow(
  row: Float32Array,
  data: Raster['data'],
  to: number,
  { channels, peak, linear }: { channels: number; peak: number; linear: boolean },
): void {
  if (channels === 4) {
    for (let i = 0; i < row.length; i += 4) {
      const alpha = row[i + 3]!;
      const share = alpha > 0 ? peak / alpha : 0;
      row[i]! *= share;
      row[i + 1]! *= share;
      row[i + 2]! *= share;
    }
  }
  for (let i = 0; i < row.length; i++) {
    const isColour = channels !== 4 || i % 4 !== 3;
    const value = linear && isColour ? peak * encoded(row[i]! / peak) : row[i]!;
    data[to + i] = Math.max(0, Math.min(peak, Math.round(value)));
  }
}

/** Light of every sample value, in the samples' scale. IEC 61966-2-1. */
function lightOf(peak: number): Float32Array {
  return Float32Array.from({ length: peak + 1 }, (_, value) => {
    const v = value / peak;
    return peak * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  });
}

function encoded(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
