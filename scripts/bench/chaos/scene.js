import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { savePng } from '../../../dist/image/files/save.js';
import { createRaster } from '../../../dist/image/raster.js';

/**
 * What is tried on: pictures, a codec of command lines that leaves a process behind in a session of
 * its own, folders for cache and temporary files.
 * @param {string} folder
 */
export async function setScene(folder) {
  const photos = path.join(folder, 'photos');
  for (const name of ['photos', 'tmp', 'cache']) mkdirSync(path.join(folder, name));
  for (let n = 0; n < 4; n++) {
    const data = Uint8Array.from({ length: 128 * 96 * 3 }, (_, i) => (i * (n + 3) + i / 7) % 251);
    const image = createRaster({ width: 128, height: 96, channels: 3, depth: 8, data });
    await savePng(path.join(photos, `p${n}.png`), image);
  }
  const recipe = path.join(folder, 'copy.json');
  const copy = [
    'sh',
    '-c',
    'setsid sleep 600 >/dev/null 2>&1 & cp "$0" "$1"; sleep 0.05',
    '{input}',
    '{output}',
  ];
  writeFileSync(
    recipe,
    JSON.stringify({
      ...{ paretoCodec: 1, id: 'copy', title: 'Copies', extension: 'png', lossless: true },
      ...{ encode: copy, decode: copy },
    }),
  );
  return { photos, recipe };
}

/**
 * Records of two codecs that are complete, of so many images at five qualities.
 * @param {string} results
 * @param {number} images
 */
export function writeResults(results, images) {
  mkdirSync(path.join(results, 'rd', 'set'), { recursive: true });
  for (const codec of ['jpeg', 'webp']) {
    const lines = [20, 40, 60, 80, 90].flatMap((quality) =>
      Array.from(
        { length: images },
        (_, nth) => `${JSON.stringify(recordOf(codec, quality, nth))}\n`,
      ),
    );
    writeFileSync(path.join(results, 'rd', 'set', `${codec}.jsonl`), lines.join(''));
  }
}

/**
 * @param {string} codec
 * @param {number} quality
 * @param {number} nth
 */
function recordOf(codec, quality, nth) {
  const bytes = (codec === 'jpeg' ? 1000 : 800) + quality ** 2 * 4 + nth;
  return {
    ...{ schema: 1, kind: 'rd', protocol: 1, dataset: 'set', crop: null },
    key: hex(`${codec} ${quality} ${nth}`),
    ...{ codec, spec: `${codec}:quality=${quality}`, settings: { quality }, knob: 'quality' },
    engine: { name: codec, version: '1', runtime: 'native' },
    ...{ image: `p${nth}`, imageSha256: hex(`p${nth}`), width: 768, height: 512 },
    ...{ bytes, bpp: (8 * bytes) / (768 * 512), bitstreamSha256: hex(`b${nth}`) },
    ...{ conversion: null, exact: false },
    metrics: { psnr: 20 + quality / 4 },
    ...{ metricVersions: { psnr: '1' }, metricErrors: {} },
    ...{ error: null, version: '0.2.0', commit: null, at: '2026-01-01T00:00:00.000Z' },
  };
}

/** @param {string} text */
function hex(text) {
  return Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);
}
