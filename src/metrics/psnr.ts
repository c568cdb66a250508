import { peakOf, type Raster } from '../image/raster.js';
import { comparable } from './comparable.js';
import type { Metric } from './metric.js';

/** Peak signal-to-noise ratio over all RGB samples of a picture. */
export const psnr: Metric = {
  id: 'psnr',
  version: '1',
  title: 'PSNR',
  unit: 'dB',
  better: 'higher',
  perfect: Number.POSITIVE_INFINITY,
  definition:
    '10 log10(peak² / MSE), with the mean squared error over all samples of all RGB channels ' +
    '(of the one channel where both pictures are grey) and peak 255, or 65535 at 16 bit.',
  minSide: 1,
  available: async () => true,
  async score(reference, decoded) {
    const pair = comparable(psnr, reference, decoded);
    return decibels(meanSquaredError(pair.reference, pair.decoded), pair.reference);
  },
};

/** Peak signal-to-noise ratio of the luma. */
export const psnrY: Metric = {
  ...psnr,
  id: 'psnr-y',
  title: 'PSNR of luma',
  definition:
    '10 log10(peak² / MSE) of the luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), full range ' +
    'and not rounded; of the samples as they are where both pictures are grey.',
  async score(reference, decoded) {
    const pair = comparable(psnrY, reference, decoded);
    const error = pair.reference.channels === 1 ? meanSquaredError : meanSquaredLumaError;
    return decibels(error(pair.reference, pair.decoded), pair.reference);
  },
};

function decibels(meanSquaredError: number, { depth }: Raster): number {
  return 10 * Math.log10(peakOf(depth) ** 2 / meanSquaredError);
}

function meanSquaredError({ data: a }: Raster, { data: b }: Raster): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum / a.length;
}

/** The luma of a difference is the difference of the lumas: it is linear where nothing is rounded. */
function meanSquaredLumaError({ data: a }: Raster, { data: b }: Raster): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 3) {
    const red = a[i]! - b[i]!;
    const green = a[i + 1]! - b[i + 1]!;
    const blue = a[i + 2]! - b[i + 2]!;
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    sum += luma * luma;
  }
  return (3 * sum) / a.length;
}
