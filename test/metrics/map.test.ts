import sharp from 'sharp';
import { expect, test } from 'vitest';
import { renderMap } from '#src/metrics/map.js';

test('no error is black, the full error and all beyond is white, linear in between', async () => {
  const data = Float32Array.of(0, 0.5, 2, 9, -1, 1);
  const png = await renderMap({ width: 3, height: 2, data }, { meaning: 'error', full: 2 });
  const { format, width, height, depth } = await sharp(png).metadata();
  expect([format, width, height, depth]).toEqual(['png', 3, 2, 'uchar']);
  const samples = await sharp(png).toColourspace('b-w').raw().toBuffer();
  expect([...samples]).toEqual([0, 64, 255, 255, 0, 128]);
});
