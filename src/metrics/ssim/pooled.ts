import { prepareComparable } from '../comparable.js';
import type { Metric } from '../metric.js';
import { openSsim, ssim } from './ssim.js';

/** Structural similarity of the picture made smaller first: what many tools call SSIM. */
export const ssimPooled: Metric = {
  ...ssim,
  id: 'ssim-pooled',
  version: '1',
  title: 'SSIM after pooling',
  shortTitle: 'SSIM, pooled',
  definition:
    'The metric ssim of both pictures averaged over boxes of f x f pixels, f = max(1, ' +
    'round(min(width, height) / 256)), halves rounded to the even number; pixels that fill no box ' +
    'are left out. Equal to the ssim of piq. Layouts as in ssim: grey stays one channel, alpha is ' +
    'laid over mid-grey (over black and white where it differs), 16 bit without loss. A window counts for the tile of its middle, and a ' +
    'box across the edge of two tiles for the second.',
  source: 'doi:10.1109/TIP.2003.819861; piq 0.8.0 ssim',
  prepare: async (reference) => {
    const factor = poolingFactor(Math.min(reference.width, reference.height));
    return prepareComparable(ssimPooled, reference, (image) => openSsim(image, factor));
  },
};

/** Python's rounding, as piq has it: halves go to the even number. */
function poolingFactor(side: number): number {
  const factor = side / 256;
  const floor = Math.floor(factor);
  const up = factor - floor > 0.5 || (factor - floor === 0.5 && floor % 2 === 1);
  return Math.max(1, up ? floor + 1 : floor);
}
