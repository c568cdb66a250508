import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { profileIntoTiff } from '#src/optimize/profiles/tiff.js';
import { picture } from '../../support/photos.ts';

const { data, width, height } = picture(47, 36);
const image = sharp(data, { raw: { width, height, channels: 3 } });
const wide = await image.clone().withIccProfile('p3').png().toBuffer();
const profile = new Uint8Array((await sharp(wide).metadata()).icc!);

test.each(['deflate', 'lzw'] as const)('a file of %s gets the profile', async (compression) => {
  const plain = await image.clone().tiff({ compression }).toBuffer();
  const file = profileIntoTiff(plain, profile)!;
  expect(Buffer.compare((await sharp(file).metadata()).icc!, profile)).toBe(0);
  expect((await sharp(file, { ignoreIcc: true }).raw().toBuffer()).equals(Buffer.from(data))).toBe(
    true,
  );
});

test('big-endian files are written in their own order', () => {
  // A directory of one tag, ImageWidth.
  const head = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const directory = [0, 1, 1, 0, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0];
  const file = Buffer.from(profileIntoTiff(Uint8Array.from([...head, ...directory]), profile)!);
  const at = file.readUInt32BE(4);
  expect(file.readUInt16BE(at)).toBe(2);
  expect([file.readUInt16BE(at + 2), file.readUInt16BE(at + 14)]).toEqual([256, 34675]);
  expect(file.subarray(file.readUInt32BE(at + 22)).equals(profile)).toBe(true);
});

test('BigTIFF and files of several directories get none', async () => {
  const big = Buffer.from(await image.clone().tiff().toBuffer());
  big.writeUInt16LE(43, 2);
  expect(profileIntoTiff(big, profile)).toBe(null);
  const two = Buffer.from(await image.clone().tiff().toBuffer());
  const directory = two.readUInt32LE(4);
  two.writeUInt32LE(8, directory + 2 + 12 * two.readUInt16LE(directory));
  expect(profileIntoTiff(two, profile)).toBe(null);
});
