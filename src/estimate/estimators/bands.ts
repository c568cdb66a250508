import { crop } from '../../image/crop.js';
import { createRaster, type Raster } from '../../image/raster.js';
import type { Estimator } from '../estimator.js';
import { type BlockMap, blockSide } from '../map/block-maps.js';
import { bitsPerPixel, overheadBytes } from '../sampling/overhead.js';

/** Share of the rows that is sampled, and the least count of bands. */
const sampledRows = 0.15;
const leastBands = 4;

/**
 * For formats that code row after row (PNG, TIFF): bands of 16 rows in full width, evenly spread, and
 * the whole from the ratio of their bits to those of a JPEG of the same rows. Squares would be wrong:
 * filters look to the row above, and deflate 32 KiB back.
 */
export const bands: Estimator = {
  id: 'bands',
  title: 'Bands of rows',
  meaning: 'evenly spread bands of 16 rows, by the ratio to the bits of a JPEG of these rows',
  ofParts: true,
  refuses({ compressor, picture }) {
    if (!compressor.rowFiltered) return `${compressor.name} does not code row after row`;
    const bandsIn = Math.floor(picture.height / blockSide);
    return bandsIn >= 2 * leastBands ? null : `${picture.height} rows are too few for bands`;
  },
  async sample({ picture, compressor }) {
    const image = compressor.fit(await picture.samples());
    const overhead = await overheadBytes(compressor, image);
    const { fine } = await picture.maps();
    const places = bandPlaces(Math.floor(image.height / blockSide));
    const sample = joinBands(image, places);
    const { bytes } = await compressor.compress(sample);
    const ratio = fine.mean / meanOfRows(fine, places);
    const bits = bitsPerPixel(bytes, overhead, sample) * ratio;
    return { kind: 'part', bits, overhead, features: { bits } };
  },
};

/** Which of the bands are taken: the middle ones of equal parts. */
function bandPlaces(all: number): number[] {
  const count = Math.max(leastBands, Math.round(all * sampledRows));
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * all) / count));
}

function joinBands(image: Raster, places: readonly number[]): Raster {
  const { width, channels, depth } = image;
  const height = places.length * blockSide;
  const size = width * height * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  places.forEach((place, i) => {
    const band = crop(image, { left: 0, top: place * blockSide, width, height: blockSide });
    data.set(band.data, i * band.data.length);
  });
  return createRaster({ width, height, channels, depth, data });
}

function meanOfRows({ columns, values }: BlockMap, rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows) {
    for (let x = 0; x < columns; x++) sum += values[row * columns + x]!;
  }
  return sum / (rows.length * columns);
}
