import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDataset } from '#src/datasets/dataset.js';
import { isInShard, parseShard } from '#src/datasets/shard.js';

const pictures = Array.from({ length: 4000 }, (_, at) => hash('sha256', `picture ${at}`));

test('the parts of a whole hold every picture once, and nearly equally many', () => {
  for (const parts of [1, 3, 8]) {
    const counts = Array.from(
      { length: parts },
      (_, at) => pictures.filter((sha256) => isInShard({ part: at + 1, parts }, sha256)).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pictures.length);
    expect(Math.min(...counts)).toBeGreaterThan(0.8 * (pictures.length / parts));
  }
});

test('a picture stays in its part, whatever else there is', () => {
  // Fixed: parts that were measured by one version are to be those of the next.
  expect(
    pictures
      .slice(0, 8)
      .map((sha256) => [1, 2, 3].find((part) => isInShard({ part, parts: 3 }, sha256))),
  ).toMatchInlineSnapshot(`
    [
      1,
      2,
      1,
      3,
      1,
      3,
      2,
      3,
    ]
  `);
});

test.each(['', '0/4', '5/4', '1/0', '-1/2', '1', '1/2/3', '1.5/2', 'a/b', '1/99999999'])(
  "refuses '%s' and says what is expected",
  (text) => {
    expect(() => parseShard(text)).toThrow(`shard takes a part of a whole, such as 3/8`);
  },
);

test('a data set opens in parts, whose pictures are the whole one’s', async () => {
  const whole = await openDataset('sample');
  const parts = await Promise.all(
    [1, 2, 3].map((part) => openDataset('sample', { shard: { part, parts: 3 } })),
  );
  const names = parts.flatMap(({ images }) => images.map(({ name }) => name));
  expect(names.sort()).toEqual(whole.images.map(({ name }) => name).sort());
  const { images } = await openDataset('sample', { shard: { part: 1, parts: 3 }, limit: 4 });
  const firstFour = whole.images.slice(0, 4).map(({ name }) => name);
  expect(images.map(({ name }) => name)).toEqual(
    firstFour.filter((name) => parts[0]!.images.some((image) => image.name === name)),
  );
});
