import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { checkPixels } from '#src/image/pixels.js';
import { withPixelLimit } from '#src/image/plausible.js';

const limitOf = (bytes: number, limits = {}) =>
  withPixelLimit(bytes, limits, async (maxPixels) => maxPixels);

test('the limit is that of the length of the file, 16 megapixels at least', async () => {
  expect(await limitOf(1)).toBe(2 ** 24);
  expect(await limitOf(1e6)).toBe(128e6);
  expect(await limitOf(1e9)).toBe(2 ** 28);
  expect(await limitOf(1e6, { maxPixelsPerByte: 0.5 })).toBe(2 ** 24);
  expect(await limitOf(1e6, { maxPixelsPerByte: 1000 })).toBe(2 ** 28);
  expect(await limitOf(1, { maxPixels: 100 })).toBe(100);
});

test('a picture that only this limit refuses is told as such', async () => {
  const decode = async (maxPixels: number): Promise<void> => checkPixels(5000, 5000, maxPixels);
  const failed = withPixelLimit(100, {}, decode);
  await expect(failed).rejects.toThrow(
    'picture of 5000x5000 has more than 16777216 pixels, and its file only 100 bytes: more than 128 pixels for each byte are not plausible; allow more where you trust it',
  );
  await expect(failed).rejects.toMatchObject({
    ...{ code: 'implausible-size' },
    data: { width: 5000, height: 5000, maxPixels: 2 ** 24, bytes: 100, pixelsPerByte: 128 },
  });
  await withPixelLimit(100, { maxPixelsPerByte: 1e6 }, decode);
  await expect(withPixelLimit(100, { maxPixels: 1000 }, decode)).rejects.toMatchObject({
    code: 'too-many-pixels',
  });
  const other = new WorkError('broken');
  await expect(withPixelLimit(100, {}, () => Promise.reject(other))).rejects.toBe(other);
});

test('the file is named, however the reader words it', async () => {
  const reader = () =>
    Promise.reject(
      new WorkError('x: other words', {
        code: 'too-many-pixels',
        data: { file: 'x', width: 9000, height: 9000, maxPixels: 2 ** 24 },
      }),
    );
  await expect(withPixelLimit(100, {}, reader)).rejects.toThrow(
    /^x: picture of 9000x9000 has more than 16777216 pixels, and its file only 100 bytes: /,
  );
});
