import { describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { predictedTrial } from '#src/optimize/predicted-spec.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../support/photos.ts';

const image = picture(40, 30);
const predicted = async (bytes: Uint8Array, lossyPng = true) => {
  const source = await openSource(bytes, 'the picture', { maxPixels: 1e6 });
  return predictedTrial(source, { quality: 42, preset: 'medium', lossyPng, keep: [] });
};

describe('the trial whose size is told', () => {
  test('is the first that applies, at the quality that is asked for', async () => {
    expect(await predicted((await encode(image, 'jpeg')).bytes)).toEqual({
      ...{ method: 'mozjpeg', spec: expect.stringMatching(/^mozjpeg:(?:.*,)?quality=42/) },
    });
    const webp = (await encode(image, 'webp')).bytes;
    expect((await predicted(webp))!.spec).toMatch(/^webp:.*quality=42/);
  });

  test('is without loss where the colours of PNG must stay', async () => {
    const bytes = await encodePng(image);
    expect((await predicted(bytes))!.method).toBe('palette');
    expect((await predicted(bytes, false))!.method).toBe('oxipng');
  });

  test('is none of vector graphics', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
    expect(await predicted(Buffer.from(svg))).toBeNull();
  });
});
