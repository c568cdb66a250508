import path from 'node:path';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { savePng } from '#src/image/files/save.js';
import { loadPair } from '#src/score/pair.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

test('a file and samples', async () => {
  const file = path.join(scratch(), 'a.png');
  await savePng(file, picture(9, 7));
  const { original, decoded } = await loadPair(file, picture(9, 7, 2));
  expect(Buffer.compare(original.data as Uint8Array, picture(9, 7).data as Uint8Array)).toBe(0);
  expect(decoded).toMatchObject({ width: 9, height: 7 });
});

test('pictures of two sizes, and what is no picture, are told by name', async () => {
  const file = path.join(scratch(), 'a.png');
  await savePng(file, picture(9, 7));
  const unlike = loadPair(file, picture(7, 9));
  await expect(unlike).rejects.toThrow(WorkError);
  await expect(unlike).rejects.toThrow(
    /^only pictures of one size can be compared: .*a\.png is 9x7, the decoded picture is 7x9$/,
  );
  await expect(loadPair(Uint8Array.of(1, 2, 3), file)).rejects.toThrow(/the original/);
  await expect(loadPair(file, file, { maxPixels: 62 })).rejects.toThrow(/62/);
});
