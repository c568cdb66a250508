import { convert } from '../../image/convert.js';
import { withoutOpaqueAlpha } from '../../image/opaque.js';
import type { Raster } from '../../image/raster.js';
import { createKernelPool, type Kernel } from '../../runtimes/wasm/kernel.js';
import { checkSide, checkSize } from '../comparable.js';
import { kernelUrls } from '../kernel-urls.js';
import type { ErrorMap, Metric, Score, Scorer } from '../metric.js';
import { type TileGrid, tileGrid, tilePixels, worstTile } from '../tiles.js';
import { recursiveGaussian } from './blur.js';
import { planeBytes, type Scale, scalesOf } from './scales.js';
import { mapsPerPlane, planes, scoreOf } from './score.js';

/** SSIMULACRA 2.1: structural similarity in XYB over six scales, tuned to people's judgements. */
export const ssimulacra2: Metric = {
  id: 'ssimulacra2',
  version: '2.1.0',
  title: 'SSIMULACRA 2',
  shortTitle: 'SSIMULACRA 2',
  unit: '',
  decimals: 1,
  scale: 'value',
  better: 'higher',
  fixedQualities: [30, 50, 70, 85, 90],
  frontQuality: 70,
  nearlyEqual: 2,
  perfect: 100,
  definition:
    'SSIMULACRA 2.1 (weights and polynomial of April 2023): means and 4-norms of maps of ' +
    'dissimilarity, artifacts and loss of detail in the planes X, Y and B at up to 6 scales, ' +
    'weighted and bent to a score of at most 100, where 90 is visually lossless and 30 low ' +
    'quality. Rounded as libjxl rounds on processors with fused multiply-add, which scores near ' +
    '100 depend on. Grey is RGB of three equal samples; 16 bit enters without loss, v * 257 as v ' +
    'at 8 bit. An original with alpha is compared over backgrounds of 0.1 and 0.9 in sRGB values ' +
    'and the worse score counts; alpha that only the decoded picture has is laid over 0.5. A tile ' +
    'is scored as if its share of each map were the whole.',
  source: 'https://github.com/libjxl/libjxl, tools/ssimulacra2.cc',
  minSide: 8,
  symmetric: false,
  map: {
    meaning: 'weighted sum of the error maps, both weights of each map together',
    full: 25,
  },
  available: async () => true,
  prepare,
};

interface Exports {
  workBytes(width: number): number;
  fillLinear(table: number, deep: boolean): void;
  setPicture(
    samples: number,
    channels: number,
    deep: boolean,
    table: number,
    background: number,
    coefficients: number,
    work: number,
  ): void;
  prepareScale(...place: Place): void;
  compareScale(
    ...all: [...Place, tiles: number, sums: number, errors: number, weights: number]
  ): void;
}

type Place = [
  width: number,
  height: number,
  linear: number,
  next: number,
  needs: number,
  prepared: number,
];

const kernels = createKernelPool<Exports>(kernelUrls.ssimulacra2);
const coefficients = recursiveGaussian(1.5);
const sumsPerPlane = 2 * mapsPerPlane;

/**
 * Pairs whose samples of 16 bit are all v * 257 are scored at 8 bit; of other pairs each picture
 * stays as it is, since the two depths are linearised by tables that differ in their last digits.
 */
async function prepare(reference: Raster): Promise<Scorer> {
  checkSide(ssimulacra2, reference);
  const shallow = isShallow(reference);
  let current: { readonly scorer: Scorer; readonly narrow: boolean } | undefined;
  const close = (): void => {
    current?.scorer.close();
    current = undefined;
  };
  const scorerFor = async (narrow: boolean): Promise<Scorer> => {
    const same = reference.depth === 8 || current?.narrow === narrow;
    if (current && same) return current.scorer;
    close();
    current = { scorer: await open(narrow ? toShallow(reference) : reference), narrow };
    return current.scorer;
  };
  await scorerFor(shallow);
  return {
    async score(decoded, options) {
      checkSize(ssimulacra2, reference, decoded);
      const narrow = shallow && isShallow(decoded);
      const scorer = await scorerFor(narrow);
      return scorer.score(narrow ? toShallow(decoded) : decoded, options);
    },
    close,
  };
}

