import { deflateSync } from 'node:zlib';
import { now } from '#src/base/clock.js';
import { seededRandom } from '#src/base/statistics.js';
import {
  type Calibration,
  type CalibrationEntry,
  calibrationVersion,
} from '#src/estimate/calibration/calibration.js';
import type { Compressor } from '#src/estimate/compressor.js';
import type { Question } from '#src/estimate/estimator.js';
import { pictureOfSamples } from '#src/estimate/load-picture.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { picture } from './photos.ts';

/** Bytes that every file of `deflating` has before its data. */
export const deflateHeader = 20;

/** A compressor that is no codec: samples deflated, row by row, behind a header. */
export function deflating(changes: Partial<Compressor> = {}): Compressor {
  return {
    name: 'deflating',
    identity: {
      codec: 'deflating',
      engine: { name: 'zlib', version: '1', runtime: 'native' },
      setting: 'deflating',
      rate: null,
    },
    fit: (image) => image,
    async compress({ data }) {
      const start = now();
      const samples = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      const bytes = deflateHeader + deflateSync(samples, { level: 1 }).length;
      return { bytes, seconds: now() - start };
    },
    sibling: null,
    quarter: null,
    rowFiltered: false,
    close: async () => {},
    ...changes,
  };
}

/** A question about samples. */
export function questionOf(image: Raster, changes: Partial<Question> = {}): Question {
  return {
    picture: pictureOfSamples(image),
    compressor: deflating(),
    ...{ seed: 1, sampleWidth: 300 },
    ...changes,
  };
}

/** A calibration with these entries. */
export function calibrationOf(...entries: readonly CalibrationEntry[]): Calibration {
  return {
    schema: calibrationVersion,
    date: '2026-11-30',
    command: 'pareto estimate --calibrate',
    entries: [...entries],
  };
}

/** An entry of the calibration, of `deflating` unless told. */
export function entryOf(changes: Partial<CalibrationEntry> = {}): CalibrationEntry {
  return {
    estimator: 'tiles',
    of: deflating().identity,
    coefficients: {},
    errors: { low: -0.1, high: 0.1, p95: 0.2 },
    pictures: 10,
    megapixels: { least: 0.5, most: 10 },
    data: 'test',
    ...changes,
  };
}

/** A picture that has room for tiles, and more to code on its right than on its left. */
export function largePicture(width = 2304, height = 1536, seed = 1): Raster {
  const random = seededRandom(seed);
  const data = new Uint8Array(width * height * 3);
  const noise = Float64Array.from({ length: 4096 }, () => random.next() - 0.5);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 60 * Math.sin(x / 29 + seed) * Math.cos(y / 37);
      const rough = (160 * x) / width;
      for (let c = 0; c < 3; c++) {
        data[at] = 128 + wave + rough * noise[(Math.imul(at++, 2654435761) >>> 12) & 4095]!;
      }
    }
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

/** A smooth grey picture with some noise, of one channel. */
export function greyPicture(width: number, height: number): Raster {
  const data = picture(width, height).data.filter((_, i) => i % 3 === 0);
  return createRaster({ width, height, channels: 1, depth: 8, data });
}
