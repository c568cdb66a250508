import { expect, test } from 'vitest';
import { z } from 'zod';
import { count, identity } from '#src/leaderboard/schema-parts.js';

test('a count is a whole number of 0 or more', () => {
  expect([0, 7, -1, 1.5, Number.NaN, '1'].map((each) => count.safeParse(each).success)).toEqual([
    ...[true, true, false, false, false, false],
  ]);
});

test('an identity has settings of plain values and an engine with its runtime', () => {
  const row = z.object(identity);
  const webp = {
    codec: 'webp',
    spec: 'webp:quality=75',
    settings: { quality: 75, lossless: false, preset: 'photo' },
    engine: { name: 'libwebp', version: '1', runtime: 'native' },
  };
  expect(row.parse(webp)).toEqual(webp);
  expect(row.safeParse({ ...webp, settings: { quality: [75] } }).success).toBe(false);
  expect(row.safeParse({ ...webp, engine: { name: 'libwebp', version: '1' } }).success).toBe(false);
});
