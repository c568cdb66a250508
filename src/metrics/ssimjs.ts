import { ssim } from 'ssim.js';
import { prepareComparable, rgbaBytes } from './comparable.js';
import { versionWithLibrary } from './library-version.js';
import type { ErrorMap, Metric } from './metric.js';
import { similarityFacts } from './ssim/facts.js';
import { tileGrid, tileMeans, worstTile } from './tiles.js';

/** The figure that the library ssim.js gives with its defaults. */
export const ssimjs: Metric = {
  id: 'ssimjs',
  version: versionWithLibrary(1, 'ssim.js'),
  title: 'ssim.js',
  shortTitle: 'SSIM (ssim.js)',
  ...similarityFacts,
  definition:
    'Mean SSIM of the library ssim.js 3 with its defaults, which are not those of Wang et al.: ' +
    'luma as (77 R + 150 G + 29 B + 128) >> 8, box-filtered and thinned by ' +
    'round(shorter side / 256), then uniform windows of 11x11 in fixed point ("weber"). Well above ' +
    'ssim on the same pair. Fed as opaque RGBA; 16 bit goes down to 8 first.',
  source: 'https://github.com/obartra/ssim 3.5; windows of doi:10.1109/TIP.2003.819861',
  minSide: 11,
  symmetric: true,
  map: { meaning: '1 - SSIM of the window around a pixel', full: 1 },
  available: async () => true,
  prepare: async (reference) =>
    prepareComparable(ssimjs, reference, (image) => {
      const { width, height } = image;
      const grid = tileGrid(width, height);
      const a = { data: rgbaBytes(image), width, height };
      return {
        score(decoded, { map = false }) {
          const { mssim, ssim_map } = ssim(a, { data: rgbaBytes(decoded), width, height });
          const errors = errorMap(ssim_map, width, height);
          const tile = worstTile(grid, tileMeans(grid, errors.data), 'lower');
          return {
            value: mssim,
            worstTile: { ...tile, value: 1 - tile.value },
            map: map ? errors : null,
          };
        },
        close: () => {},
      };
    }),
};

type Matrix = ReturnType<typeof ssim>['ssim_map'];

/** The map has a value for each window of the thinned picture; pixels take that of the nearest. */
function errorMap(windows: Matrix, width: number, height: number): ErrorMap {
  const thinned = Math.max(1, Math.round(Math.min(width, height) / 256));
  const indexOf = (at: number, count: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor(at / thinned) - 5));
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = indexOf(y, windows.height) * windows.width;
    for (let x = 0; x < width; x++) {
      data[y * width + x] = 1 - windows.data[row + indexOf(x, windows.width)]!;
    }
  }
  return { width, height, data };
}
