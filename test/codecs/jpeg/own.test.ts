import { describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { openJpegWasm } from '#src/codecs/jpeg/own.js';
import { sharp } from '#src/image/files/sharp.js';
import { distance } from './wasm/planes.ts';
import { scene } from './wasm/programs.ts';

const resources = { threads: 1, maxPixels: 1e6 };
const settings = { quality: 90, chroma: '4:2:0', optimise: true };

describe('jpeg:engine=wasm', () => {
  test('writes files that sharp reads as it does itself, to one level', async () => {
    const session = await openJpegWasm(settings, resources);
    for (const channels of [1, 3] as const) {
      const bytes = await session.encode(scene(77, 51, 20, channels), untimed);
      const own = await session.decode(bytes, untimed);
      expect(own).toMatchObject({ width: 77, height: 51, channels });
      const { data, info } = await sharp(bytes)
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info.channels).toBe(channels);
      expect(distance(own.data as Uint8Array, data).most).toBeLessThanOrEqual(1);
    }
  });

  test('leaves to sharp what it does not take: orientation, profile, CMYK', async () => {
    const session = await openJpegWasm(settings, resources);
    const { data } = scene(40, 20);
    const image = () => sharp(data, { raw: { width: 40, height: 20, channels: 3 } });
    const turned = await image().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await session.decode(turned, untimed)).toMatchObject({ width: 20, height: 40 });
    const cmyk = await image().toColourspace('cmyk').jpeg().toBuffer();
    expect(await session.decode(cmyk, untimed)).toMatchObject({ width: 40, channels: 3 });
  });

  test('refuses a broken file and one of more pixels, and goes on', async () => {
    const session = await openJpegWasm(settings, { ...resources, maxPixels: 2000 });
    const large = await session.encode(scene(60, 40), untimed);
    await expect(session.decode(large, untimed)).rejects.toThrow('more than 2000 pixels');
    const small = await session.encode(scene(40, 40), untimed);
    await expect(session.decode(small.subarray(0, -30), untimed)).rejects.toThrow('broken');
    expect(await session.decode(small, untimed)).toMatchObject({ width: 40, height: 40 });
  });
});
