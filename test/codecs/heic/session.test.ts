import { describe, expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { Settings } from '#src/base/params.js';
import { heicFormat } from '#src/codecs/heic/format.js';
import { openHeic } from '#src/codecs/heic/session.js';
import { sameSamples } from '#src/image/compare.js';
import { heifSupport } from '#src/runtimes/ffi/libheif.js';
import { picture, resources } from '../support.ts';

const support = heifSupport();
const reason = support === true ? '' : `: skipped, ${support}`;
const image = picture({ width: 64, height: 64 });
const common = { preset: 'ultrafast', tune: 'ssim', chroma: '4:2:0', depth: '8', quality: 50 };

async function encode(settings: Settings): Promise<Uint8Array> {
  const session = await openHeic({ ...common, ...settings }, resources);
  const { value, stages } = await measure((clock) => session.encode(image, clock));
  expect(stages.encode).toBeGreaterThan(0);
  return value;
}

describe.skipIf(support !== true)(`HEIC by libheif${reason}`, () => {
  test('a picture there and back without loss', async () => {
    const bytes = await encode({ lossless: true });
    expect(heicFormat.recognises(bytes)).toBe(true);
    const session = await openHeic(common, resources);
    expect(sameSamples(await session.decode(bytes, untimed), image)).toBe(true);
  });

  test('a lower quality and fewer samples of chroma make a smaller file', async () => {
    const full = await encode({ chroma: '4:4:4', quality: 90 });
    expect((await encode({ quality: 90 })).length).toBeLessThan(full.length);
    expect((await encode({ chroma: '4:4:4', quality: 20 })).length).toBeLessThan(full.length);
  });

  test('a file of another format, and one of too many pixels, are refused', async () => {
    const session = await openHeic(common, { threads: 1, maxPixels: 64 * 64 - 1 });
    await expect(session.decode(await encode({}), untimed)).rejects.toThrow(WorkError);
    await expect(session.decode(Uint8Array.of(1), untimed)).rejects.toThrow(/format heic/);
  });
});

test.runIf(support !== true)('what is missing is an error that says so', async () => {
  await expect(openHeic(common, resources)).rejects.toThrow(WorkError);
});
