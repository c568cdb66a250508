import { convert } from '../image/convert.js';
import { peakOf, type Raster } from '../image/raster.js';
import { createKernelPool, type Kernel } from '../runtimes/kernel.js';
import { checkSide, checkSize } from './comparable.js';
import type { ErrorMap, Metric, Score, Scorer } from './metric.js';
import { recursiveGaussian } from './ssimulacra2blur.js';
import { mapsPerPlane, mapWeight, planes, scoreOf } from './ssimulacra2score.js';
import { type TileGrid, tileGrid, worstTile } from './tiles.js';

/** SSIMULACRA 2.1: structural similarity in XYB over six scales, tuned to people's judgements. */
export const ssimulacra2: Metric = {
  id: 'ssimulacra2',
  version: '2.1.0',
  title: 'SSIMULACRA 2',
  unit: '',
  better: 'higher',
  perfect: 100,
  definition:
    'SSIMULACRA 2.1 (weights and polynomial of April 2023): means and 4-norms of maps of ' +
    'dissimilarity, artifacts and loss of detail in the planes X, Y and B at up to 6 scales, ' +
    'weighted and bent to a score of at most 100, where 90 is visually lossless and 30 low ' +
    'quality. Rounded as libjxl rounds on processors with fused multiply-add, which scores near ' +
    '100 depend on. Grey is RGB of three equal samples; 16 bit enters without loss. An original ' +
    'with alpha is compared over backgrounds of 0.1 and 0.9 in sRGB values and the worse score ' +
    'counts; alpha that only the decoded picture has is laid over 0.5. A tile is scored as if its ' +
    'share of each map were the whole.',
  source: 'https://github.com/libjxl/libjxl, tools/ssimulacra2.cc',
  minSide: 8,
  symmetric: false,
  map: {
    meaning: 'weighted sum of the error maps, both weights of each map together',
    full: 80,
  },
  available: async () => true,
  prepare: async (reference) => open(reference),
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
  prepareScale(
    width: number,
    height: number,
    linear: number,
    next: number,
    needs: number,
    prepared: number,
  ): void;
  compareScale(
    width: number,
    height: number,
    linear: number,
    next: number,
    needs: number,
    prepared: number,
    tiles: number,
    sums: number,
    errors: number,
    weights: number,
  ): void;
}

const kernels = createKernelPool<Exports>(new URL('./kernels/ssimulacra2.wasm', import.meta.url));
const coefficients = recursiveGaussian(1.5);
const sumsPerPlane = 2 * mapsPerPlane;

interface Scale {
  readonly width: number;
  readonly height: number;
  /** Bits 0 to 2: which planes count; bits 3 to 5: in which dissimilarity counts. */
  readonly needs: number;
  /** Bytes of its linear light, of what is kept of an original, and where both begin. */
  readonly linear: number;
  readonly prepared: number;
  readonly linearAt: number;
  readonly preparedAt: number;
  readonly grid: TileGrid;
  /** Of the maps, plane by plane, in an error map. */
  readonly weights: readonly number[];
}

async function open(reference: Raster): Promise<Scorer> {
  checkSide(ssimulacra2, reference);
  const { width, height } = reference;
  const grid = tileGrid(width, height);
  const tiles = grid.columns * grid.rows;
  const scales = scalesOf(grid);
  const total = (bytes: 'linear' | 'prepared'): number =>
    scales.reduce((sum, scale) => sum + scale[bytes], 0);

  const original = withoutOpaqueAlpha(reference);
  const backgrounds = reference.channels === 4 ? [0.1, 0.9] : [0.5];
  const kernel = await kernels.take();
  const { exports } = kernel;
  const at = kernel.plan({
    coefficients: coefficients.byteLength,
    shallow: 4 * 256,
    deep: 4 * 65_536,
    tiles: 4 * (4 + grid.columns + grid.rows),
    weights: 4 * planes * mapsPerPlane,
    sums: 8 * sumsPerPlane * planes * tiles,
    work: exports.workBytes(width),
    samples: 8 * width * height,
    linear: total('linear'),
    errors: planeBytes(width, height),
    prepared: total('prepared') * (original.channels === 4 ? 2 : 1),
  });
  kernel.doubles(at.coefficients, coefficients.length).set(coefficients);
  const tables = new Set<number>();

  /** Puts a picture in place; the result points the kernel to it, over one of the backgrounds. */
  const load = ({ data, channels, depth }: Raster): ((background: number) => void) => {
    const deep = depth === 16;
    (deep ? kernel.shorts(at.samples, data.length) : kernel.bytes(at.samples, data.length)).set(
      data,
    );
    const table = deep ? at.deep : at.shallow;
    if (channels !== 4 && !tables.has(table)) exports.fillLinear(table, deep);
    tables.add(table);
    return (background) =>
      exports.setPicture(at.samples, channels, deep, table, background, at.coefficients, at.work);
  };
  /** Where the linear light of a scale is, and where that of the next one goes; 0 for neither. */
  const linearOf = (index: number): [linear: number, next: number] => [
    index === 0 ? 0 : at.linear + scales[index]!.linearAt,
    index + 1 === scales.length ? 0 : at.linear + scales[index + 1]!.linearAt,
  ];
  const preparedOf = (run: number): number =>
    at.prepared + (original.channels === 4 ? run * total('prepared') : 0);

  const visit = load(original);
  for (const [run, background] of backgrounds.slice(0, original.channels === 4 ? 2 : 1).entries()) {
    visit(background);
    for (const [i, scale] of scales.entries()) {
      const prepared = preparedOf(run) + scale.preparedAt;
      exports.prepareScale(scale.width, scale.height, ...linearOf(i), scale.needs, prepared);
    }
  }

  const compare = (run: number, map: boolean): Score => {
    const errors = map ? new Float32Array(width * height) : null;
    const sums = scales.map((scale, i) => {
      writeTiles(kernel, at.tiles, scale.grid);
      const found = kernel.doubles(at.sums, sumsPerPlane * planes * tiles).fill(0);
      const plane = planeBytes(scale.width, scale.height) / 4;
      if (map) {
        kernel.floats(at.weights, scale.weights.length).set(scale.weights);
        kernel.floats(at.errors, plane).fill(0);
      }
      exports.compareScale(
        scale.width,
        scale.height,
        ...linearOf(i),
        scale.needs,
        preparedOf(run) + scale.preparedAt,
        at.tiles,
        at.sums,
        map ? at.errors : 0,
        at.weights,
      );
      if (errors) addEnlarged({ width, height, data: errors }, kernel.floats(at.errors, plane), i);
      return found.slice();
    });
    const sumAt = (scale: number, plane: number, tile: number, map: number, norm: number): number =>
      sums[scale]![(plane * tiles + tile) * sumsPerPlane + map * 2 + norm]!;
    const values = Array.from({ length: tiles }, (_, tile) =>
      scoreOf(
        scales.map((scale) => tilePixels(scale.grid, tile)),
        ({ scale, plane, map, norm }) => sumAt(scale, plane, tile, map, norm),
      ),
    );
    const value = scoreOf(
      scales.map((scale) => scale.width * scale.height),
      ({ scale, plane, map, norm }) => {
        let sum = 0;
        for (let tile = 0; tile < tiles; tile++) sum += sumAt(scale, plane, tile, map, norm);
        return sum;
      },
    );
    return {
      value,
      worstTile: worstTile(grid, values, 'higher'),
      map: errors && { width, height, data: errors },
    };
  };

  return {
    async score(decoded, { map = false } = {}) {
      checkSize(ssimulacra2, reference, decoded);
      const solid = withoutOpaqueAlpha(decoded);
      const visit = load(solid);
      const transparent = original.channels === 4 || solid.channels === 4;
      const scores = backgrounds.slice(0, transparent ? 2 : 1).map((background, run) => {
        visit(background);
        return compare(run, map);
      });
      return scores.reduce((worse, score) => (score.value < worse.value ? score : worse));
    },
    close: () => kernels.giveBack(kernel),
  };
}

