import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { untimed } from '../../dist/base/clock.js';
import { resolveSettings } from '../../dist/base/params.js';
import { codecs } from '../../dist/codecs/registry.js';
import { openDataset } from '../../dist/datasets/dataset.js';
import { createRaster } from '../../dist/image/raster.js';
import { benchDataset, inScratch } from './report.js';

const [width, height] = [6000, 4000];

/**
 * What is coded: the same codec with these settings in a process of its own, and how much memory
 * that may take at most.
 */
const asked = [
  { settings: { effort: 7, quality: 75 }, boundGb: 1.5 },
  { settings: { effort: 7, quality: 45 }, boundGb: 2.8 },
];

/**
 * 24 megapixels, photographs enlarged and with grain, there and back by the default JPEG XL: the peak
 * of the process, and the speed as a share of cjxl's with one thread, where it is there.
 */
export async function bench() {
  return inScratch(async (folder) => {
    const file = path.join(folder, 'large.ppm');
    writeFileSync(file, await largePicture());
    const figures = [];
    for (const { settings, boundGb } of asked) {
      const what = `jxl:effort=${settings.effort},quality=${settings.quality} of ${width}x${height}`;
      const own = await inProcess(file, settings);
      const peer = await cjxlSpeed(file, settings, folder);
      const beside =
        peer === null ? 'cjxl is missing' : `${(own.speed / peer).toFixed(2)} of cjxl's`;
      figures.push({
        ...{ what, bound: `at most ${boundGb} GB`, holds: own.peakGb <= boundGb },
        value: `peak ${own.peakGb.toFixed(2)} GB, ${own.speed.toFixed(2)} MP/s (${beside}), decode ${own.decodeSpeed.toFixed(1)} MP/s`,
      });
    }
    return figures;
  });
}

/** @returns {Promise<Buffer>} a PPM file */
async function largePicture() {
  const { images } = await openDataset(await benchDataset(), { limit: 6 });
  const [across, down] = [3, 2];
  const [w, h] = [width / across, height / down];
  const tiles = await Promise.all(
    Array.from({ length: across * down }, async (_, i) => ({
      input: await sharp(images[i % images.length]?.path)
        .resize(w, h, { fit: 'cover', kernel: 'lanczos3' })
        .png({ compressionLevel: 1 })
        .toBuffer(),
      left: (i % across) * w,
      top: Math.floor(i / across) * h,
    })),
  );
  const data = await sharp({ create: { width, height, channels: 3, background: 'grey' } })
    .composite(tiles)
    .removeAlpha()
    .raw()
    .toBuffer();
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const grain = Uint8ClampedArray.from(data, (level) => level + 8 * (random() + random() - 1));
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), Buffer.from(grain.buffer)]);
}

/**
 * @param {string} file
 * @param {Record<string, number>} settings
 * @returns {Promise<{ peakGb: number, speed: number, decodeSpeed: number }>}
 */
async function inProcess(file, settings) {
  const self = fileURLToPath(import.meta.url);
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [self, file, JSON.stringify(settings)]);
  return JSON.parse(stdout);
}

/**
 * Megapixels a second of its encoding alone, or null where there is none.
 * @param {string} file
 * @param {{ effort: number, quality: number }} settings
 * @param {string} folder
 */
async function cjxlSpeed(file, { effort, quality }, folder) {
  const args = [file, path.join(folder, 'peer.jxl'), '-e', `${effort}`, '-q', `${quality}`];
  try {
    const { stderr } = await promisify(execFile)('cjxl', [...args, '--num_threads=0']);
    return Number(/([\d.]+) MP\/s \[/.exec(stderr)?.[1]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The child: one encode and one decode. */
async function code(/** @type {string} */ file, /** @type {string} */ settings) {
  const codec = await codecs.load('jxl');
  const resolved = resolveSettings('jxl', codec.params, JSON.parse(settings));
  const session = await codec.open(resolved, { threads: 1, maxPixels: 1e9 });
  const samples = readFileSync(file).subarray(-width * height * 3);
  const data = new Uint8Array(samples);
  const image = createRaster({ width, height, channels: 3, depth: 8, data });
  const timed = async (/** @type {() => Promise<any>} */ work) => {
    const start = performance.now();
    const value = await work();
    return { value, speed: (width * height) / 1000 / (performance.now() - start) };
  };
  const encoded = await timed(() => session.encode(image, untimed));
  const decoded = await timed(() => session.decode(encoded.value, untimed));
  await session.close();
  const peakGb = (process.resourceUsage().maxRSS * 1024) / 1e9;
  console.log(JSON.stringify({ peakGb, speed: encoded.speed, decodeSpeed: decoded.speed }));
}

const [, started, file, settings] = process.argv;
if (started === fileURLToPath(import.meta.url) && file && settings) await code(file, settings);
