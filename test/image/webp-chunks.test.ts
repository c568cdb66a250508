import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { bareExif, firstWebpChunk, webpChunks, webpFlags } from '#src/image/webp-chunks.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../support/photos.ts';

const file = new Uint8Array(
  await fromRaster(picture(20, 10))
    .withIccProfile('p3')
    .withExif({ IFD0: { Copyright: 'nobody' } })
    .webp()
    .toBuffer(),
);

test('chunks stand one behind the other, of even length', () => {
  const found = [...webpChunks(file)];
  expect(found.map(({ type }) => type)).toEqual(['VP8X', 'ICCP', 'VP8 ', 'EXIF']);
  expect(found[0]!.start).toBe(firstWebpChunk + 8);
  expect(found.slice(1).map(({ start }) => start - 8)).toEqual(
    found.slice(0, -1).map(({ end }) => end + (end & 1)),
  );
  const flags = file[found[0]!.start]!;
  expect(flags).toBe(webpFlags.profile | webpFlags.exif);
});

test('a part is read by itself, and a chunk that is cut short is the last', () => {
  const [, profile, frame] = [...webpChunks(file)];
  const range = { from: profile!.start - 8, to: frame!.start + 1 };
  expect([...webpChunks(file, range)]).toEqual([profile, frame]);
  expect([...webpChunks(file.subarray(0, frame!.start - 1))]).toHaveLength(2);
  expect([...webpChunks(new Uint8Array(12))]).toEqual([]);
});

test('EXIF is found with the name that JPEG has before it, and without', async () => {
  const { exif } = await sharp(file).metadata();
  const bare = bareExif(exif!);
  expect(Buffer.from(bare.subarray(0, 2)).toString()).toMatch(/^(II|MM)$/);
  expect(bareExif(bare)).toBe(bare);
});
