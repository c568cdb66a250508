import { expect, test } from 'vitest';
import { filteredBytes, pngPasses } from '#src/image/png-layout.js';

test('a picture that is not interlaced is one pass', () => {
  const [pass, ...none] = pngPasses({ width: 5, height: 3 }, 4, false);
  expect(none).toEqual([]);
  expect(pass).toEqual({
    x: 0,
    y: 0,
    right: 1,
    down: 1,
    columns: 5,
    rows: 3,
    rowBytes: 3,
    pixelBytes: 1,
  });
  expect(filteredBytes([pass!])).toBe(12);
});

test('the passes of Adam7 hold every pixel once, and none is empty', () => {
  for (const [width, height] of [
    [1, 1],
    [3, 2],
    [9, 17],
    [33, 8],
  ] as const) {
    const seen = new Uint8Array(width * height);
    for (const { x, y, right, down, columns, rows } of pngPasses({ width, height }, 24, true)) {
      expect(columns * rows).toBeGreaterThan(0);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          seen[(y + row * down) * width + x + column * right]! += 1;
        }
      }
    }
    expect(seen.every((count) => count === 1)).toBe(true);
  }
});
