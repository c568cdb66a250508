import { expect, test } from 'vitest';
import { bitsPerPixel, overheadBytes } from '#src/estimate/sampling/overhead.js';
import { convert } from '#src/image/convert.js';
import { deflateHeader, deflating } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

test('what a file costs by itself is little more than its header, in the layout that is asked for', async () => {
  const image = picture(300, 200);
  const seen: string[] = [];
  const compressor = deflating();
  const watching = deflating({
    compress: (each) => {
      seen.push(`${each.channels}x${each.depth}`);
      return compressor.compress(each);
    },
  });
  for (const like of [image, convert(image, { channels: 4, depth: 16 })]) {
    const bytes = await overheadBytes(watching, like);
    expect(bytes).toBeGreaterThan(deflateHeader);
    expect(bytes).toBeLessThan(deflateHeader + 100);
  }
  expect(seen).toEqual(['3x8', '4x16']);
});

test('bits per pixel are of what is left, and never below none', () => {
  const image = picture(10, 8);
  expect(bitsPerPixel(50, 30, image)).toBe(2);
  expect(bitsPerPixel(20, 30, image)).toBe(0);
});
