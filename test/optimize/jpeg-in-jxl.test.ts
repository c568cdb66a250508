import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { jxlJpeg } from '#src/codecs/jxl/jpeg.js';
import { stripJpeg } from '#src/optimize/metadata/jpeg.js';
import { runTrials } from './formats/source.ts';
import { fileWith, told } from './metadata/files.ts';

const settings = resolveSettings(jxlJpeg.id, jxlJpeg.params, {});
const available = (await jxlJpeg.available(settings)) === true;

test.skipIf(!available)('the JPEG less its metadata comes back byte for byte', async () => {
  const file = await fileWith('jpeg');
  const made = (await runTrials(file, 'jxl'))['jpeg-in-jxl']!;
  expect(made.length).toBeLessThan(file.length);
  expect(told(made)).toEqual([]);
  const session = await jxlJpeg.open(settings, { threads: 1, maxPixels: 1e6 });
  const again = await session.decode(made, untimed);
  await session.close();
  expect(Buffer.from(again).equals(stripJpeg(file))).toBe(true);
});

test.skipIf(!available)('kept metadata come back too', async () => {
  const file = await fileWith('jpeg');
  const keep = ['exif', 'gps', 'thumbnails', 'xmp', 'iptc', 'comments'] as const;
  const made = (await runTrials(file, 'jxl', { keep: keep as never }))['jpeg-in-jxl']!;
  const session = await jxlJpeg.open(settings, { threads: 1, maxPixels: 1e6 });
  const again = await session.decode(made, untimed);
  await session.close();
  expect(Buffer.from(again).equals(stripJpeg(file, { keep }))).toBe(true);
});
