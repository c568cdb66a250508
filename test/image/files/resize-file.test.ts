import sharp from 'sharp';
import { expect, test } from 'vitest';
import { describeFile } from '#src/image/files/describe.js';
import { type FileResize, resizeFile } from '#src/image/files/resize-file.js';

const ground = { r: 255, g: 255, b: 255, alpha: 255 };
const plan: FileResize = {
  ...{ scaled: { width: 8, height: 6 }, window: { left: 0, top: 0, width: 8, height: 6 } },
  ...{ width: 8, height: 6, left: 0, top: 0, filter: 'lanczos3', ground, format: 'png' },
  ...{ quality: null, keepProfile: true, keepMetadata: false, animated: false, maxPixels: 1e6 },
};
const create = (channels: 3 | 4, background: string) =>
  sharp({ create: { width: 16, height: 12, channels, background } });
const made = async (bytes: Uint8Array, changes: Partial<FileResize> = {}) =>
  (await resizeFile(bytes, { ...plan, ...changes }))!.bytes;

test('16 bit and grey stay', async () => {
  const deep = await create(3, '#123456').toColourspace('rgb16').png().toBuffer();
  expect(await describeFile(await made(deep))).toMatchObject({ bits: 16, colours: 'RGB' });
  const grey = await create(3, '#808080').toColourspace('b-w').png().toBuffer();
  expect(await describeFile(await made(grey))).toMatchObject({ bits: 8, colours: 'grey' });
});

test('a profile is kept with the samples as they are stored, or refused for the way by samples', async () => {
  const p3 = await create(3, '#c80a1e').withIccProfile('p3').png().toBuffer();
  const kept = await made(p3);
  expect((await describeFile(kept)).profileBytes).toBeGreaterThan(0);
  const stored = (file: Uint8Array) => sharp(file, { ignoreIcc: true }).raw().toBuffer();
  expect([...(await stored(kept))].slice(0, 3)).toEqual([...(await stored(p3))].slice(0, 3));
  expect(await resizeFile(p3, { ...plan, keepProfile: false })).toBeNull();
  expect(await resizeFile(p3, { ...plan, filter: 'box' })).toBeNull();
});

test('CMYK becomes RGB by its profile', async () => {
  const cmyk = await create(3, '#c80a1e').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  const [r, g, b] = await sharp(await made(cmyk))
    .raw()
    .toBuffer();
  expect(Math.abs(r! - 200) + Math.abs(g! - 10) + Math.abs(b! - 30)).toBeLessThan(60);
});

test('alpha goes over the background in JPEG, and padding has its colour', async () => {
  const clear = await create(4, '#00000000').png().toBuffer();
  const file = await made(clear, { format: 'jpeg', quality: 90, height: 10, top: 2 });
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, Math.min(...data)]).toEqual([8, 10, 255]);
});

test('an animation keeps its frames and their times', async () => {
  const frames = await Promise.all(['red', 'blue'].map((each) => create(3, each).png().toBuffer()));
  const gif = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [50, 90], loop: 2 })
    .toBuffer();
  const small = await made(gif, { format: 'webp', quality: 80, animated: true });
  const metadata = await sharp(small, { animated: true }).metadata();
  expect(metadata).toMatchObject({ pages: 2, pageHeight: 6, delay: [50, 90], loop: 2 });
});

test('a truncated file is an error', async () => {
  const noise = await sharp({
    create: {
      width: 90,
      height: 90,
      channels: 3,
      background: 'red',
      noise: { type: 'gaussian', mean: 90, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();
  await expect(made(noise.subarray(0, noise.length >> 1))).rejects.toThrow(/premature|end/i);
});
