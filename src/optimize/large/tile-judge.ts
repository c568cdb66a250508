import { UndefinedError } from '../../base/errors.js';
import { sameSamples } from '../../image/compare.js';
import { type Area, crop, paste } from '../../image/crop.js';
import { profileSpace } from '../../image/files/colour/icc-profile.js';
import { toSrgb } from '../../image/files/colour/to-srgb.js';
import { createRaster, type Raster } from '../../image/raster.js';
import type { Metric } from '../../metrics/metric.js';
import type { Source, TrialLimits } from '../contract.js';
import type { Judge } from '../judge.js';
import { layoutOf, openRows, telling } from './streamed.js';

/** Sides of a tile in pixels, and how many there are across and down where the picture has room. */
const side = 192;
const count = 4;

/** How many tiles stand for a picture at most. */
export const mostTiles = count * count;

/**
 * Scores files against a large JPEG by tiles of both: of each of 4 x 4 parts of the picture the busiest
 * tile in a band of rows. They are set side by side and scored as one picture. Files are read row by row
 * to their end; a tile decides whether samples are as they were.
 * @throws WorkError where the original cannot be read to its end
 */
export async function openTileJudge(
  source: Source,
  metric: Metric,
  { maxPixels }: TrialLimits,
): Promise<Judge> {
  const { bytes } = source;
  const size = await storedSize(bytes, maxPixels);
  const space = await layoutOf(bytes);
  const { icc } = source.facts;
  const own = icc && profileSpace(icc, space === 'b-w' ? 'GRAY' : 'RGB ');
  const bands = bandsOf(size);
  const readBand = async (file: Uint8Array, band: Area): Promise<Raster> => {
    const { data, info } = await telling(() =>
      openRows(file, maxPixels)
        .extract(band)
        .toColourspace(space!)
        .raw()
        .toBuffer({ resolveWithObject: true }),
    );
    const channels = space === 'b-w' ? 1 : 3;
    return createRaster({ ...info, channels, depth: 8, data });
  };
  const chosen: { band: Area; tiles: Area[] }[] = [];
  const mosaicOf = async (file: Uint8Array): Promise<Raster> => {
    const rows: Raster[][] = [];
    for (const [i, band] of bands.entries()) {
      const image = await readBand(file, band);
      chosen[i] ??= { band, tiles: busiestTiles(image) };
      rows.push(chosen[i].tiles.map((tile) => crop(image, tile)));
    }
    const mosaic = setSideBySide(rows);
    return own ? toSrgb(mosaic, own) : mosaic;
  };
  const original = await mosaicOf(bytes);
  const scorer = await metric.prepare(original);
  return {
    metric,
    async judge(file) {
      const { width, height } = await storedSize(file, maxPixels);
      if (width !== size.width || height !== size.height) {
        throw new UndefinedError(
          `the file shows ${width}x${height}, the original ${size.width}x${size.height}`,
        );
      }
      const decoded = await mosaicOf(file);
      if (sameSamples(original, decoded)) return { value: metric.perfect, isExact: true };
      return { value: (await scorer.score(decoded)).value, isExact: false };
    },
    close: () => scorer.close(),
  };
}

/** The size as it is stored: no orientation is applied, neither here nor there. */
async function storedSize(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<{ width: number; height: number }> {
  const { width, height } = await telling(() => openRows(bytes, maxPixels).metadata());
  return { width, height };
}

/** Bands of rows in each part of the height; the last one reaches the end of the file. */
function bandsOf({ width, height }: { width: number; height: number }): Area[] {
  const rows = Math.min(side, height);
  const parts = Math.max(1, Math.min(count, Math.floor(height / rows)));
  return Array.from({ length: parts }, (_, i) => {
    const middle = Math.floor(((i + 0.5) * height) / parts - rows / 2);
    const top = i === parts - 1 ? height - rows : middle;
    return { left: 0, top, width, height: rows };
  });
}

/** In each part of a band's width the tile whose neighbours differ most. */
function busiestTiles(band: Raster): Area[] {
  const width = Math.min(side, band.width);
  const parts = Math.max(1, Math.min(count, Math.floor(band.width / width)));
  return Array.from({ length: parts }, (_, i) => {
    const from = Math.floor((i * band.width) / parts);
    const to = Math.floor(((i + 1) * band.width) / parts);
    const lefts = Array.from(
      { length: Math.max(1, Math.floor((to - from) / width)) },
      (__, n) => from + n * width,
    );
    const tiles = lefts.map((left) => ({ left, top: 0, width, height: band.height }));
    return tiles.reduce((a, b) => (activity(band, b) > activity(band, a) ? b : a));
  });
}

/** Sum of the steps between neighbours in a row, of the first channel, on every fourth row. */
function activity({ data, width, channels }: Raster, area: Area): number {
  let sum = 0;
  for (let y = area.top; y < area.top + area.height; y += 4) {
    let at = (y * width + area.left) * channels;
    for (let x = 1; x < area.width; x++, at += channels) {
      sum += Math.abs(data[at + channels]! - data[at]!);
    }
  }
  return sum;
}

function setSideBySide(rows: readonly (readonly Raster[])[]): Raster {
  const [first] = rows[0]!;
  const { width, height, channels } = first!;
  const columns = rows[0]!.length;
  const [wide, high] = [columns * width, rows.length * height];
  const data = new Uint8Array(wide * high * channels);
  const mosaic = createRaster({ width: wide, height: high, channels, depth: 8, data });
  for (const [y, tiles] of rows.entries()) {
    for (const [x, tile] of tiles.entries()) {
      paste(mosaic, tile, { left: x * width, top: y * height });
    }
  }
  return mosaic;
}
