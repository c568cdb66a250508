import { describe, expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { decodeImage } from '#src/image/files/load.js';
import { writerFor } from '#src/image/files/write.js';
import type { Raster } from '#src/image/raster.js';
import { picture } from '../../codecs/support.ts';

const write = async (name: string, image: Raster): Promise<Raster> =>
  decodeImage(await writerFor(name)(image), { name });
const of = (channels: 1 | 3 | 4, depth: 8 | 16) =>
  picture({ width: 7, height: 5, channels, depth });

describe.each([8, 16] as const)('%i bit', (depth) => {
  test.each([
    ['a.png', 1],
    ['a.png', 3],
    ['a.PNG', 4],
    ['a.pam', 1],
    ['a.pam', 4],
    ['a.pnm', 1],
    ['a.pnm', 3],
    ['a.ppm', 3],
    ['a.pgm', 1],
  ] as const)('%s holds the very samples of %i channels', async (name, channels) => {
    const image = of(channels, depth);
    expect(sameSamples(await write(name, image), image)).toBe(true);
  });

  test('grey becomes RGB in a PPM file', async () => {
    const read = await write('a.ppm', of(1, depth));
    expect(sameSamples(read, convert(of(1, depth), { channels: 3, depth }))).toBe(true);
  });
});

test('what a format does not hold is refused, with one that does', async () => {
  for (const name of ['a.ppm', 'a.pnm']) {
    await expect(writerFor(name)(of(4, 8))).rejects.toThrow(/has no alpha.*\.pam/);
  }
  await expect(writerFor('a.pgm')(of(3, 8))).rejects.toThrow(WorkError);
  await expect(writerFor('a.pgm')(of(4, 8))).rejects.toThrow(/PGM is grey.*\.pam/);
});

test('other endings are refused', () => {
  for (const name of ['a.jpg', 'a', 'a.constructor', 'png']) {
    expect(() => writerFor(name)).toThrow(UsageError);
  }
  expect(() => writerFor('b.gif')).toThrow(
    "a picture is written as .png, .ppm, .pgm, .pnm, .pam, and 'b.gif' ends in none of them",
  );
});
