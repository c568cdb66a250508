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

test('a sibling is the same codec at a faster setting, with the same rate', async () => {
  for (const spec of ['avif:quality=40', 'jxl:quality=40', 'webp:quality=40']) {
    const { sibling, identity, name, close } = await open(spec);
    expect(sibling!.identity).toMatchObject({ codec: identity.codec, rate: 40 });
    expect(sibling!.name).not.toBe(name);
    expect(sibling!.sibling).toBeNull();
    await close();
  }
  expect((await open('jpeg')).sibling).toBeNull();
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
