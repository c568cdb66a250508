import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import { jp2Format, jphFormat } from '#src/codecs/jpeg2000/formats.js';
import { unwrapJp2 } from '#src/codecs/jpeg2000/jp2.js';
import { jp2Session } from '#src/codecs/jpeg2000/session.js';
import { sameSamples } from '#src/image/compare.js';
import type { Raster } from '#src/image/raster.js';
import { openOpenjph } from '#src/runtimes/wasm/openjph.js';
import { picture, resources } from '../support.ts';

const lossless = { step: null, levels: 2, block: 64, order: 0 };
const image = picture({ width: 21, height: 10 });

let openjph: Awaited<ReturnType<typeof openOpenjph>>;
beforeAll(async () => {
  openjph = await openOpenjph();
});
afterAll(() => openjph.close());

function open(maxPixels = resources.maxPixels, format = jphFormat) {
  const coder = { ...openjph, encode: (each: Raster) => openjph.encode(each, lossless) };
  return jp2Session(format, coder, { threads: 1, maxPixels });
}

test('a picture there and back, in a file and as a bare codestream', async () => {
  const { value: file, stages } = await measure((clock) => open().encode(image, clock));
  expect(Object.keys(stages)).toEqual(expect.arrayContaining(['encode', 'store']));
  expect(jphFormat.recognises(file)).toBe(true);
  for (const bytes of [file, unwrapJp2(file)]) {
    expect(sameSamples(await open().decode(bytes, untimed), image)).toBe(true);
  }
});

test('a file of another format, and one of too many pixels, are refused', async () => {
  const file = await open().encode(image, untimed);
  await expect(open(209).decode(file, untimed)).rejects.toThrow(WorkError);
  expect((await open(210).decode(file, untimed)).width).toBe(21);
  await expect(open(1e6, jp2Format).decode(file, untimed)).rejects.toThrow(
    'expected a file of format jp2, got a file of format jph',
  );
});
