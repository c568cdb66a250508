import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { quickEffort } from '../../../dist/image/files/quick-coding.js';
import { filters } from '../../../dist/image/filters.js';
import { resample } from '../../../dist/image/resample.js';
import { decode, score } from '../../../dist/index.js';

/** Pictures that are scored: scoring takes longer than resizing. */
const scored = 6;

/**
 * How near the files of a folder are to an exact lanczos3 of the full decode of their originals.
 * @param {string} from
 * @param {string} out
 * @param {readonly [width: number, height: number]} size
 */
export async function measureQuality(from, out, [width, height]) {
  const names = readdirSync(from).sort().slice(0, scored);
  let [ssimulacra2, psnrY, bytes] = [0, 0, 0];
  for (const name of names) {
    const exact = resample(await decode(path.join(from, name)), {
      width,
      height,
      filter: filters.lanczos3,
    });
    const made = path.join(out, name);
    const values = await score(exact, made, ['ssimulacra2', 'psnr-y']);
    ssimulacra2 += Number(values.ssimulacra2) / names.length;
    psnrY += Number(values['psnr-y']) / names.length;
    bytes += statSync(made).size / names.length;
  }
  return { ssimulacra2, psnrY, bytes };
}

/**
 * The same of the exact pictures themselves, coded by libjpeg or libwebp at a quality: what no way of resampling
 * gets past.
 * @param {string} from
 * @param {string} out
 * @param {readonly [width: number, height: number]} size
 * @param {{ quality: number, format: 'jpeg' | 'webp' }} coding
 */
export async function measureCeiling(from, out, [width, height], { quality, format }) {
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(from).sort().slice(0, scored)) {
    const full = await decode(path.join(from, name));
    const exact = resample(full, { width, height, filter: filters.lanczos3 });
    const bytes =
      exact.depth === 8 ? exact.data : Uint8Array.from(exact.data, (v) => (v + 128) / 257);
    const raw = { width, height, channels: /** @type {3} */ (exact.channels) };
    const picture = sharp(bytes, { raw });
    const coded =
      format === 'jpeg'
        ? picture.jpeg({ quality })
        : picture.webp({ quality, effort: quickEffort });
    await coded.toFile(path.join(out, name));
  }
  return measureQuality(from, out, [width, height]);
}
