import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import type { AnyCodec, Codec, JpegCodec } from '#src/codecs/codec.js';
import { type Original, openCodec, prepareFor } from '#src/codecs/open-codec.js';
import { codecs } from '#src/codecs/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { picture } from './support.ts';

const original = (image: Raster, file: Uint8Array | null = null): Original => ({
  picture: image,
  file,
});

/** A codec of JPEG files that stores them as they are. */
const keeper: JpegCodec = {
  id: 'keeper',
  title: 'Keeper',
  kind: 'lossless',
  input: 'jpeg',
  format: { id: 'keep', title: 'Keep', extensions: ['keep'], recognises: () => false },
  params: {},
  engine: () => ({ name: 'keeper', version: '1', runtime: 'js' }),
  available: async () => true,
  open: async () => ({
    encode: async (jpeg) => jpeg.slice(),
    decode: async (bytes) => bytes.slice(),
    close: async () => undefined,
  }),
};

/** The codec `raw` with its decoded picture changed, or with other resources looked at. */
async function rawBut(change: Partial<Codec>): Promise<AnyCodec> {
  return { ...(await codecs.load('raw')), ...change };
}

describe('openCodec', () => {
  test('prepares, encodes, decodes and checks a picture that has to be converted', async () => {
    const webp = await codecs.load('webp');
    const settings = resolveSettings('webp', webp.params, { lossless: true });
    const open = await openCodec(webp, settings);
    try {
      const prepared = open.prepare(
        original(picture({ width: 33, height: 17, channels: 4, depth: 16 })),
      );
      expect(prepared.conversion).toBe('rgba16 -> rgba8');
      expect(prepared.input).toMatchObject({ channels: 4, depth: 8 });
      const encoding = await open.encode(prepared.input);
      expect(encoding.totalSeconds).toBeGreaterThan(0);
      expect(encoding.stages.encode).toBeGreaterThan(0);
      const decoding = await open.decode(encoding.value);
      expect(decoding.stages.decode).toBeGreaterThan(0);
      const decoded = open.check(prepared, decoding.value);
      expect(sameSamples(decoded, prepared.input as Raster)).toBe(true);
      expect(await open.report()).toBeNull();
    } finally {
      await open.close();
    }
  });

  test('says nothing of a conversion where none was needed', async () => {
    const image = picture({ width: 5, height: 4, channels: 3, depth: 8 });
    const prepared = prepareFor(await codecs.load('webp'), {}, original(image));
    expect(prepared.conversion).toBeNull();
    expect(prepared.input).toBe(image);
  });

  test('opens with one thread and the usual limit, or what it is told', async () => {
    const seen: unknown[] = [];
    const raw = await codecs.load('raw');
    const spy = await rawBut({
      open: async (settings, resources) => {
        seen.push(resources);
        return raw.open(settings, resources);
      },
    });
    await openCodec(spy, {});
    await openCodec(spy, {}, { threads: 3, maxPixels: 7 });
    expect(seen).toEqual([
      { threads: 1, maxPixels: 2 ** 28 },
      { threads: 3, maxPixels: 7 },
    ]);
  });

  test('refuses a decoded picture of another size, and one that differs where it must not', async () => {
    const image = picture({ width: 5, height: 4, channels: 3, depth: 8 });
    const lossless = await openCodec(await rawBut({ id: 'exact' }), {});
    const lossy = await openCodec(await rawBut({ lossless: () => false }), {});
    const prepared = lossless.prepare(original(image));
    const other = createRaster({ ...image, data: image.data.map((v) => 255 - v) });
    const turned = createRaster({ ...image, width: image.height, height: image.width });
    expect(() => lossless.check(prepared, other)).toThrow(
      'exact is lossless at these settings, but the decoded samples differ',
    );
    expect(lossy.check(prepared, other)).toBe(other);
    for (const open of [lossless, lossy]) {
      expect(() => open.check(prepared, turned)).toThrow('decoded to 4x5, encoded from 5x4');
    }
  });
});

describe('a codec of JPEG files', () => {
  test('is given the file, and held to giving it back', async () => {
    const open = await openCodec(keeper, {});
    const file = await readFile(new URL(import.meta.url));
    const shown = picture({ width: 5, height: 4, channels: 3, depth: 8 });
    const prepared = open.prepare(original(shown, file));
    expect(prepared).toEqual({ original: original(shown, file), input: file, conversion: null });
    const { value } = await open.decode((await open.encode(prepared.input)).value);
    expect(open.check(prepared, value)).toBe(shown);
    for (const wrong of [file.subarray(1), shown]) {
      expect(() => open.check(prepared, wrong)).toThrow(
        'keeper gave back another file than the JPEG that it got',
      );
    }
  });

  test('takes no picture without its file', async () => {
    const open = await openCodec(keeper, {});
    expect(() =>
      open.prepare(original(picture({ width: 5, height: 4, channels: 3, depth: 8 }))),
    ).toThrow(/keeper takes whole files/);
  });
});
