import { log10 } from '../base/elementary.js';
import { peakOf, type Raster } from '../image/raster.js';
import { createKernelPool } from '../runtimes/wasm/kernel.js';
import { type LayoutScorer, prepareComparable } from './comparable.js';
import { kernelUrls } from './kernel-urls.js';
import type { ErrorMap, Metric } from './metric.js';
import { type TileGrid, tileGrid, tilePixels, worstTile } from './tiles.js';

/** Peak signal-to-noise ratio over all RGB samples of a picture. */
export const psnr: Metric = {
  id: 'psnr',
  version: '1',
  title: 'PSNR',
  shortTitle: 'PSNR',
  unit: 'dB',
  decimals: 2,
  scale: 'value',
  better: 'higher',
  fixedQualities: [30, 35, 40],
  frontQuality: 35,
  nearlyEqual: 0.5,
  perfect: Number.POSITIVE_INFINITY,
  definition:
    '10 log10(peak² / MSE), with the mean squared error over all samples of all RGB channels ' +
    '(of the one channel where both pictures are grey) and peak 255, or 65535 at 16 bit. Alpha ' +
    'is laid over mid-grey (over black and white where it differs).',
  source: 'https://scikit-image.org, peak_signal_noise_ratio of all samples',
  minSide: 1,
  symmetric: true,
  map: { meaning: 'root mean square difference of a pixel, as a share of the peak', full: 0.25 },
  available: async () => true,
  prepare: async (reference) => prepareComparable(psnr, reference, openSamples),
};

/** Peak signal-to-noise ratio of the luma. */
export const psnrY: Metric = {
  ...psnr,
  id: 'psnr-y',
  title: 'PSNR of luma',
  shortTitle: 'PSNR-Y',
  fixedQualities: [],
  frontQuality: null,
  definition:
    '10 log10(peak² / MSE) of the luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), full range ' +
    'and not rounded; of the samples as they are where both pictures are grey. Alpha is laid ' +
    'over mid-grey (over black and white where it differs).',
  source: 'luma of Recommendation ITU-R BT.601-7',
  map: { meaning: 'difference of a pixel in luma, as a share of the peak', full: 0.25 },
  prepare: async (reference) => prepareComparable(psnrY, reference, openLuma),
};

interface Exports {
  squaredError8(a: number, b: number, samples: number): number;
  squaredError16(a: number, b: number, samples: number): number;
  squaredLumaError8(a: number, b: number, pixels: number): number;
  squaredLumaError16(a: number, b: number, pixels: number): number;
}

const kernels = createKernelPool<Exports>(kernelUrls.squaredError);

const openSamples = (reference: Raster): Promise<LayoutScorer> => open(reference, false);
const openLuma = (reference: Raster): Promise<LayoutScorer> => open(reference, true);

async function open(reference: Raster, luma: boolean): Promise<LayoutScorer> {
  const { width, height, channels, depth, data } = reference;
  const grid = tileGrid(width, height);
  const kernel = await kernels.take();
  const at = kernel.plan({ reference: data.byteLength, decoded: data.byteLength });
  const samplesAt = (pointer: number): Raster['data'] =>
    depth === 8 ? kernel.bytes(pointer, data.length) : kernel.shorts(pointer, data.length);
  samplesAt(at.reference).set(data);

  const { exports } = kernel;
  const weighted = luma && channels === 3;
  const errorOfRun = weighted
    ? exports[`squaredLumaError${depth}`]
    : (a: number, b: number, pixels: number) =>
        exports[`squaredError${depth}`](a, b, pixels * channels);
  const samplesPerPixel = weighted ? 1 : channels;
  const decibels = (error: number, pixels: number): number =>
    10 * log10((peakOf(depth) ** 2 * pixels * samplesPerPixel) / error);

  return {
    score(decoded, { map = false }) {
      samplesAt(at.decoded).set(decoded.data);
      const sums = tileSums(grid, (pixel, pixels) => {
        const offset = (pixel * channels * depth) / 8;
        return errorOfRun(at.reference + offset, at.decoded + offset, pixels);
      });
      const values = sums.map((sum, i) => decibels(sum, tilePixels(grid, i)));
      return {
        value: decibels(
          sums.reduce((total, sum) => total + sum, 0),
          width * height,
        ),
        worstTile: worstTile(grid, values, 'higher'),
        map: map ? differenceMap(reference, decoded, weighted) : null,
      };
    },
    heldBytes: () => data.byteLength + kernel.memoryBytes(),
    close: () => kernels.giveBack(kernel),
  };
}

/** Sums of `ofRun` (first pixel, count) over the rows of each tile, tile by tile. */
function tileSums(
  { columns, rows, left, top }: TileGrid,
  ofRun: (pixel: number, pixels: number) => number,
): Float64Array {
  const sums = new Float64Array(columns * rows);
  const width = left[columns]!;
  for (let row = 0; row < rows; row++) {
    for (let y = top[row]!; y < top[row + 1]!; y++) {
      for (let column = 0; column < columns; column++) {
        const x = left[column]!;
        sums[row * columns + column]! += ofRun(y * width + x, left[column + 1]! - x);
      }
    }
  }
  return sums;
}

function differenceMap(reference: Raster, decoded: Raster, luma: boolean): ErrorMap {
  const { width, height, channels, depth, data: a } = reference;
  const b = decoded.data;
  const peak = peakOf(depth);
  const map = new Float32Array(width * height);
  for (let i = 0; i < map.length; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      const difference = a[i * channels + c]! - b[i * channels + c]!;
      sum += luma ? lumaWeights[c]! * difference : difference ** 2 / channels;
    }
    map[i] = (luma ? Math.abs(sum) : Math.sqrt(sum)) / peak;
  }
  return { width, height, data: map };
}

const lumaWeights = [0.299, 0.587, 0.114];
