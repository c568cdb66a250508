import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { openDataset } from '../../dist/datasets/dataset.js';
import { decodeImage } from '../../dist/image/files/load.js';
import { savePng } from '../../dist/image/files/save.js';
import { sharp } from '../../dist/image/files/sharp.js';
import { benchDataset } from './report.js';

/** @typedef {import('../../dist/image/raster.js').Raster} Raster */

/**
 * A photograph of 768x512 pixels, enlarged where Kodak is missing, and its JPEG of quality 75.
 * @returns {Promise<{ original: Raster, decoded: Raster }>}
 */
export async function photoPair() {
  const { images } = await openDataset(await benchDataset(), { limit: 1 });
  const png = await sharp(images[0]?.path)
    .removeAlpha()
    .resize({ width: 768, height: 512, fit: 'fill' })
    .png()
    .toBuffer();
  const jpeg = await sharp(png).jpeg({ quality: 75 }).toBuffer();
  return {
    original: await decodeImage(png, { name: 'original.png' }),
    decoded: await decodeImage(jpeg, { name: 'decoded.jpg' }),
  };
}

/**
 * What libjxl_timing says of a pair: milliseconds in its process, without start and file reading.
 * Null where the variable PARETO_PEERS does not name the folder with bin/libjxl_timing
 * (scripts/bench/peers).
 * @param {{ original: Raster, decoded: Raster }} pair
 * @param {{ folder: string, runs: number }} options
 * @returns {Promise<Record<string, { median: number }> | null>}
 */
export async function timeLibjxl({ original, decoded }, { folder, runs }) {
  const peers = process.env['PARETO_PEERS'];
  if (peers === undefined) return null;
  const files = [path.join(folder, 'original.png'), path.join(folder, 'decoded.png')];
  await savePng(files[0] ?? '', original);
  await savePng(files[1] ?? '', decoded);
  const program = path.join(peers, 'bin', 'libjxl_timing');
  const { stdout } = await promisify(execFile)(program, [...files, String(runs)]);
  return JSON.parse(stdout);
}
