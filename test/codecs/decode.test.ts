import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode, decodeFile, loadImage } from '#src/codecs/decode.js';
import { encode } from '#src/codecs/encode.js';
import { fileFormats } from '#src/codecs/formats.js';
import { codecs } from '#src/codecs/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { fit as fitted } from '#src/image/convert.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { sharedScratch } from '../support/scratch.ts';
import { everyArm, picture } from './support.ts';

const folder = sharedScratch();
const image = picture({ width: 35, height: 22 });
const { arms } = await everyArm();
/** One codec for each format that can be written here. */
const writers = [...new Map(arms.map((arm) => [arm.codec.format, arm])).values()];

describe('decode', () => {
  test.each(writers.map((arm) => [arm.codec.format.id, arm] as const))(
    'knows a file of %s by itself',
    async (id, { codec, settings }) => {
      const { bytes } = await encode(image, specOf(codec.id, settings));
      const decoded = await decodeFile(bytes);
      expect(decoded.format?.id).toBe(id);
      const raster = decoded.output as Raster;
      expect([raster.width, raster.height]).toEqual([35, 22]);
      if (codec.lossless(settings)) {
        expect(sameSamples(raster, fitted(image, codec.accepts(settings)))).toBe(true);
      }
    },
  );

  test('every format of the table is loaded or has a codec that is there', () => {
    for (const format of fileFormats) {
      if ('decoder' in format) expect(codecs.names).toContain(format.decoder);
    }
  });

  test('keeps 16 bit, grey and alpha', async () => {
    const deep = picture({ width: 9, height: 8, channels: 4, depth: 16 });
    const { bytes } = await encode(deep, 'jxl:lossless=true,effort=1');
    expect(await decode(bytes)).toMatchObject({ channels: 4, depth: 16 });
    const grey = picture({ width: 9, height: 8, channels: 1, depth: 16 });
    const stored = await encode(grey, 'jpegls:lossless=true');
    expect(sameSamples(await decode(stored.bytes), grey)).toBe(true);
  });

  test('names the codec and engine that did it, and none where an image was loaded', async () => {
    const { bytes } = await encode(image, 'qoi');
    expect(await decodeFile(bytes)).toMatchObject({ codec: 'qoi', engine: { runtime: 'wasm' } });
    const png = await decodeFile(await encodePng(image));
    expect(png).toMatchObject({ codec: null, engine: null, format: { id: 'png' } });
    expect(png.seconds).toBeGreaterThan(0);
    expect(await decodeFile(await encodePng(image), { codec: 'png' })).toMatchObject({
      codec: 'png',
    });
  });

  test('a plugin may know its own files', async () => {
    const file = path.join(folder, 'marked.mjs');
    writeFileSync(file, pluginText);
    const { bytes, format } = await encode(image, 'marked', { plugins: [file] });
    expect(format).toMatchObject({ id: 'marked', extensions: ['mrk'] });
    expect(sameSamples(await decode(bytes, { plugins: [file] }), image)).toBe(true);
    await expect(decode(bytes)).rejects.toThrow(/is no image that can be read/);
  });

  test('says what is wrong with a file, by its name', async () => {
    const { bytes } = await encode(image, 'qoi');
    const cut = bytes.subarray(0, 30);
    await expect(decode(cut, { name: 'a.qoi' })).rejects.toThrow(
      /^a\.qoi: QOI file is cut short: it has no end marker$/,
    );
    await expect(decode(Buffer.from('what is this'), { name: 'x' })).rejects.toThrow(
      /^x is no image that can be read \(PNG, .*BMP, .*QOI.*JPEG XL.*\); .* needs its codec named$/,
    );
    await expect(decode(new Uint8Array(), { name: 'x' })).rejects.toThrow('x is empty (0 bytes)');
    await expect(decode(bytes, { codec: 'jxl' })).rejects.toThrow(
      'expected a file of format jxl, got a file of format qoi',
    );
    await expect(decode(bytes, { maxPixels: 100 })).rejects.toThrow(/35x22.*100/);
    await expect(decode(await encodePng(image), { maxPixels: 100 })).rejects.toThrow(/35x22.*100/);
  });

  test('a learned codec that is not here is named', async () => {
    const { writeLearnedFile } = await import('#src/codecs/learned/container.js');
    const bytes = writeLearnedFile({
      ...{ model: 'unheard', identity: new Uint8Array(4), width: 1, height: 1, rate: 1 },
      ...{ coder: 'rans', arrangement: null, distributions: new Uint8Array() },
      payload: new Uint8Array(),
    });
    await expect(decode(bytes, { name: 'x.plc' })).rejects.toThrow(
      "x.plc is of the codec 'unheard', which this program does not have",
    );
  });

  test('ends with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    for (const bytes of [await encodePng(image), (await encode(image, 'qoi')).bytes]) {
      await expect(decode(bytes, { signal })).rejects.toThrow('enough');
    }
  });
});

describe('loadImage', () => {
  test('gives samples back as they are, and refuses those that are none', async () => {
    expect(await loadImage(image)).toBe(image);
    const wrong = { ...image, width: 3 };
    await expect(loadImage(wrong)).rejects.toThrow(RangeError);
    expect(() => createRaster(wrong)).toThrow(RangeError);
  });

  test('loads files as decode does', async () => {
    expect(sameSamples(await loadImage(await encodePng(image)), image)).toBe(true);
    expect(sameSamples(await loadImage((await encode(image, 'qoi')).bytes), image)).toBe(true);
  });
});

function specOf(id: string, settings: Readonly<Record<string, unknown>>): string {
  const named = ['engine', 'lossless'].filter((name) => settings[name] !== undefined);
  return [id, ...named.map((name) => `${name}=${settings[name]}`)].join(',');
}

const pluginText = `
export const pluginApi = 1;
const mark = Buffer.from('mrk!');
export const codecs = [{
  id: 'marked', title: 'Marked', kind: 'lossless', extension: 'mrk', params: {},
  accepts: () => ({ channels: [3], depths: [8] }),
  lossless: () => true,
  engine: () => ({ name: 'marked', version: '1', runtime: 'js' }),
  available: async () => true,
  recognises: (bytes) => mark.every((byte, i) => bytes[i] === byte),
  open: async () => ({
    async encode({ width, height, data }) {
      return Buffer.concat([mark, Buffer.from([width, height]), data]);
    },
    async decode(bytes) {
      const [width, height] = bytes.subarray(4, 6);
      return { width, height, channels: 3, depth: 8, data: new Uint8Array(bytes.subarray(6)) };
    },
    close: async () => undefined,
  }),
}];
`;
