import { expect, test } from 'vitest';
import { imageTimesTables } from '#src/leaderboard/image-times.js';
import { timingGroups } from '#src/leaderboard/timing-groups.js';
import { imageTimes } from '#src/page/model/image-times-file.js';
import { imageTimesTableOf } from '#src/page/model/image-times-table.js';
import { timingOf } from '../../support/records.ts';

const records = ['a', 'b'].map((image, i) =>
  timingOf({ spec: 'webp', image, encode: [1 + i, 1 + i], decode: [0.5, 0.5] }),
);
const [group] = timingGroups(records, { seed: 1, resamples: 50, level: 0.95 });
const images = records.map(({ imageSha256: sha256 }) => ({ sha256 }));

test('what the page has of times gives the table that the leaderboard made', () => {
  const shas = images.map(({ sha256 }) => sha256);
  const seconds = imageTimes([group!], shas, records).timings[0]!;
  const made = imageTimesTables(records)[0]!.find(group!.rows[0]!)!;
  const found = imageTimesTableOf(group!, images, seconds).find(group!.rows[0]!)!;
  expect(found.encode).toBeCloseTo(made.encode, 9);
  expect(found.decode).toBeCloseTo(made.decode, 9);
  expect([found.complete, found.command, found.peakBytes]).toEqual([true, false, null]);
  expect([...found.images]).toEqual([...made.images]);
});

test('without the seconds of images pairs have none; a row that is not there has no times', () => {
  const table = imageTimesTableOf(group!);
  const row = group!.rows[0]!;
  expect(table.find(row)!.images.size).toBe(0);
  expect(table.find({ ...row, codec: 'avif' })).toBeUndefined();
});