/** Each scale is half the one before, while that has 8 pixels or more a side. */
function scalesOf(grid: TileGrid): Scale[] {
  const sizes = [{ width: grid.left[grid.columns]!, height: grid.top[grid.rows]! }];
  while (sizes.length < 6) {
    const { width, height } = sizes.at(-1)!;
    if (Math.min(width, height) < 8) break;
    sizes.push({ width: Math.ceil(width / 2), height: Math.ceil(height / 2) });
  }
  let [linearAt, preparedAt] = [0, 0];
  return sizes.map(({ width, height }, scale) => {
    const of = { scale, scales: sizes.length };
    const weights = Array.from({ length: planes * mapsPerPlane }, (_, i) =>
      mapWeight({ ...of, plane: Math.floor(i / mapsPerPlane), map: i % mapsPerPlane }),
    );
    let needs = 0;
    let kept = 0;
    for (let plane = 0; plane < planes; plane++) {
      const maps = weights.slice(plane * mapsPerPlane, (plane + 1) * mapsPerPlane);
      if (maps.every((weight) => weight === 0)) continue;
      needs |= 1 << plane;
      if (maps[0] !== 0) needs |= 8 << plane;
      kept += maps[0] === 0 ? 2 : 3;
    }
    const made: Scale = {
      width,
      height,
      needs,
      linear: scale === 0 ? 0 : 3 * planeBytes(width, height),
      prepared: kept * planeBytes(width, height),
      linearAt,
      preparedAt,
      grid: halved(grid, scale, width, height),
      weights,
    };
    linearAt += made.linear;
    preparedAt += made.prepared;
    return made;
  });
}

/** Bytes of a plane of floats whose rows are whole vectors. */
function planeBytes(width: number, height: number): number {
  return 16 * Math.ceil(width / 4) * height;
}

/** The tiles as they lie at a scale: 64 pixels become 2 at the sixth, so that none is empty. */
function halved(
  { columns, rows, left, top }: TileGrid,
  scale: number,
  width: number,
  height: number,
): TileGrid {
  return {
    columns,
    rows,
    left: left.map((x, i) => (i === columns ? width : x >> scale)),
    top: top.map((y, i) => (i === rows ? height : y >> scale)),
  };
}

function tilePixels({ columns, left, top }: TileGrid, tile: number): number {
  const [column, row] = [tile % columns, Math.floor(tile / columns)];
  return (left[column + 1]! - left[column]!) * (top[row + 1]! - top[row]!);
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

/** Adds the errors of a scale to those of all; a pixel of it covers 2^scale pixels a side. */
function addEnlarged({ width, height, data }: ErrorMap, errors: Float32Array, scale: number): void {
  const pitch = 4 * Math.ceil(Math.ceil(width / 2 ** scale) / 4);
  for (let y = 0; y < height; y++) {
    const row = (y >> scale) * pitch;
    for (let x = 0; x < width; x++) data[y * width + x]! += errors[row + (x >> scale)]!;
  }
}

function withoutOpaqueAlpha(image: Raster): Raster {
  if (image.channels !== 4) return image;
  const peak = peakOf(image.depth);
  for (let i = 3; i < image.data.length; i += 4) {
    if (image.data[i] !== peak) return image;
  }
  return convert(image, { channels: 3, depth: image.depth });
}
