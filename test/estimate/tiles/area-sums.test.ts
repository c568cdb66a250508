import { expect, test } from 'vitest';
import { areaSums } from '#src/estimate/tiles/area-sums.js';

test('means over squares are those of the blocks in them', () => {
  const [columns, rows] = [7, 5];
  const values = Float64Array.from({ length: columns * rows }, (_, i) => (i * 37) % 23);
  const sums = areaSums({ columns, rows, values, mean: 0 });
  for (let side = 1; side <= 5; side++) {
    for (let y = 0; y + side <= rows; y++) {
      for (let x = 0; x + side <= columns; x++) {
        let sum = 0;
        for (let i = 0; i < side * side; i++) {
          sum += values[(y + Math.floor(i / side)) * columns + x + (i % side)]!;
        }
        expect(sums.mean(16 * x, 16 * y, 16 * side)).toBeCloseTo(sum / side ** 2);
      }
    }
  }
});
