// Synthetic records of any number, the same for the same seed: curves that rise, with every image's own
// figures, as long as the records of real sweeps. Streaming: written file by file.

import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { bitsPerPixel } from '../../../dist/base/bits-per-pixel.js';
import { columnBytes } from '../../../dist/results/compact/partition-file.js';
import { createShapes, takeApart } from '../../../dist/results/compact/shape.js';
import { partitionFolder } from '../../../dist/results/compact/stored-lines.js';
import { codecKey } from '../../../dist/results/identity.js';
import { rdKey } from '../../../dist/results/key.js';
import { rdFile } from '../../../dist/results/layout.js';

export const dataset = 'synthetic';
const codecCount = 10;
const qualities = [5, 15, 25, 35, 45, 55, 65, 75, 85, 95];

/** Settings of each image: records are this many times the images. */
export const settingsCount = codecCount * qualities.length;

/** Versions of the metrics that all records hold. */
export const metricVersions = {
  psnr: '1',
  ssim: '2',
  'ms-ssim': '1',
  ssimulacra2: '2.1.0',
  butteraugli: '1+a1.0+80nits',
};

/**
 * @typedef {{ codec: string, spec: string, settings: Record<string, string | number | boolean>,
 *   engine: { name: string, version: string, runtime: 'native' } }} Setting
 * @typedef {{ at: number, name: string, sha256: string }} SyntheticImage
 */

/** The settings of all codecs; the first codec is the anchor, under the name that it has by default. */
export const settings = Array.from({ length: codecCount }, (_, codec) =>
  qualities.map((quality) => {
    const name = codec === 0 ? 'jpeg' : `codec${codec}`;
    return {
      codec: name,
      spec: `${name}:quality=${quality}`,
      settings: { engine: 'sharp', effort: 4, chroma: '4:2:0', lossless: false, quality },
      engine: { name: `lib${name}`, version: '1.6.0', runtime: /** @type {const} */ ('native') },
    };
  }),
);

/**
 * The images, in the order of their SHA-256.
 * @param {number} count
 * @param {number} seed
 * @returns {SyntheticImage[]}
 */
