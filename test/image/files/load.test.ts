import { hash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { convert } from '#src/image/convert.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import { encodePam } from '#src/image/pnm.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import expectedDigests from '../../fixtures/pngsuite.json' with { type: 'json' };
import { scratch } from '../../support/scratch.ts';
import { describeShared, shared } from '../../support/shared.js';

const width = 23;
const height = 17;

/** A picture with all sorts of samples, smooth enough for lossy formats. */
function picture(channels: Channels, depth: Depth = 8): Raster {
  const size = width * height * channels;
  const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
  data.forEach((_, i) => {
    const pixel = Math.floor(i / channels);
    const ramp = (pixel % width) * 9 + Math.floor(pixel / width) * 2 + (i % channels) * 11;
    data[i] = depth === 8 ? ramp : ramp * 256 + (i % 256);
  });
  return createRaster({ width, height, channels, depth, data });
}

function pipeline({ data, channels }: Raster) {
  return sharp(data, { raw: { width, height, channels } });
}

async function read(bytes: Uint8Array, name = 'picture') {
  return decodeImage(bytes, { name });
}

/** What a picture would be wrong with: the error's message. */
async function refusal(bytes: Uint8Array, name: string): Promise<string> {
  const error = await decodeImage(bytes, { name }).then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkError);
  expect(error.message).not.toContain('\n');
  return error.message;
}

describe('formats', () => {
  const rgb = picture(3);

  test('lossless files give the samples that went in', async () => {
    const opaque = { ...picture(4), data: picture(4).data.map((v, i) => (i % 4 === 3 ? 255 : v)) };
    expect(await read(await pipeline(rgb).webp({ lossless: true }).toBuffer())).toEqual(rgb);
    expect(await read(await pipeline(rgb).tiff({ compression: 'lzw' }).toBuffer())).toEqual(rgb);
    expect(await read(await pipeline(rgb).avif({ lossless: true, effort: 0 }).toBuffer())).toEqual(
      rgb,
    );
    expect(await read(await pipeline(opaque).gif({ dither: 0 }).toBuffer())).toMatchObject({
      width,
      height,
    });
    expect(await read(encodePam(rgb))).toEqual(rgb);
    const deep = picture(3, 16);
    const tiff = pipeline(deep).toColourspace('rgb16').tiff({ compression: 'deflate' });
    expect(await read(await tiff.toBuffer())).toEqual(deep);
  });

  test('JPEG comes near, and keeps grey at one channel', async () => {
    const jpeg = await read(await pipeline(rgb).jpeg({ quality: 95 }).toBuffer());
    expect(jpeg).toMatchObject({ width, height, channels: 3, depth: 8 });
    expect(largestDifference(jpeg, rgb)).toBeLessThan(20);
    const grey = await read(await pipeline(picture(1)).toColourspace('b-w').jpeg().toBuffer());
    expect(grey.channels).toBe(1);
  });

  test('a palette is expanded', async () => {
    const two = { ...rgb, data: rgb.data.map((_, i) => (Math.floor(i / 3) % 2) * 200 + (i % 3)) };
    const png = await pipeline(two).png({ palette: true, dither: 0 }).toBuffer();
    expect((await sharp(png).metadata()).isPalette).toBe(true);
    expect(await read(png)).toEqual(two);
  });

  test('grey with alpha becomes RGBA, at 8 and at 16 bit', async () => {
    const raw = { width: 2, height: 1, channels: 2 as const };
    const narrow = sharp(Uint8Array.of(7, 0, 9, 200), { raw })
      .toColourspace('b-w')
      .png();
    expect([...(await read(await narrow.toBuffer())).data]).toEqual([7, 7, 7, 0, 9, 9, 9, 200]);
    const wide = sharp(Uint16Array.of(7000, 0, 9, 65535), { raw })
      .toColourspace('grey16')
      .png();
    const deep = await read(await wide.toBuffer());
    expect(deep).toMatchObject({ channels: 4, depth: 16 });
    expect([...deep.data]).toEqual([7000, 7000, 7000, 0, 9, 9, 9, 65535]);
  });

  test('CMYK becomes RGB', async () => {
    const jpeg = await pipeline(rgb).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    expect(await read(jpeg)).toMatchObject({ width, height, channels: 3, depth: 8 });
  });

  test('the EXIF orientation is applied', async () => {
    const turned = await pipeline(rgb)
      .withMetadata({ orientation: 6 })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    const image = await read(turned);
    expect(image).toMatchObject({ width: height, height: width });
    // Orientation 6: the stored first row is the right hand column.
    for (let x = 0; x < width; x++) {
      const at = (x * height + height - 1) * 3;
      expect([...image.data.slice(at, at + 3)]).toEqual([...rgb.data.slice(x * 3, x * 3 + 3)]);
    }
  });

  test('of an animation it is the first picture', async () => {
    const frames = Uint8Array.of(255, 0, 0, 0, 0, 255);
    const raw = { width: 1, height: 2, channels: 3 as const, pageHeight: 1 };
    for (const file of [
      sharp(frames, { raw }).gif(),
      sharp(frames, { raw }).webp({ lossless: true }),
    ]) {
      const bytes = await file.toBuffer();
      expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2);
      const first = convert(await read(bytes), { channels: 4, depth: 8 });
      expect(first.height).toBe(1);
      expect([...first.data]).toEqual([255, 0, 0, 255]);
    }
  });

  test('AVIF of 10 and 12 bit spans the whole range', async () => {
    const data = Uint16Array.from({ length: 64 * 3 }, (_, i) => (i < 96 ? 0 : 65535));
    const raw = { width: 64, height: 1, channels: 3 as const };
    for (const bitdepth of [10, 12] as const) {
      const source = sharp(data, { raw }).toColourspace('rgb16');
      const avif = await source.avif({ lossless: true, bitdepth, effort: 0 }).toBuffer();
      expect(await read(avif)).toMatchObject({ depth: 16, channels: 3, data });
    }
  });
});

