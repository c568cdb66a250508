import { ssim } from 'ssim.js';
import { prepareComparable, rgbaBytes } from './comparable.js';
import { versionWithLibrary } from './library.js';
import type { Metric } from './metric.js';

/** The figure that the library ssim.js gives with its defaults. */
export const ssimjs: Metric = {
  id: 'ssimjs',
  version: versionWithLibrary(1, 'ssim.js'),
  title: 'ssim.js',
  unit: '',
  better: 'higher',
  perfect: 1,
  definition:
    'Mean SSIM of the library ssim.js 3 with its defaults, which are not those of Wang et al.: ' +
    'luma as (77 R + 150 G + 29 B + 128) >> 8, box-filtered and thinned by ' +
    'round(shorter side / 256), then uniform windows of 11x11 in fixed point ("weber"). Well above ' +
    'ssim on the same pair. Fed as opaque RGBA; 16 bit goes down to 8 first.',
  source: 'https://github.com/obartra/ssim 3.5; windows of doi:10.1109/TIP.2003.819861',
  minSide: 11,
  symmetric: true,
  map: null,
  available: async () => true,
  prepare: async (reference) =>
    prepareComparable(ssimjs, reference, (image) => {
      const { width, height } = image;
      const a = { data: rgbaBytes(image), width, height };
      return {
        score: (decoded) => ({
          value: ssim(a, { data: rgbaBytes(decoded), width, height }).mssim,
          worstTile: null,
          map: null,
        }),
        close: () => {},
      };
    }),
};
