import { expect, test } from 'vitest';
import { strided } from '#src/entropy/arrangements/strided.js';
import { tiled } from '#src/entropy/arrangements/tiled.js';

// The sketch at `strided`.
test('a third of the planes is a channel, in a grid row by row', () => {
  const [plan] = strided([{ channels: 12, height: 4, width: 6 }]);
  expect(plan).toMatchObject({ channels: 3, height: 8, width: 12 });
  expect(plan!.tiles.map(({ plane, channel, x, y }) => [plane, channel, x, y])).toEqual(
    [0, 1, 2].flatMap((channel) => [
      [4 * channel, channel, 0, 0],
      [4 * channel + 1, channel, 6, 0],
      [4 * channel + 2, channel, 0, 4],
      [4 * channel + 3, channel, 6, 4],
    ]),
  );
  expect(strided([{ channels: 48, height: 2, width: 3 }])[0]).toMatchObject({
    height: 8,
    width: 12,
  });
});

test.each([1, 2, 4, 6, 13])('%i planes lie as tiles', (channels) => {
  const shapes = [3, channels].map((each) => ({ channels: each, height: 2, width: 5 }));
  expect(strided(shapes)).toEqual(tiled(shapes));
});
