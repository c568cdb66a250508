import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { identityOf, openCodecCompressor } from '#src/estimate/codec-compressor.js';
import { findEstimated } from '#src/estimate/specs.js';
import { convert } from '#src/image/convert.js';
import { picture } from '../support/photos.ts';

const image = picture(90, 70);

async function open(spec: string) {
  const { codec, settings } = await findEstimated(spec);
  return openCodecCompressor(codec, settings);
}

test.each(['jpeg:quality=30', 'webp', 'png', 'avif:speed=8', 'jxl:effort=3'])(
  '%s makes files of the size that the codec makes',
  async (spec) => {
    const compressor = await open(spec);
    try {
      for (const each of [image, convert(image, { channels: 4, depth: 16 })]) {
        const { bytes, spec: name } = await encode(each, spec);
        const made = await compressor.compress(compressor.fit(each));
        expect(made.bytes).toBe(bytes.length);
        expect(made.seconds).toBeGreaterThan(0);
        expect(compressor.name).toBe(name);
      }
    } finally {
      await compressor.close();
    }
  },
);

test('a sibling is a fast setting at the same rate, and the identity names it without that', async () => {
  const settingOf: Record<string, string> = {
    'avif:quality=40': 'avif:speed=9,chroma=4:2:0 by quality',
    // In WASM no effort of JPEG XL is fast.
    'jxl:quality=40': 'avif:speed=9,chroma=4:2:0 by quality',
  };
  for (const [spec, setting] of Object.entries(settingOf)) {
    const { sibling, identity, name, close } = await open(spec);
    expect(sibling!.identity).toMatchObject({ codec: 'avif', rate: 40 });
    expect(identity.sibling).toEqual({ engine: sibling!.identity.engine, setting });
    expect(sibling!.name).not.toBe(name);
    expect(sibling!.sibling).toBeNull();
    await close();
  }
  for (const spec of ['jpeg', 'webp', 'jxl:distance=2']) {
    const { sibling, identity } = await open(spec);
    expect(sibling).toBeNull();
    expect(identity).not.toHaveProperty('sibling');
  }
  expect((await open('jxl:lossless=true')).sibling!.name).toContain('effort=4');
  expect((await open('avif:lossless=true')).sibling!.name).not.toContain('chroma');
});

test('JPEG XL in WASM has a cheap setting for pictures of a quarter of the size', async () => {
  const { quarter, close } = await open('jxl:quality=40');
  expect(quarter!.identity).toMatchObject({ codec: 'jxl', rate: 60 });
  expect(quarter!.name).toContain('effort=5');
  await close();
  for (const spec of ['avif', 'jxl:distance=2', 'jxl:effort=3', 'jxl:lossless=true']) {
    expect((await open(spec)).quarter).toBeNull();
  }
});

test('says which formats filter rows', async () => {
  const filters = async (spec: string) => (await open(spec)).rowFiltered;
  expect(await Promise.all(['png', 'tiff', 'jpeg', 'jxl'].map(filters))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the identity holds the rate apart from the other settings', async () => {
  const of = async (spec: string) => {
    const { codec, settings } = await findEstimated(spec);
    return identityOf(codec, settings);
  };
  const [a, b, c] = [
    await of('avif:quality=40'),
    await of('avif:quality=60'),
    await of('avif:speed=8,quality=40'),
  ];
  expect([a.rate, b.rate, c.rate]).toEqual([40, 60, 40]);
  expect(a.setting).toBe(b.setting);
  expect(a.setting).not.toBe(c.setting);
  expect(a).toMatchObject({ codec: 'avif', engine: { runtime: 'native' } });
  expect((await of('png')).rate).toBeNull();
  const distance = await of('jxl:distance=2');
  expect(distance).toMatchObject({ setting: 'jxl by distance', rate: 2 });
});

test('a codec that cannot be closed because it was never opened closes', async () => {
  await expect((await open('jxl')).close()).resolves.toBeUndefined();
});
