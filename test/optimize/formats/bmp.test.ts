import { expect, test } from 'vitest';
import { decodeBmp } from '#src/image/bmp.js';
import { encodeBmp } from '#src/image/bmp-write.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster } from '#src/image/raster.js';
import { picture } from '../../support/photos.ts';
import { runTrials } from './source.ts';

test('of few colours a palette or its runs, of many 24 bits alone', async () => {
  const data = new Uint8Array(3 * 64 * 64).map((_, i) => (i < 6000 ? 40 : 200));
  const flat = createRaster({ width: 64, height: 64, channels: 3, depth: 8, data });
  const made = await runTrials(encodeBmp(flat, 'plain')!, 'bmp');
  expect(Object.keys(made)).toEqual(['plain', 'palette', 'rle8']);
  expect(made['rle8']!.length).toBeLessThan(made['palette']!.length);
  for (const bytes of Object.values(made)) {
    expect(sameSamples(decodeBmp(bytes!, { maxPixels: 1e6 }), flat)).toBe(true);
  }
  const photo = await runTrials(encodeBmp(picture(40, 30), 'plain')!, 'bmp');
  expect([photo['palette'], photo['rle8']]).toEqual([null, null]);
});
