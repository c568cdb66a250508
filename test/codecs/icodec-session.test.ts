import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { CodecSession } from '#src/codecs/codec.js';
import { openIcodecSession } from '#src/codecs/icodec-session.js';
import { sameSamples } from '#src/image/compare.js';
import { picture, resources } from './support.ts';

/** Lossless AVIF, in icodec's names. */
const avif = {
  ...{ quality: 100, qualityAlpha: 100, speed: 10, subsample: 1, autoTiling: false },
  ...{ tileColsLog2: 0, tileRowsLog2: 0, chromaDeltaQ: false, sharpness: 0, denoiseLevel: 0 },
  ...{ tune: 0, sharpYUV: false },
};

async function withAvif<T>(
  work: (session: CodecSession) => Promise<T>,
  { bits = 8, maxPixels = resources.maxPixels } = {},
): Promise<T> {
  const session = await openIcodecSession('avif', { threads: 1, maxPixels }, avif, bits);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const there = (session: CodecSession, image: Parameters<CodecSession['encode']>[0]) =>
  session.encode(image, untimed).then((bytes) => session.decode(bytes, untimed));

test.each([3, 4] as const)('a picture of %i channels comes back with as many', async (channels) => {
  const image = picture({ width: 16, height: 12, channels });
  const decoded = await withAvif((session) => there(session, image));
  expect(sameSamples(decoded, image)).toBe(true);
});

test('of 16 bits those asked for are kept, rounded', async () => {
  const image = picture({ width: 16, height: 12, depth: 16 });
  const decoded = await withAvif((session) => there(session, image), { bits: 12 });
  expect(decoded.depth).toBe(16);
  const codes = (data: ArrayLike<number>) =>
    Array.from(data, (sample) => Math.round((sample * 4095) / 65535));
  expect(codes(decoded.data)).toEqual(codes(image.data));
});

test('a file of another format, and one of too many pixels, are refused', async () => {
  const bytes = await withAvif((session) =>
    session.encode(picture({ width: 16, height: 12 }), untimed),
  );
  const small = withAvif((session) => session.decode(bytes, untimed), { maxPixels: 191 });
  await expect(small).rejects.toThrow(WorkError);
  const foreign = withAvif((session) => session.decode(Uint8Array.of(1, 2, 3), untimed));
  await expect(foreign).rejects.toThrow(/^expected a file of format avif/);
});
