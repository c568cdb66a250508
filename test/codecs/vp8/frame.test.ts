import { expect, test } from 'vitest';
import { openVp8Decoder } from '#src/codecs/vp8/decoder.js';
import { sharp } from '#src/image/files/sharp.js';
import { dwebp, rgbOf, samplesOf, testWithDwebp } from './reference.ts';
import { cut, encodings, webpOf } from './seeds.ts';

const decoder = await openVp8Decoder();

const sizes = [
  [1, 1],
  [1, 37],
  [35, 2],
  [16, 16],
  [75, 51],
  [160, 130],
] as const;

test.for(encodings)('%o comes out as libwebp has it, to the byte', async (settings) => {
  for (const [width, height] of sizes) {
    const file = await webpOf(width, height, settings);
    const planes = decoder.decode(file);
    expect(planes).toMatchObject({ width, height, subsampling: [2, 2] });
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 3 });
    expect(Buffer.compare(rgbOf(decoder, planes), data)).toBe(0);
  }
});

testWithDwebp.for(encodings)('%o has the planes of dwebp', async (settings) => {
  for (const [width, height] of sizes) {
    const file = await webpOf(width, height, settings);
    const samples = samplesOf(decoder, decoder.decode(file));
    expect(Buffer.compare(samples, dwebp(file))).toBe(0);
  }
});

test('a frame that is cut anywhere is an error where it is one of libwebp', async () => {
  const outcomes = new Set<boolean>();
  for (const settings of encodings.slice(0, 6)) {
    const whole = await webpOf(75, 51, settings);
    const lengths = [
      31,
      40,
      90,
      whole.length >> 1,
      ...[9, 6, 4, 3, 2, 1].map((n) => whole.length - n),
    ];
    for (const length of lengths) {
      const file = cut(whole, length);
      const isRead = await sharp(file)
        .raw()
        .toBuffer()
        .then(
          () => true,
          () => false,
        );
      outcomes.add(isRead);
      if (isRead) expect(rgbOf(decoder, decoder.decode(file))).toHaveLength(3 * 75 * 51);
      else expect(() => decoder.decode(file)).toThrow(/WebP is broken/);
    }
  }
  // The last bytes of a frame are padding in part.
  expect([...outcomes].sort()).toEqual([false, true]);
});

test('a picture of more pixels than allowed is refused before it takes memory', async () => {
  const file = await webpOf(75, 51);
  const before = decoder.memoryBytes();
  expect(() => decoder.decode(file, { maxPixels: 100 })).toThrow(/more than 100 pixels/);
  expect(decoder.memoryBytes()).toBe(before);
});

test('a frame that says 16,383 a side takes neither memory nor time', async () => {
  const file = await webpOf(75, 51);
  file.set([0xff, 0x3f, 0xff, 0x3f], 26);
  const before = decoder.memoryBytes();
  expect(() => decoder.decode(file, { maxPixels: 2 ** 40 })).toThrow(/too few for 16383x16383/);
  expect(decoder.memoryBytes()).toBe(before);
});
