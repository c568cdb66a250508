import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { makeInputs } from '../resize/inputs.js';

/** Made pictures are kept from one run to the next. */
const kept = path.join(os.tmpdir(), 'pareto-bench-serve');

/** Pictures of 5 megapixels: so many of the command line, and of the clients by turns. */
const count = 16;

/**
 * JPEGs of 2592x1944 in quality 85, mosaics of photographs.
 * @param {readonly string[]} photos folders
 * @returns {Promise<string>} their folder
 */
export function fiveMegapixels(photos) {
  const batch = {
    id: 'five',
    count,
    width: 2592,
    height: 1944,
    format: /** @type {const} */ ('jpeg'),
  };
  return makeInputs({ ...batch, to: [0, 0] }, { folder: kept, photos });
}

/**
 * A JPEG of at least so many bytes, as a camera writes it: the lowest quality from 85 on that is that large.
 * @param {number} bytes
 * @param {{ width: number, height: number, photos: readonly string[] }} options
 */
export async function jpegOf(bytes, { width, height, photos }) {
  const file = path.join(kept, `${bytes}.jpg`);
  if (!existsSync(file)) {
    const batch = {
      id: `at-${width}`,
      count: 1,
      width,
      height,
      format: /** @type {const} */ ('png'),
    };
    const folder = await makeInputs(
      { ...batch, to: [0, 0], isUnrepeated: true },
      { folder: kept, photos },
    );
    const picture = await sharp(path.join(folder, readdirSync(folder)[0] ?? ''))
      .raw()
      .toBuffer({
        resolveWithObject: true,
      });
    let made = Buffer.alloc(0);
    for (let quality = 85; made.length < bytes && quality <= 100; quality++) {
      made = await sharp(picture.data, { raw: picture.info }).jpeg({ quality }).toBuffer();
    }
    if (made.length < bytes) throw new Error(`${width}x${height} gives no JPEG of ${bytes} bytes`);
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${file}.making`, made);
    renameSync(`${file}.making`, file);
  }
  return readFileSync(file);
}

/** A thumbnail as shops have it: 480 pixels wide. @param {Uint8Array} bytes */
export async function thumbnailOf(bytes) {
  return sharp(bytes).resize({ width: 480 }).jpeg({ quality: 85 }).toBuffer();
}
