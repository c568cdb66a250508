import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { openTurbo } from '#src/runtimes/ffi/turbojpeg.js';
import { picture } from '../support/photos.ts';
import { runTrials } from './formats/source.ts';
import { fileWith, told } from './metadata/files.ts';

const { data, width, height, channels } = picture(160, 120);
const missing = 'missing' in openTurbo();

test.skipIf(missing)('samples stay, metadata go, profile and orientation stay', async () => {
  const file = await fileWith('jpeg');
  const { recode } = await runTrials(file, 'jpeg');
  expect(recode!.length).toBeLessThan(file.length);
  expect(told(recode!)).toEqual([]);
  const [before, after] = [await sharp(file).metadata(), await sharp(recode!).metadata()];
  expect([after.icc, after.orientation]).toEqual([before.icc, before.orientation]);
  const [a, b] = await Promise.all([file, recode!].map((each) => sharp(each).raw().toBuffer()));
  expect(b!.equals(a!)).toBe(true);
});

test.skipIf(missing)('a file without the header of JFIF gets none', async () => {
  const file = await sharp(data, { raw: { width, height, channels } })
    .jpeg({ optimiseCoding: false })
    .toBuffer();
  expect(file.includes('JFIF')).toBe(false);
  const { recode } = await runTrials(file, 'jpeg');
  expect(Buffer.from(recode!).includes('JFIF')).toBe(false);
});
