import { expect, test } from 'vitest';
import { conversionsOf } from '#src/leaderboard/conversions.js';
import { failedRdOf, rdOf } from '../support/records.ts';

test('conversions are counted by images of a codec, not by settings', () => {
  const records = [20, 80].flatMap((quality) => {
    const spec = `webp:quality=${quality}`;
    return [
      rdOf({ spec, image: 'alpha', conversion: 'rgba8 -> rgb8' }),
      rdOf({ spec, image: 'deep', conversion: 'rgb16 -> rgb8' }),
      rdOf({ spec, image: 'deeper', conversion: 'rgb16 -> rgb8' }),
      rdOf({ spec, image: 'plain' }),
      failedRdOf({ spec, image: 'bad' }),
      rdOf({ spec: 'raw', image: 'alpha' }),
    ];
  });
  expect(conversionsOf(records)).toEqual([
    { codec: 'webp', conversion: 'rgb16 -> rgb8', images: 2, of: 5 },
    { codec: 'webp', conversion: 'rgba8 -> rgb8', images: 1, of: 5 },
  ]);
  expect(conversionsOf([])).toEqual([]);
});
