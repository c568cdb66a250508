import { afterEach, expect, test, vi } from 'vitest';
import { measure } from '#src/base/clock.js';
import { createLearnedCodec } from '#src/codecs/learned/codec.js';
import { codedSize } from '#src/codecs/learned/coded-size.js';
import { picture } from '../../support/photos.ts';
import { coded, sessionOf } from './coded.ts';
import { tinyModel } from './tiny.ts';

afterEach(() => vi.unstubAllEnvs());

const law = { input: { multiple: 16, minSide: 16 }, rate: { resize: { multiple: 16 } } };

test.each([
  [{ width: 768, height: 512 }, 1000, { width: 768, height: 512 }],
  [{ width: 768, height: 512 }, 250, { width: 384, height: 256 }],
  [{ width: 767, height: 513 }, 1000, { width: 768, height: 512 }],
  [{ width: 767, height: 513 }, 500, { width: 544, height: 368 }],
  [{ width: 1, height: 17 }, 1000, { width: 16, height: 16 }],
  [{ width: 4000, height: 3 }, 10, { width: 400, height: 16 }],
  [{ width: 33, height: 47 }, 0, { width: 16, height: 16 }],
])('%o at %i thousandths of its pixels', (size, rate, wanted) => {
  expect(codedSize(law, size, rate)).toEqual(wanted);
});

test('other codecs code the size that there is', () => {
  const size = { width: 33, height: 47 };
  expect(codedSize({ ...law, rate: { first: 64, ratio: 0.1 } }, size, 500)).toEqual(size);
});

test('fewer pixels make a smaller file, and the picture comes back in its own size', async () => {
  const { card } = await tinyModel(law);
  const codec = await createLearnedCodec(card);
  expect(codec.params['quality']).toMatchObject({ min: 1, max: 100 });
  for (const [width, height] of [
    [1, 1],
    [1, 17],
    [33, 47],
    [130, 90],
  ] as const) {
    const image = picture(width, height);
    const [half, whole] = [
      await coded(codec, image, { quality: 25 }),
      await coded(codec, image, { quality: 100 }),
    ];
    expect([half.decoded.width, half.decoded.height]).toEqual([width, height]);
    expect([whole.decoded.width, whole.decoded.height]).toEqual([width, height]);
    if (width === 130) expect(half.report.payloadBytes).toBeLessThan(whole.report.payloadBytes);
  }
});

test('both directions book a stage of their own for it', async () => {
  const { card } = await tinyModel(law);
  const session = await sessionOf(await createLearnedCodec(card), { quality: 30 });
  const image = picture(70, 50);
  const { value: bytes, stages: there } = await measure((clock) => session.encode(image, clock));
  const { stages: back } = await measure((clock) => session.decode(bytes, clock));
  await session.close();
  expect(Object.keys(there)).toContain('resize');
  expect(Object.keys(back)).toContain('resize');
});