async function open(reference: Raster): Promise<Scorer> {
  const { width, height } = reference;
  const original = withoutOpaqueAlpha(reference);
  const backgrounds = reference.channels === 4 ? [0.1, 0.9] : [0.5];
  const originals = original.channels === 4 ? backgrounds.length : 1;
  const grid = tileGrid(width, height);
  const { scales, linearBytes, preparedBytes } = scalesOf(grid);
  const sumsLength = sumsPerPlane * planes * grid.columns * grid.rows;

  const kernel = await kernels.take();
  const { exports } = kernel;
  const at = kernel.plan({
    coefficients: coefficients.byteLength,
    table8: 4 * 256,
    table16: 4 * 65_536,
    tiles: 4 * (4 + grid.columns + grid.rows),
    weights: 4 * planes * mapsPerPlane,
    sums: 8 * sumsLength,
    work: exports.workBytes(width),
    samples: 8 * width * height,
    linear: linearBytes,
    errors: planeBytes(width, height),
    prepared: preparedBytes * originals,
  });
  kernel.doubles(at.coefficients, coefficients.length).set(coefficients);
  const filled = new Set<number>();

  /** Puts a picture in place; the result points the kernel to it, over a background. */
  const load = ({ data, channels, depth }: Raster): ((background: number) => void) => {
    const deep = depth === 16;
    const view = deep
      ? kernel.shorts(at.samples, data.length)
      : kernel.bytes(at.samples, data.length);
    view.set(data);
    const table = deep ? at.table16 : at.table8;
    if (channels !== 4 && !filled.has(table)) {
      exports.fillLinear(table, deep);
      filled.add(table);
    }
    return (background) =>
      exports.setPicture(at.samples, channels, deep, table, background, at.coefficients, at.work);
  };

  /** What a call for one scale begins with: linear light from the samples at the first (0). */
  const placeOf = (run: number, i: number): Place => {
    const { width, height, needs, linearAt, preparedAt } = scales[i]!;
    const next = scales[i + 1];
    return [
      width,
      height,
      i === 0 ? 0 : at.linear + linearAt,
      next === undefined ? 0 : at.linear + next.linearAt,
      needs,
      at.prepared + (run % originals) * preparedBytes + preparedAt,
    ];
  };

  const see = load(original);
  for (const [run, background] of backgrounds.slice(0, originals).entries()) {
    see(background);
    for (const i of scales.keys()) exports.prepareScale(...placeOf(run, i));
  }

  const compare = (run: number, map: ErrorMap | null): Score => {
    const sums = scales.map((scale, i) => {
      const plane = kernel.floats(at.errors, planeBytes(scale.width, scale.height) / 4);
      writeTiles(kernel, at.tiles, scale.grid);
      kernel.floats(at.weights, scale.weights.length).set(scale.weights);
      const found = kernel.doubles(at.sums, sumsLength).fill(0);
      if (map) plane.fill(0);
      const errors = map ? at.errors : 0;
      exports.compareScale(...placeOf(run, i), at.tiles, at.sums, errors, at.weights);
      if (map) addEnlarged(map, plane, i);
      return found.slice();
    });
    const { value, tiles } = scoresOf(scales, grid, sums);
    return { value, worstTile: worstTile(grid, tiles, 'higher'), map };
  };

  let closed = false;
  return {
    async score(decoded, { map = false } = {}) {
      const image = withoutOpaqueAlpha(decoded);
      const see = load(image);
      const runs = image.channels === 4 ? backgrounds.length : originals;
      const scores = backgrounds.slice(0, runs).map((background, run) => {
        see(background);
        return compare(run, map ? { width, height, data: new Float32Array(width * height) } : null);
      });
      return scores.reduce((worse, score) => (score.value < worse.value ? score : worse));
    },
    close: () => {
      if (!closed) kernels.giveBack(kernel);
      closed = true;
    },
  };
}

function writeTiles(
  kernel: Kernel<Exports>,
  at: number,
  { columns, rows, left, top }: TileGrid,
): void {
  const ints = kernel.ints(at, 4 + columns + rows);
  ints.set([columns, rows]);
  ints.set(left, 2);
  ints.set(top, 3 + columns);
}

/** The picture's score and those of its tiles, from sums per scale, plane, tile, map and norm. */
function scoresOf(
  scales: readonly Scale[],
  { columns, rows }: TileGrid,
  sums: readonly Float64Array[],
): { value: number; tiles: number[] } {
  const count = columns * rows;
  const sumAt = (tile: number, plane: number, scale: number, norm: number, map: number): number =>
    sums[scale]![(plane * count + tile) * sumsPerPlane + map * 2 + norm]!;
  const tiles = Array.from({ length: count }, (_, tile) => {
    const pixels = scales.map(({ grid }) => tilePixels(grid, tile));
    return scoreOf(pixels, (...index) => sumAt(tile, ...index));
  });
  const value = scoreOf(
    scales.map(({ width, height }) => width * height),
    (...index) => tiles.reduce((sum, _, tile) => sum + sumAt(tile, ...index), 0),
  );
  return { value, tiles };
}

/** Adds the errors of a scale to those of all; a pixel of it covers 2^scale pixels a side. */
function addEnlarged({ width, height, data }: ErrorMap, errors: Float32Array, scale: number): void {
  const pitch = 4 * Math.ceil(Math.ceil(width / 2 ** scale) / 4);
  for (let y = 0; y < height; y++) {
    const row = (y >> scale) * pitch;
    for (let x = 0; x < width; x++) data[y * width + x]! += errors[row + (x >> scale)]!;
  }
}

function isShallow({ depth, data }: Raster): boolean {
  return depth === 8 || data.every((sample) => sample % 257 === 0);
}

function toShallow(image: Raster): Raster {
  return convert(image, { channels: image.channels, depth: 8 });
}
