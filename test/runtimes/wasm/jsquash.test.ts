import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { convert } from '#src/image/convert.js';
import { type Jsquash, openJsquash } from '#src/runtimes/wasm/jsquash.js';
import { picture } from '../../support/photos.ts';

let jsquash: Jsquash;
beforeAll(async () => {
  jsquash = await openJsquash();
});
afterAll(() => jsquash.close());

const { data } = convert(picture(24, 16), { channels: 4, depth: 8 });
const options = {
  ...{ effort: 1, quality: 100, progressive: false, epf: -1, lossyPalette: false },
  ...{ decodingSpeedTier: 0, photonNoiseIso: 0, lossyModular: false, lossless: true },
};
const encode = (quality: number) =>
  jsquash.encode(data as Uint8Array, 24, 16, { ...options, quality, lossless: quality === 100 });

test('an RGBA picture there and back', async () => {
  const bytes = await encode(100);
  const decoded = await jsquash.decode(bytes, 10);
  expect(decoded).toMatchObject({ width: 24, height: 16, channels: 4, depth: 8 });
  // The decoder of the package is off by one in some dark samples.
  const errors = Array.from(decoded.data, (sample, i) => Math.abs(sample - data[i]!));
  expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  expect((await encode(30)).length).toBeLessThan(bytes.length);
});

test('a broken file is a WorkError, and the next one is read', async () => {
  const bytes = await encode(30);
  await expect(jsquash.decode(new Uint8Array(60), 10)).rejects.toThrow(WorkError);
  expect((await jsquash.decode(bytes, 10)).width).toBe(24);
  expect('ImageData' in globalThis).toBe(false);
});
