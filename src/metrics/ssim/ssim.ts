import type { Raster } from '../../image/raster.js';
import { type LayoutScorer, prepareComparable } from '../comparable.js';
import type { ErrorMap, Metric, Score } from '../metric.js';
import { worstTile } from '../tiles.js';
import { similarityFacts } from './facts.js';
import { openPyramid, type Pyramid } from './pyramid.js';
import { type Scale, windowsOfTiles } from './scale.js';

/** Structural similarity at full resolution. */
export const ssim: Metric = {
  id: 'ssim',
  version: '2',
  title: 'SSIM',
  shortTitle: 'SSIM',
  ...similarityFacts,
  definition:
    'Wang et al. 2004 (doi:10.1109/TIP.2003.819861) at full resolution: Gaussian window of 11x11 ' +
    'taps, sigma 1.5, K = (0.01, 0.03), only where the window lies wholly inside the picture, ' +
    'population covariance, each RGB channel by itself and then the mean; one channel where both ' +
    'pictures are grey, alpha laid over mid-grey (over black and white where it differs), 16 bit without loss. Computed in f32: within ' +
    "1e-6 of scikit-image's structural_similarity(gaussian_weights=True, sigma=1.5, " +
    'use_sample_covariance=False, channel_axis=-1). A window counts for the tile of its middle.',
  source: 'doi:10.1109/TIP.2003.819861; scikit-image structural_similarity',
  minSide: 11,
  symmetric: true,
  map: {
    meaning:
      '1 - SSIM of the window around a pixel, mean of the channels; at the border the nearest',
    full: 1,
  },
  available: async () => true,
  prepare: async (reference) => prepareComparable(ssim, reference, (image) => openSsim(image)),
};

/** SSIM of pictures of one layout, averaged first over boxes of `pool` x `pool` pixels. */
export async function openSsim(reference: Raster, pool = 1): Promise<LayoutScorer> {
  const pyramid = await openPyramid(reference, { pool });
  return {
    score(decoded, { map = false }) {
      pyramid.load(decoded);
      return similarity(pyramid, map);
    },
    heldBytes: pyramid.heldBytes,
    close: pyramid.close,
  };
}

function similarity({ grid, channels, scales, losses }: Pyramid, mapWanted: boolean): Score {
  const scale = scales[0]!;
  const map = mapWanted ? blankMap(scale) : null;
  const tiles = new Float64Array(grid.columns * grid.rows);
  for (let c = 0; c < channels; c++) {
    const add = (each: Float32Array, pitch: number): void =>
      addNearest(map!, scale, each, pitch, channels);
    const sums = losses(0, c, map ? { map: add } : {});
    for (let i = 0; i < tiles.length; i++) tiles[i]! += sums[i]! / channels;
  }
  const loss = tiles.reduce((total, sum) => total + sum, 0);
  const windows = windowsOfTiles(scale);
  // After pooling a tile at the border can be without windows: never the worst.
  const values = tiles.map((sum, i) =>
    windows[i] === 0 ? Number.POSITIVE_INFINITY : 1 - sum / windows[i]!,
  );
  return {
    value: 1 - loss / (scale.x.windows * scale.y.windows),
    worstTile: worstTile(grid, values, 'higher'),
    map,
  };
}

function blankMap({ x, y }: Scale): ErrorMap {
  const [width, height] = [x.nearest.length, y.nearest.length];
  return { width, height, data: new Float32Array(width * height) };
}

function addNearest(
  { width, height, data }: ErrorMap,
  { x, y }: Scale,
  losses: Float32Array,
  pitch: number,
  channels: number,
): void {
  for (let row = 0; row < height; row++) {
    const start = y.nearest[row]! * pitch;
    for (let column = 0; column < width; column++) {
      data[row * width + column]! += losses[start + x.nearest[column]!]! / channels;
    }
  }
}
