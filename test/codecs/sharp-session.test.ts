import { expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { openSharp } from '#src/codecs/sharp-session.js';
import { sameSamples } from '#src/image/compare.js';
import { imageFormats } from '#src/image/format.js';
import { picture, resources } from './support.ts';

const image = picture({ width: 9, height: 7, channels: 4 });
const open = (maxPixels = resources.maxPixels) =>
  openSharp(imageFormats.png, { threads: 1, maxPixels }, (source) => source.png());

test('a picture there and back, each way with its stage', async () => {
  const session = open();
  const encoded = await measure((clock) => session.encode(image, clock));
  expect(imageFormats.png.recognises(encoded.value)).toBe(true);
  expect(encoded.stages.encode).toBeGreaterThan(0);
  const decoded = await measure((clock) => session.decode(encoded.value, clock));
  expect(sameSamples(decoded.value, image)).toBe(true);
  expect(decoded.stages.decode).toBeGreaterThan(0);
});

test('a file of another format, and one of too many pixels, are refused', async () => {
  const png = await open().encode(image, untimed);
  const gif = openSharp(imageFormats.gif, resources, (source) => source.gif());
  await expect(gif.decode(png, untimed)).rejects.toThrow(
    new WorkError('expected a file of format gif, got a file of format png'),
  );
  await expect(open(62).decode(png, untimed)).rejects.toThrow(WorkError);
});
