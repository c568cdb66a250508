import { pow } from '../../base/elementary.js';
import type { Raster } from '../../image/raster.js';
import { type LayoutScorer, prepareComparable } from '../comparable.js';
import type { Metric, Score } from '../metric.js';
import { worstTile } from '../tiles.js';
import { similarityFacts } from './facts.js';
import { openPyramid, type Pyramid } from './pyramid.js';
import { type Scale, windowsOfTiles } from './scale.js';

const weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** Multi-scale structural similarity. */
export const msSsim: Metric = {
  id: 'ms-ssim',
  version: '1',
  title: 'MS-SSIM',
  shortTitle: 'MS-SSIM',
  ...similarityFacts,
  definition:
    'Wang et al. 2003 (doi:10.1109/ACSSC.2003.1292216): 5 scales, each the mean of 2x2 samples of ' +
    'the one before, the window of the metric ssim; the mean structure term of the first four and ' +
    'the mean SSIM of the last, none below 0, to the powers 0.0448, 0.2856, 0.3001, 0.2363, 0.1333, ' +
    'multiplied; each RGB channel by itself and then the mean; grey as one channel, alpha laid over ' +
    'mid-grey (over black and white where it differs), 16 bit without loss. As in pytorch-msssim, an odd side begins with a sample of 0 ' +
    'from outside of the picture before it is halved. A tile has the value that the formula gives ' +
    'for its own means of each scale (where a scale has no window in it, those of the nearest ' +
    'tile); the map multiplies the terms of the windows nearest to a pixel.',
  source: 'doi:10.1109/ACSSC.2003.1292216; pytorch-msssim 1.0.0 ms_ssim',
  minSide: 161,
  symmetric: true,
  map: { meaning: '1 - MS-SSIM of the windows around a pixel, mean of the channels', full: 0.3 },
  available: async () => true,
  prepare: async (reference) => prepareComparable(msSsim, reference, openMsSsim),
};

async function openMsSsim(reference: Raster): Promise<LayoutScorer> {
  const pyramid = await openPyramid(reference, { scales: weights.length });
  const tilesOfScales = pyramid.scales.map((scale) => scaleTiles(scale));
  return {
    score(decoded, { map = false }) {
      pyramid.load(decoded);
      return similarity(pyramid, tilesOfScales, map);
    },
    heldBytes: pyramid.heldBytes,
    close: pyramid.close,
  };
}

/** The windows of each tile, and for each tile itself or the nearest that has any. */
interface ScaleTiles {
  readonly windows: Int32Array;
  readonly source: Int32Array;
}

function similarity(
  { grid, channels, scales, losses }: Pyramid,
  tilesOfScales: readonly ScaleTiles[],
  mapWanted: boolean,
): Score {
  const { x, y } = scales[0]!;
  const [width, height] = [x.nearest.length, y.nearest.length];
  const map = mapWanted ? { width, height, data: new Float32Array(width * height) } : null;
  const values = new Float64Array(grid.columns * grid.rows);
  let value = 0;
  for (let c = 0; c < channels; c++) {
    let ofAll = 1;
    const ofTiles = new Float64Array(values.length).fill(1);
    const ofPixels = map && new Float32Array(width * height).fill(1);
    for (const [s, scale] of scales.entries()) {
      const weight = weights[s]!;
      const multiply = (each: Float32Array, pitch: number): void =>
        multiplyNearest(ofPixels!, scale, each, pitch, weight);
      const structureOnly = s < scales.length - 1;
      const sums = losses(s, c, { structureOnly, map: ofPixels ? multiply : undefined });
      const total = sums.reduce((sum, tile) => sum + tile, 0);
      ofAll *= term(total / (scale.x.windows * scale.y.windows), weight);
      const { windows, source } = tilesOfScales[s]!;
      for (const [i, tile] of source.entries()) {
        ofTiles[i]! *= term(sums[tile]! / windows[tile]!, weight);
      }
    }
    value += ofAll;
    for (let i = 0; i < values.length; i++) values[i]! += ofTiles[i]!;
    if (map)
      for (let i = 0; i < map.data.length; i++) map.data[i]! += (1 - ofPixels![i]!) / channels;
  }
  const worst = worstTile(
    grid,
    values.map((sum) => sum / channels),
    'higher',
  );
  return { value: value / channels, worstTile: worst, map };
}

/** What a mean loss leaves of a similarity, none below 0, to the power of its scale. */
function term(loss: number, weight: number): number {
  return pow(Math.max(0, 1 - loss), weight);
}

function multiplyNearest(
  target: Float32Array,
  { x, y }: Scale,
  losses: Float32Array,
  pitch: number,
  weight: number,
): void {
  const width = x.nearest.length;
  const terms = losses.map((loss) => term(loss, weight));
  for (let row = 0; row < y.nearest.length; row++) {
    const start = y.nearest[row]! * pitch;
    for (let column = 0; column < width; column++) {
      target[row * width + column]! *= terms[start + x.nearest[column]!]!;
    }
  }
}

function scaleTiles(scale: Scale): ScaleTiles {
  const [columns, rows] = [scale.x, scale.y].map(({ tiles }) => nearestFilled(tiles));
  return {
    windows: windowsOfTiles(scale),
    source: Int32Array.from(rows!.flatMap((row) => columns!.map((c) => row * columns!.length + c))),
  };
}

/** For each tile along a side the nearest that has windows. */
function nearestFilled(tiles: Int32Array): number[] {
  const all = Array.from({ length: tiles.length - 1 }, (_, i) => i);
  const filled = all.filter((i) => tiles[i + 1]! > tiles[i]!);
  return all.map((i) =>
    filled.reduce((best, j) => (Math.abs(j - i) < Math.abs(best - i) ? j : best)),
  );
}