export function syntheticImages(count, seed) {
  const images = Array.from({ length: count }, (_, at) => ({
    at,
    name: `image${at}`,
    sha256: hash('sha256', `image ${at} of ${seed}`),
  }));
  return images.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

/**
 * What differs from record to record.
 * @param {SyntheticImage} image
 * @param {number} codec
 * @param {number} step place of its quality
 */
function figuresOf({ at }, codec, step) {
  const random = randomOf(at * settingsCount + codec * qualities.length + step);
  const detail = 0.6 + ((at * 7919) % 1000) / 1250;
  const wobble = step + random() / 5;
  return {
    width: 512 + 16 * (at % 29),
    height: 384 + 16 * (at % 31),
    bytes: Math.round(3000 * 1.55 ** step * detail * (1 - codec / 50) * (0.95 + random() / 10)),
    moment: 1.8e12 + at * 977 + codec * 13 + step,
    psnr: 26 + 2.1 * wobble - 3 * detail,
    ssim: 1 - 0.25 * 0.7 ** wobble,
    'ms-ssim': 1 - 0.12 * 0.65 ** wobble,
    ssimulacra2: 95 - 90 * 0.75 ** wobble,
    butteraugli: 9 * 0.8 ** wobble,
  };
}

/**
 * The record of an image at a setting.
 * @param {SyntheticImage} image
 * @param {number} codec
 * @param {number} step place of its quality
 */
function syntheticRecord(image, codec, step) {
  const { name, sha256 } = image;
  const setting = /** @type {Setting} */ (settings[codec]?.[step]);
  const { codec: id, spec, settings: own, engine } = setting;
  const { width, height, bytes, moment, ...metrics } = figuresOf(image, codec, step);
  return {
    schema: 1,
    kind: 'rd',
    key: rdKey(codecKey({ codec: id, engine, settings: own }), sha256, null),
    protocol: 1,
    codec: id,
    spec,
    settings: own,
    knob: 'quality',
    engine,
    dataset,
    image: name,
    imageSha256: sha256,
    crop: null,
    width,
    height,
    bytes,
    sourceBytes: null,
    bitstreamSha256: sha256,
    conversion: null,
    exact: false,
    alpha: null,
    damage: null,
    learned: null,
    bpp: bitsPerPixel(bytes, width, height),
    metrics,
    metricVersions,
    metricErrors: {},
    worstTiles: {},
    error: null,
    machine: 'synthetic',
    version: '0.2.0',
    commit: '2b59a7aad4f6',
    at: new Date(moment).toISOString(),
  };
}

/**
 * Writes JSON lines, a file for each codec.
 * @param {string} results
 * @param {SyntheticImage[]} images
 */
export function writeLines(results, images) {
  for (const [codec] of settings.entries()) {
    const file = fileOf(results, codec);
    mkdirSync(path.dirname(file), { recursive: true });
    const handle = openSync(file, 'w');
    for (const image of images) {
      const lines = qualities.map((_, step) => JSON.stringify(syntheticRecord(image, codec, step)));
      writeSync(handle, `${lines.join('\n')}\n`);
    }
    closeSync(handle);
  }
}

/**
 * Writes partitions, as compacting those lines would: the same columns, without lines between.
 * @param {string} results
 * @param {SyntheticImage[]} images
 * @param {number} digits of the SHA-256 that tell partitions apart
 */
export function writePartitions(results, images, digits) {
  for (const [codec] of settings.entries()) {
    const file = fileOf(results, codec);
    mkdirSync(partitionFolder(file), { recursive: true });
    writeFileSync(file, '');
    const shapes = qualities.map((_, step) => shapeOf(codec, step));
    for (let from = 0; from < images.length; ) {
      const prefix = images[from]?.sha256.slice(0, digits) ?? '';
      /** @type {string[]} */
      const shape = [];
      const columns = new Map(paths.map((name) => [name, /** @type {(string | number)[]} */ ([])]));
      for (; images[from]?.sha256.startsWith(prefix); from++) {
        const image = /** @type {SyntheticImage} */ (images[from]);
        for (const [step, own] of shapes.entries()) {
          const { width, height, bytes, moment, ...metrics } = figuresOf(image, codec, step);
          const { name, sha256 } = image;
          shape.push(own);
          const cells = [
            name,
            sha256,
            sha256,
            moment,
            width,
            height,
            bytes,
            ...Object.values(metrics),
          ];
          for (const [i, path] of paths.entries()) columns.get(path)?.push(cells[i] ?? 0);
        }
      }
      const name = `records${prefix && `-${prefix}`}.parquet`;
      writeFileSync(path.join(partitionFolder(file), name), columnBytes(shape, columns));
    }
  }
}

/** The columns that differ from record to record, in the order of the cells that are made of them. */
const paths = [
  ...['image', 'imageSha256', 'bitstreamSha256', 'at', 'width', 'height', 'bytes'],
  ...Object.keys(metricVersions).map((metric) => `metrics/${metric}`),
];

/**
 * What all records of a setting have in common.
 * @param {number} codec
 * @param {number} step
 */
function shapeOf(codec, step) {
  const sample = { at: 0, name: 'sample', sha256: hash('sha256', '') };
  const line = JSON.stringify(syntheticRecord(sample, codec, step));
  const apart = takeApart(line, createShapes());
  if (apart?.cells.length !== paths.length) throw new Error('a synthetic record has other cells');
  return apart.shape;
}

/** @param {string} results @param {number} codec */
function fileOf(results, codec) {
  return rdFile(results, dataset, /** @type {Setting[]} */ (settings[codec])[0]?.codec ?? '');
}

/**
 * Numbers in [0, 1) of a seed: mulberry32.
 * @param {number} seed
 */
function randomOf(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
