import { expect, test } from 'vitest';
import { createRaster } from '#src/image/raster.js';
import { unpremultiply } from '#src/image/unpremultiply.js';

test('colours are divided by alpha, clipped, and 0 where it is 0', () => {
  const rgba = { width: 4, height: 1, channels: 4 } as const;
  const narrow = createRaster({
    ...{ ...rgba, depth: 8 },
    data: Uint8Array.of(50, 100, 101, 100, 9, 9, 9, 0, 1, 2, 3, 255, 1, 0, 2, 3),
  });
  expect([...unpremultiply(narrow).data]).toEqual([
    128, 255, 255, 100, 0, 0, 0, 0, 1, 2, 3, 255, 85, 0, 170, 3,
  ]);
  const wide = createRaster({
    ...{ ...rgba, width: 1, depth: 16 },
    data: Uint16Array.of(100, 30000, 40000, 32768),
  });
  expect([...unpremultiply(wide).data]).toEqual([200, 59999, 65535, 32768]);
});

test('other pictures stay as they are', () => {
  const rgb = createRaster({
    ...{ width: 1, height: 1, channels: 3, depth: 8 },
    data: Uint8Array.of(1, 2, 3),
  });
  expect(unpremultiply(rgb)).toBe(rgb);
});