describe('refused, in one line', () => {
  let files: Record<'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'avif', Buffer>;

  beforeAll(async () => {
    const source = pipeline(picture(3));
    files = {
      png: await source.clone().png().toBuffer(),
      jpeg: await source.clone().jpeg().toBuffer(),
      webp: await source.clone().webp().toBuffer(),
      tiff: await source.clone().tiff().toBuffer(),
      gif: await source.clone().gif().toBuffer(),
      avif: await source.clone().avif({ effort: 0 }).toBuffer(),
    };
  });

  test('a file that is empty, no image, or not there', async () => {
    expect(await refusal(new Uint8Array(), 'a.png')).toBe('a.png is empty (0 bytes)');
    expect(await refusal(Buffer.from('<svg/>'), 'a.svg')).toBe(
      'a.svg is no image that can be read (PNG, JPEG, WebP, TIFF, GIF, AVIF, PNM, BMP)',
    );
    await expect(loadImageFile('/no/such/file.png')).rejects.toThrow(
      /^\/no\/such\/file\.png cannot be read: ENOENT/,
    );
  });

  test('another format than the extension says', async () => {
    expect(await refusal(files.png, 'my.photo.JPG')).toBe(
      'my.photo.JPG holds PNG data; rename it to my.photo.png',
    );
    expect(await refusal(encodePam(picture(1)), 'x.png')).toContain('x.png holds PNM data');
    expect(await refusal(files.avif, 'x.webp')).toContain('holds AVIF data; rename it to x.avif');
    expect((await read(files.jpeg, 'x.jfif')).width).toBe(width);
    expect((await read(files.jpeg, 'no-extension')).width).toBe(width);
  });

  test('a truncated file of every format', async () => {
    for (const [format, bytes] of Object.entries(files)) {
      // What is left out has to be more than the file's trailer: a PNG without its last chunk, or
      // a GIF without its last byte, has all of its samples.
      for (const share of [0.2, 0.5, 0.8]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        expect(await refusal(cut, `x.${format}`)).toContain(`x.${format} `);
      }
    }
  });

  test('more pixels than allowed, before they are allocated', async () => {
    const limit = { maxPixels: width * height - 1, name: 'x' };
    for (const bytes of [...Object.values(files), encodePam(picture(3))]) {
      await expect(decodeImage(bytes, limit)).rejects.toThrow(/more than 390 pixels/);
      expect((await decodeImage(bytes, { maxPixels: 391, name: 'x' })).width).toBe(width);
    }
    const vast = Buffer.from(files.png);
    vast.writeUInt32BE(2 ** 30, 16);
    expect(await refusal(vast, 'vast.png')).toContain('vast.png cannot be decoded');
  });

  test.each([
    ['floating-point', 32, 3, 'b-w samples of type float'],
    ['32 bit', 32, 1, 'b-w samples of type uint'],
    ['signed', 16, 2, 'grey16 samples of type short'],
  ])('%s samples', async (_name, bits, format, message) => {
    expect(await refusal(tinyTiff(bits, format), 'x.tif')).toContain(message);
    expect((await read(tinyTiff(16, 1))).depth).toBe(16);
  });
});

