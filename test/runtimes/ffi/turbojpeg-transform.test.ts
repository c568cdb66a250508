import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { openTurbo } from '#src/runtimes/ffi/turbojpeg.js';
import { createRecoder } from '#src/runtimes/ffi/turbojpeg-transform.js';
import { picture } from '../../support/photos.ts';

const found = openTurbo();

describe.skipIf('missing' in found)('createRecoder', () => {
  const recode = 'library' in found ? createRecoder(found.library) : () => new Uint8Array(0);
  const jpeg = (options: object) => {
    const { data, width, height, channels } = picture(203, 151);
    return sharp(data, { raw: { width, height, channels } }).jpeg(options).toBuffer();
  };
  const samples = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

  test('samples stay, file after file, whatever came before', async () => {
    for (const quality of [30, 80, 95]) {
      for (const chromaSubsampling of ['4:2:0', '4:4:4']) {
        const file = await jpeg({ quality, chromaSubsampling, optimiseCoding: false });
        for (const progressive of [false, true]) {
          const again = recode(file, { progressive });
          expect((await samples(again)).equals(await samples(file))).toBe(true);
          if (progressive) expect(again.length).toBeLessThan(file.length);
        }
      }
    }
  });

  test('segments stay', async () => {
    const { data, width, height, channels } = picture(64, 48);
    const file = await sharp(data, { raw: { width, height, channels } })
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { icc, orientation } = await sharp(recode(file, { progressive: true })).metadata();
    expect(icc).toEqual((await sharp(file).metadata()).icc);
    expect(orientation).toBe(6);
  });

  test('broken files are refused, and break nothing', async () => {
    const file = await jpeg({});
    for (const length of [0, 2, 100, file.length >> 1, file.length - 3]) {
      expect(() => recode(file.subarray(0, length), { progressive: true })).toThrow(/libturbojpeg/);
    }
    expect(recode(file, { progressive: true }).length).toBeGreaterThan(100);
  });
});
