import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { Settings } from '#src/base/params.js';
import type { CodecSession } from '#src/codecs/codec.js';
import { jxlFormat } from '#src/codecs/jxl/format.js';
import { openJxlVips } from '#src/codecs/jxl/vips.js';
import { sameSamples } from '#src/image/compare.js';
import { keepVipsWarm } from '../../support/vips.ts';
import { picture, resources } from '../support.ts';

keepVipsWarm();

const image = picture({ width: 32, height: 24 });

async function withVips<T>(
  settings: Settings,
  work: (session: CodecSession) => Promise<T>,
  maxPixels = resources.maxPixels,
): Promise<T> {
  const session = await openJxlVips({ effort: 1, tier: 0, ...settings }, { threads: 1, maxPixels });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const encode = (settings: Settings) =>
  withVips(settings, (session) => session.encode(image, untimed));

test('a picture there and back without loss', async () => {
  const bytes = await encode({ lossless: true });
  expect(jxlFormat.recognises(bytes)).toBe(true);
  const decoded = await withVips({}, (session) => session.decode(bytes, untimed));
  expect(sameSamples(decoded, image)).toBe(true);
  const small = withVips({}, (session) => session.decode(bytes, untimed), 767);
  await expect(small).rejects.toThrow(WorkError);
});

test('a distance counts, else a quality', async () => {
  const [fine, coarse] = [await encode({ distance: 0.5 }), await encode({ distance: 6 })];
  expect(coarse.length).toBeLessThan(fine.length);
  expect((await encode({ quality: 30 })).length).toBeLessThan(
    (await encode({ quality: 95 })).length,
  );
  expect(Buffer.compare(await encode({ distance: 6, quality: 95 }), coarse)).toBe(0);
});

test('a file of another format is refused', async () => {
  const decoding = withVips({}, (session) => session.decode(Uint8Array.of(1, 2), untimed));
  await expect(decoding).rejects.toThrow(/^expected a file of format jxl/);
});
