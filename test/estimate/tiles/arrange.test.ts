import { expect, test } from 'vitest';
import { arrangeTiles } from '#src/estimate/tiles/arrange.js';
import { makeMosaic } from '#src/estimate/tiles/mosaic.js';
import { picture } from '../../support/photos.ts';

// Every tile is of one grey: side by side in their order they step little.
const image = picture(9 * 32, 32);
for (let y = 0; y < 32; y++) {
  for (let x = 0; x < 9 * 32; x++) {
    image.data.fill(28 * Math.floor(x / 32), 3 * (y * 288 + x), 3 * (y * 288 + x + 1));
  }
}
const mixed = [4, 0, 8, 2, 6, 1, 7, 3, 5].map((n) => ({ left: 32 * n, top: 0, side: 32 }));

test('the same tiles are set so that they step less, the same way for a seed', () => {
  const arranged = arrangeTiles(image, mixed, 1);
  const places = (tiles: typeof mixed) => tiles.map(({ left }) => left).sort((a, b) => a - b);
  expect(places([...arranged])).toEqual(places(mixed));
  expect(makeMosaic(image, arranged).seamStep).toBeLessThan(
    0.9 * makeMosaic(image, mixed).seamStep,
  );
  expect(arrangeTiles(image, mixed, 1)).toEqual(arranged);
});

test('a single tile stays', () => {
  expect(arrangeTiles(image, mixed.slice(0, 1), 1)).toEqual(mixed.slice(0, 1));
});
