import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { isOwnError } from '#src/base/errors.js';
import { encode } from '#src/codecs/encode.js';
import { codecs } from '#src/codecs/registry.js';
import { encodeBmp } from '#src/image/bmp-write.js';
import { sharp } from '#src/image/files/sharp.js';
import { type Channels, createRaster, createSamples, type Depth } from '#src/image/raster.js';
import { formatIds, formatOfFile } from '#src/optimize/formats/table.js';
import { openOptimizer } from '#src/optimize/optimize.js';
import type { OptimizeOptions } from '#src/optimize/options.js';
import { presetNames } from '#src/optimize/presets.js';
import { describeShared, shared } from '../support/shared.ts';
import { animatedGif, animatedWebp } from './animations.ts';
import { animationControl, file, frameStream, header, twoFrames } from './apng/files.ts';

// No answer is larger than what came in: it is smaller, or it is the original's own bytes, or there
// is an error of ours. PARETO_NEVER_LARGER=all takes all files of the fuzzers; a sample is taken else.

const takesAll = process.env['PARETO_NEVER_LARGER'] === 'all';

/** Files of the fuzzers in the sample, evenly out of all. */
const sampled = 45;

const optimizer = openOptimizer({ jobs: 2, isSilent: true });
afterAll(() => optimizer.close());

function made(width: number, height: number, channels: Channels, depth: Depth = 8) {
  const data = createSamples(depth, width * height * channels);
  const peak = depth === 8 ? 255 : 65_535;
  for (let i = 0; i < data.length; i++) data[i] = (i * 37 * (depth === 16 ? 251 : 1)) % (peak + 1);
  return createRaster({ width, height, channels, depth, data });
}

const coded = async (spec: string, ...layout: Parameters<typeof made>): Promise<Uint8Array> =>
  (await encode(made(...layout), spec)).bytes;

/** Four inks in a file of sharp's. */
const inks = () =>
  sharp(Buffer.from(made(40, 30, 3).data.buffer), {
    raw: { width: 40, height: 30, channels: 3 },
  }).toColourspace('cmyk');

const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect x="1.00001" y="2" width="20" height="10" fill="#ff0000"/></svg>';

const apngOf = (count: number): Buffer =>
  file(
    ['IHDR', header()],
    ['acTL', animationControl(count)],
    ['IDAT', frameStream(20, 10, 1)],
    ['IEND', Buffer.alloc(0)],
  );

const fine = { jxl: 'jxl:lossless=true', webp: 'webp:lossless=true', avif: 'avif:quality=90' };

const files: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'JPEG, 1x1': () => coded('jpeg:quality=90', 1, 1, 3),
  'JPEG, grey': () => coded('jpeg:quality=95', 33, 47, 1),
  'JPEG, optimised already': () => coded('mozjpeg:quality=30', 33, 47, 3),
  'JPEG, CMYK': async () => inks().jpeg().toBuffer(),
  'PNG, 1x1': () => coded('png', 1, 1, 3),
  'PNG, grey': () => coded('png', 33, 47, 1),
  'PNG, alpha': () => coded('png', 33, 47, 4),
  'PNG, 16 bit': () => coded('png', 33, 47, 3, 16),
  'PNG, optimised already': () => coded('png:engine=oxipng,optimisation=6', 33, 47, 1),
  APNG: async () => file(...twoFrames),
  'APNG, 0 frames': async () => apngOf(0),
  'APNG, fewer frames than told': async () => apngOf(7),
  'WebP, 1x1': () => coded(fine.webp, 1, 1, 3),
  'WebP, lossy': () => coded('webp:quality=20', 33, 47, 3),
  'WebP, alpha': () => coded(fine.webp, 33, 47, 4),
  'WebP, animated': () => animatedWebp(),
  'GIF, 1x1': () => coded('gif', 1, 1, 3),
  'GIF, grey': () => coded('gif', 33, 47, 1),
  'GIF, animated': () => animatedGif(),
  'GIF, 0 frames': async () => Buffer.from('GIF89a\x14\0\n\0\0\0\0;', 'latin1'),
  'JPEG XL, 1x1': () => coded(fine.jxl, 1, 1, 3),
  'JPEG XL, grey': () => coded(fine.jxl, 33, 47, 1),
  'JPEG XL, alpha': () => coded(fine.jxl, 33, 47, 4),
  'JPEG XL, 16 bit': () => coded(fine.jxl, 33, 47, 3, 16),
  'AVIF, 1x1': () => coded(fine.avif, 1, 1, 3),
  'AVIF, low quality': () => coded('avif:quality=10', 33, 47, 3),
  'AVIF, alpha': () => coded(fine.avif, 33, 47, 4),
  'TIFF, grey': () => coded('tiff', 33, 47, 1),
  'TIFF, alpha': () => coded('tiff', 33, 47, 4),
  'TIFF, 16 bit': () => coded('tiff', 33, 47, 3, 16),
  'TIFF, CMYK': async () => inks().tiff({ compression: 'none' }).toBuffer(),
  'BMP, 1x1': async () => encodeBmp(made(1, 1, 3), 'plain')!,
  'BMP, grey': async () => encodeBmp(made(33, 47, 1), 'plain')!,
  SVG: async () => Buffer.from(drawing),
  'SVG, as short as it gets': async () =>
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'),
  SVGZ: async () => gzipSync(drawing),
};

