import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { CodecSession } from '#src/codecs/codec.js';
import { openJxlJsquash } from '#src/codecs/jxl/jsquash.js';
import { psnr } from '#src/metrics/psnr.js';
import fixture from '../../fixtures/jxl_colour.json' with { type: 'json' };
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { picture, resources } from '../support.ts';

const image = picture({ width: 32, height: 24, grain: 0 });

async function withJsquash<T>(
  quality: number,
  work: (session: CodecSession) => Promise<T>,
  maxPixels = resources.maxPixels,
): Promise<T> {
  const settings = {
    effort: 1,
    quality,
    progressive: false,
    tier: 0,
    photon_noise: 0,
    modular: false,
  };
  const session = await openJxlJsquash(settings, { threads: 1, maxPixels });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

test('a picture there and back, RGB as RGB, nearer the higher the quality', async () => {
  const coded = (quality: number) =>
    withJsquash(quality, async (session) => {
      const bytes = await session.encode(image, untimed);
      return { bytes, fidelity: await scoreOf(psnr, image, await session.decode(bytes, untimed)) };
    });
  const [low, high] = [await coded(20), await coded(95)];
  expect(high.fidelity).toBeGreaterThan(35);
  expect(low.fidelity).toBeLessThan(high.fidelity);
  expect(low.bytes.length).toBeLessThan(high.bytes.length);
});

test('alpha that is not opaque throughout stays', async () => {
  const clear = picture({ width: 32, height: 24, channels: 4 });
  const decoded = await withJsquash(90, async (session) =>
    session.decode(await session.encode(clear, untimed), untimed),
  );
  expect(decoded).toMatchObject({ width: 32, height: 24, channels: 4, depth: 8 });
});

test('a file of another format, and one of too many pixels, are refused', async () => {
  const bytes = await withJsquash(90, (session) => session.encode(image, untimed));
  const small = withJsquash(90, (session) => session.decode(bytes, untimed), 767);
  await expect(small).rejects.toThrow(WorkError);
  const foreign = withJsquash(90, (session) => session.decode(Uint8Array.of(1), untimed));
  await expect(foreign).rejects.toThrow(/^expected a file of format jxl/);
});

test('high dynamic range is refused', async () => {
  const { PQ } = fixture.refused;
  const bytes = new Uint8Array(Buffer.from(PQ, 'base64'));
  const decoded = withJsquash(90, (session) => session.decode(bytes, untimed));
  await expect(decoded).rejects.toThrow('transfer function 16, PQ');
});

describeShared('a conformance file', () => {
  test('of premultiplied alpha is left to another engine', async () => {
    const bytes = readFileSync(shared('fuzz/jxl/conformance/alpha_premultiplied.jxl'));
    const decoded = withJsquash(90, (session) => session.decode(bytes, untimed));
    await expect(decoded).rejects.toThrow('holds premultiplied alpha; decode it with engine=vips');
  });
});
