import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { jxlJpeg } from '#src/codecs/jxl/jpeg.js';
import { optimizeHere } from '#src/optimize/job.js';
import { stripJpeg } from '#src/optimize/metadata/jpeg.js';
import { readOptimizeOptions } from '#src/optimize/options.js';
import { openSource } from '#src/optimize/source.js';
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

test.skipIf(!available)('it counts as exact, whatever the orientation', async () => {
  // Where anything is kept no encoder is tried beside it.
  const { timeLimitSeconds: _, ...task } = await readOptimizeOptions({
    ...{ formats: ['jxl'], keep: ['comments'] },
  });
  for (const orientation of [1, 3, 6]) {
    const source = new Uint8Array(await fileWith('jpeg', orientation));
    expect(await optimizeHere({ ...task, source, name: null })).toMatchObject({
      ...{ format: 'jxl', method: 'jpeg-in-jxl', score: { value: 100 }, encodes: 1 },
    });
  }
});

test.skipIf(!available)('what it makes is read again as a picture', async () => {
  for (const orientation of [1, 6]) {
    const file = await fileWith('jpeg', orientation);
    const made = (await runTrials(file, 'jxl'))['jpeg-in-jxl']!;
    const shown = await openSource(made, 'a.jxl', { maxPixels: 1e6 });
    const { width, height } = await shown.raster();
    expect([width, height]).toEqual(orientation === 1 ? [64, 48] : [48, 64]);
  }
});