test('a file on disk is read by its path', async () => {
  const folder = scratch();
  const file = path.join(folder, 'a.png');
  await writeFile(file, await encodePng(picture(4, 16)));
  expect(await loadImageFile(file)).toEqual(picture(4, 16));
});

describeShared('PngSuite', () => {
  test('all samples are those that pypng reads', async () => {
    const names = Object.keys(expectedDigests) as (keyof typeof expectedDigests)[];
    expect(names.length).toBe(162);
    for (const name of names) {
      const image = await loadImageFile(shared('fuzz/pngsuite', name));
      expect([name, hash('sha256', encodePam(image))]).toEqual([name, expectedDigests[name]]);
    }
  });

  test('the files made to be wrong are refused', async () => {
    const table = await readFile(shared('fuzz/codec-corpus-expected_errors.json'), 'utf8');
    const names = Object.keys(JSON.parse(table).pngsuite.error_files);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      await refusal(await readFile(shared('fuzz/pngsuite', name)), name);
    }
  });
});

describeShared('AVIF sequences', () => {
  test('give their first picture', async () => {
    const sequence = await loadImageFile(shared('fuzz/libavif/colors-animated-8bpc.avif'));
    expect(sequence).toMatchObject({ width: 150, height: 150, channels: 3, depth: 8 });
    const deep = await loadImageFile(
      shared('fuzz/libavif/colors-animated-12bpc-keyframes-0-2-3.avif'),
    );
    expect(deep).toMatchObject({ width: 64, height: 64, depth: 16 });
  });
});

describeShared('PNM files of another maker', () => {
  test('the 8, 10 and 16 bit versions of one picture agree', async () => {
    const [eight, ten, sixteen] = await Promise.all(
      [8, 10, 16].map((bits) =>
        loadImageFile(shared(`datasets/color/libjxl/flower_small.rgb.depth${bits}.ppm`)),
      ),
    );
    expect(eight).toMatchObject({ width: 510, height: 532, channels: 3, depth: 8 });
    expect([ten!.depth, sixteen!.depth]).toEqual([16, 16]);
    expect(largestDifference(convert(sixteen!, { channels: 3, depth: 8 }), eight!)).toBe(0);
    // Half a step of 10 bit is 32; these were cut, not rounded.
    expect(largestDifference(ten!, sixteen!)).toBeLessThan((2 * 65536) / 1024);
    const alpha = await loadImageFile(shared('datasets/color/libjxl/flower_small.rgba.depth8.pam'));
    expect(alpha.channels).toBe(4);
    const colour = alpha.data.filter((_, i) => i % 4 !== 3);
    expect(Buffer.compare(Uint8Array.from(colour), Uint8Array.from(eight!.data))).toBe(0);
  });
});

/** A TIFF of one grey pixel; `format` is its SampleFormat: 1 unsigned, 2 signed, 3 floating-point. */
function tinyTiff(bits: number, format: number): Buffer {
  const tags: [number, number][] = [
    [256, 1],
    [257, 1],
    [258, bits],
    [259, 1],
    [262, 1],
    [273, 134],
    [277, 1],
    [278, 1],
    [279, bits / 8],
    [339, format],
  ];
  const file = Buffer.alloc(134 + bits / 8, 0x3f);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(tags.length, 8);
  for (const [i, [tag, value]] of tags.entries()) {
    const at = 10 + 12 * i;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(3, at + 2);
    file.writeUInt32LE(1, at + 4);
    file.writeUInt32LE(value, at + 8);
  }
  file.writeUInt32LE(0, 130);
  return file;
}

function largestDifference(a: Raster, b: Raster): number {
  expect(a.data.length).toBe(b.data.length);
  let worst = 0;
  for (const [i, sample] of a.data.entries())
    worst = Math.max(worst, Math.abs(sample - b.data[i]!));
  return worst;
}

test('errors have codes, and name their file', async () => {
  const codeOf = (bytes: Uint8Array, name: string, maxPixels = 1000) =>
    decodeImage(bytes, { name, maxPixels }).catch(({ code, data }) => [code, data.file]);
  const pam = encodePam(picture(3));
  expect(await codeOf(new Uint8Array(), 'a')).toEqual(['broken-image', 'a']);
  expect(await codeOf(Buffer.from('what'), 'b')).toEqual(['broken-image', 'b']);
  expect(await codeOf(pam, 'c.png')).toEqual(['broken-image', 'c.png']);
  expect(await codeOf(pam.subarray(0, 90), 'd')).toEqual(['broken-image', 'd']);
  await expect(loadImageFile('nowhere.png')).rejects.toMatchObject({ code: 'cannot-read' });
});
