import { expect, test } from 'vitest';
import { openVp8Decoder } from '#src/codecs/vp8/decoder.js';
import { sharp } from '#src/image/files/sharp.js';
import { distance } from '../jpeg/wasm/planes.ts';
import { samplesOf } from './reference.ts';
import { webpOf } from './seeds.ts';

const decoder = await openVp8Decoder();

test('a file that was read into its memory is decoded where it lies', async () => {
  const file = await webpOf(75, 51);
  const expected = samplesOf(decoder, decoder.decode(file));
  const room = decoder.input(file.length);
  room.set(file);
  expect(samplesOf(decoder, decoder.decode(room))).toEqual(expected);
  decoder.renew();
  expect(samplesOf(decoder, decoder.decode(file))).toEqual(expected);
});

test('planes of another size are near what libvips makes of the decoded picture', async () => {
  const file = await webpOf(640, 480, { quality: 90 });
  const size = { width: 200, height: 150 };
  const small = decoder.resample(decoder.decode(file), { ...size, subsampling: [1, 1] });
  const own = decoder.rgb(small);
  // Of the file itself it would decode a part of the size.
  const whole = await sharp(file).png().toBuffer();
  const other = await sharp(whole)
    .resize({ ...size, kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  expect(distance(own, other).mean).toBeLessThan(1);
});

test('RGB is made of planes without subsampling alone', async () => {
  const planes = decoder.decode(await webpOf(32, 32));
  expect(() => decoder.rgb(planes)).toThrow(RangeError);
});

test('lets go of a large memory', async () => {
  const create = { width: 7000, height: 7000, channels: 3 as const, background: 'teal' };
  const large = await sharp({ create }).webp({ effort: 0 }).toBuffer();
  decoder.decode(large);
  expect(decoder.memoryBytes()).toBeGreaterThan(2 ** 26);
  decoder.decode(await webpOf(20, 20));
  expect(decoder.memoryBytes()).toBeLessThan(2 ** 22);
});

test('a file that is refused is not decoded', async () => {
  const lossless = await webpOf(20, 20, { lossless: true });
  expect(() => decoder.decode(lossless)).toThrow('a WebP of lossless coding is not decoded here');
});
