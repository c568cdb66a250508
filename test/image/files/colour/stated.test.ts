import { expect, test } from 'vitest';
import { statedColour } from '#src/image/files/colour/stated.js';
import { decodeImage } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import { greyProfile, withChunk } from '../../../support/png.ts';

const image = sharp(Uint8Array.of(200, 40, 30), { raw: { width: 1, height: 1, channels: 3 } });
const attached = () => image.clone().withIccProfile('p3', { attach: true });

test('of each format by what it has', async () => {
  const profile = (await sharp(await attached().png().toBuffer()).metadata()).icc!;
  const isGrey = false;
  const jpeg = await image.clone().jpeg().toBuffer();
  expect(statedColour(jpeg, { isGrey })).toEqual({ space: null, isPremultiplied: false });
  expect(statedColour(jpeg, { profile, isGrey }).space?.mix).not.toBeNull();
  expect(statedColour(jpeg, { profile, isGrey: true }).space).toBeNull();
  expect(statedColour(jpeg, { profile: greyProfile(1), isGrey: true }).space).not.toBeNull();
  const png = withChunk(await image.clone().png().toBuffer(), 'cICP', Uint8Array.of(1, 8, 0, 1));
  expect(statedColour(png, { profile, isGrey }).space?.curves[0](0.5)).toBe(0.5);
});

test('P3 of every format is the same colour', async () => {
  const big = () => attached().resize(16, 16, { kernel: 'nearest' });
  const files = [
    await big().png().toBuffer(),
    await big().webp({ lossless: true }).toBuffer(),
    await big().tiff({ compression: 'lzw' }).toBuffer(),
    await big().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
    await big().avif({ lossless: true }).toBuffer(),
  ];
  const [png, ...others] = await Promise.all(
    files.map(async (file) => (await decodeImage(file, { name: 'picture' })).data.slice(0, 3)),
  );
  // sRGB to P3 by sharp and back, which rounds twice.
  [200, 40, 30].forEach((value, i) => {
    expect(Math.abs(png![i]! - value)).toBeLessThanOrEqual(2);
    for (const other of others) expect(Math.abs(other[i]! - png![i]!)).toBeLessThanOrEqual(3);
  });
});