/** How an answer fails, or null. */
async function violation(bytes: Uint8Array, options: OptimizeOptions): Promise<string | null> {
  const before = Buffer.from(bytes);
  try {
    const answer = await optimizer.optimize(bytes, { timeLimitSeconds: 120, ...options });
    if (!before.equals(bytes)) return 'the input was changed';
    if (answer.bytes.length > bytes.length) return `${answer.bytes.length} > ${bytes.length}`;
    if (answer.bytes.length !== answer.optimizedBytes) return 'it tells another size';
    const isOriginal = before.equals(answer.bytes);
    if (answer.method === 'none') return isOriginal ? null : 'none, but other bytes';
    return answer.bytes.length < bytes.length ? null : 'as large, but not the original';
  } catch (error) {
    if (isOwnError(error)) return null;
    return `an error that is not ours: ${String(error)}`;
  }
}

describe.each(Object.keys(files))('%s', (name) => {
  const read = files[name]!;
  test.each(presetNames)('is never larger by the preset %s', async (preset) => {
    const bytes = await read();
    for (const mode of ['fixed', 'auto'] as const) {
      expect(await violation(bytes, { preset, mode }), mode).toBe(null);
    }
  });
});

test('HEIC is never larger, where libheif is here', async () => {
  const codec = await codecs.load('heic');
  if ((await codec.available({})) !== true) return;
  for (const channels of [1, 3, 4] as const) {
    for (const quality of [30, 90]) {
      const bytes = await coded(`heic:quality=${quality}`, 33, 47, channels);
      for (const preset of presetNames) {
        for (const mode of ['fixed', 'auto'] as const) {
          const found = await violation(bytes, { preset, mode });
          expect(found, `${channels} channels, quality ${quality}, ${preset}, ${mode}`).toBe(null);
        }
      }
    }
  }
}, 120_000);

test('the files are of every format', async () => {
  const formats = await Promise.all(
    Object.values(files).map(async (read) => formatOfFile(await read())),
  );
  expect(new Set([...formats, 'heic'])).toEqual(new Set(formatIds));
});

describeShared('files of fuzzers', () => {
  const all = readdirSync(shared('fuzz'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const step = takesAll ? 1 : Math.floor(all.length / sampled);
  const chosen = all.filter((_, i) => i % step === 0);

  test(
    `${chosen.length} of ${all.length} are never larger, or an error of ours`,
    async () => {
      const wrong: string[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < chosen.length) {
          const at = next++;
          const preset = presetNames[at % presetNames.length]!;
          const found = await violation(readFileSync(chosen[at]!), { preset });
          if (found !== null) wrong.push(`${chosen[at]}, ${preset}: ${found}`);
        }
      };
      await Promise.all([work(), work()]);
      expect(wrong).toEqual([]);
    },
    takesAll ? 4 * 3_600_000 : 240_000,
  );
});
