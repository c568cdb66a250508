import { expect, test } from 'vitest';
import { heifColour } from '#src/image/files/colour/heif.js';
import { sharp } from '#src/image/files/sharp.js';
import { profileIntoHeif } from '#src/optimize/profiles/heif.js';
import { picture } from '../../support/photos.ts';

const { data, width, height } = picture(48, 36);
const image = sharp(data, { raw: { width, height, channels: 3 } });
const plain = new Uint8Array(await image.clone().avif().toBuffer());
const wide = await image.clone().withIccProfile('p3').png().toBuffer();
const profile = new Uint8Array((await sharp(wide).metadata()).icc!);

test('the picture has the profile, which counts before its code points', async () => {
  const file = profileIntoHeif(plain, profile)!;
  expect(file.length).toBe(plain.length + profile.length + 12 + 1);
  expect(Buffer.compare((await sharp(file).metadata()).icc!, profile)).toBe(0);
  expect(heifColour(file).space).not.toEqual(heifColour(plain).space);
});

test('the picture with alpha stays as it is', async () => {
  const withAlpha = await image.clone().ensureAlpha(0.4).avif().toBuffer();
  const file = profileIntoHeif(withAlpha, profile)!;
  const samples = (bytes: Uint8Array) => sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
  expect((await samples(file)).equals(await samples(withAlpha))).toBe(true);
});

test('a file of other boxes gets none', () => {
  expect(profileIntoHeif(new Uint8Array(40), profile)).toBe(null);
  for (const type of ['meta', 'iprp', 'ipco', 'ipma', 'pitm', 'iloc']) {
    const broken = Buffer.from(plain);
    broken.set(Buffer.from('free'), broken.indexOf(type));
    expect(profileIntoHeif(broken, profile), type).toBe(null);
  }
});
