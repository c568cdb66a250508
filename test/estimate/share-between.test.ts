import { expect, test } from 'vitest';
import { shareBetween } from '#src/estimate/share-between.js';

const points = [
  { megapixels: 1, share: 0.4 },
  { megapixels: 3, share: 0.2 },
  { megapixels: 8, share: 0.1 },
];

test('is straight between points, and at the ends that of the end', () => {
  const at = [0.1, 1, 2, 3, 5.5, 8, 100].map((megapixels) => shareBetween(points, megapixels));
  const expected = [0.4, 0.4, 0.3, 0.2, 0.15, 0.1, 0.1];
  for (const [i, share] of at.entries()) expect(share).toBeCloseTo(expected[i]!, 12);
});
