import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openVp8Decoder } from '../../dist/codecs/vp8/decoder.js';
import { sharp } from '../../dist/image/files/sharp.js';
import { openLibrary } from '../../dist/runtimes/ffi/ffi.js';
import { compareCpu, makeSquares } from './cpu.js';

/** @typedef {import('./report.js').Figure} Figure */

const sample = 'datasets/sample';
/** CPU of a picture of 2000x2000 at most, in milliseconds. */
const mostMilliseconds = 55;

/**
 * CPU of the decoder of lossy WebP, from bytes to planes, beside that of libwebp: of the system to the same planes,
 * and as sharp decodes to RGB. The pictures are of 2000x2000, quality 90: photographs of `--photos`, else the
 * sample; or the WebP files of `--folder` as they are.
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({ photos = [], pictures = 4, folder }) {
  const decoder = await openVp8Decoder();
  const files =
    folder === undefined
      ? await makeSquares(photos[0] ?? sample, pictures, (square) => square.webp({ quality: 90 }))
      : filesOf(folder, pictures);
  const bytes = files.reduce((sum, file) => sum + file.length, 0) / files.length;
  const own = () => files.forEach((file) => void decoder.decode(file));
  const bySharp = async () => {
    for (const file of files) await sharp(file).raw().toBuffer();
  };
  /** @type {Figure[]} */
  const figures = [];
  const found = openLibrary({
    ...{ name: 'libwebp', install: 'apt install libwebp7, brew install webp' },
    ...{ linux: ['libwebp.so.7'], darwin: ['libwebp.7.dylib'], win32: ['libwebp.dll'] },
  });
  if ('missing' in found) {
    figures.push({ what: 'over libwebp', value: `skipped: ${found.missing}`, bound: 'none' });
  } else {
    const decode = bindLibwebp(found.library);
    const ratio = await compareCpu(own, () => files.forEach(decode));
    figures.push(figure('libwebp, to planes', ratio, files.length));
  }
  const ratio = await compareCpu(own, bySharp);
  figures.push(figure('sharp, to RGB', ratio, files.length));
  const milliseconds = (1e3 * ratio.ownSeconds) / files.length;
  figures.push({
    what: `CPU of a picture of ${Math.round(bytes)} bytes to planes`,
    value: `${milliseconds.toFixed(1)} ms, least of the rounds`,
    bound: `at most ${mostMilliseconds} ms`,
    holds: milliseconds <= mostMilliseconds,
  });
  return figures;
}

/**
 * @param {string} what
 * @param {Awaited<ReturnType<typeof compareCpu>>} ratio
 * @param {number} count
 * @returns {Figure}
 */
function figure(what, { low, middle, high, otherSeconds }, count) {
  const each = ((1e3 * otherSeconds) / count).toFixed(1);
  const value = `${middle.toFixed(2)} of its CPU (${low.toFixed(2)} to ${high.toFixed(2)}); it takes ${each} ms`;
  return { what: `lossy WebP over ${what}`, value, bound: 'none' };
}

/**
 * @param {string} folder
 * @param {number} most
 */
function filesOf(folder, most) {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.webp'))
    .sort()
    .slice(0, most);
  return names.map((name) => new Uint8Array(readFileSync(path.join(folder, name))));
}

/**
 * Decodes to planes and lets go of them.
 * @param {import('../../dist/runtimes/ffi/ffi.js').NativeLibrary} library
 * @returns {(file: Uint8Array) => void}
 */
function bindLibwebp(library) {
  /** @type {(prototype: string) => (...args: any[]) => any} */
  const bind = (prototype) => library.bind(prototype);
  const decode = bind(
    'void* WebPDecodeYUV(const uint8_t*, size_t, _Out_ int*, _Out_ int*, _Out_ void**, _Out_ void**, _Out_ int*, _Out_ int*)',
  );
  const free = bind('void WebPFree(void*)');
  return (file) => {
    const planes = decode(file, file.length, [0], [0], [null], [null], [0], [0]);
    if (planes === null) throw new Error('libwebp does not decode a picture of its own kind');
    free(planes);
  };
}
