import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { metrics } from '#src/metrics/registry.js';
import { isStreamed, largePixels, layoutOf, streamedTrials } from '#src/optimize/large/streamed.js';
import { mostTiles, openTileJudge } from '#src/optimize/large/tile-judge.js';
import { stripJpeg } from '#src/optimize/metadata/jpeg.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../../support/photos.ts';
import { fileWith, told } from '../metadata/files.ts';

const limits = { maxPixels: 1e8 };
const { data, width, height } = picture(700, 500);
const image = sharp(data, { raw: { width, height, channels: 3 } });
const jpeg = new Uint8Array(
  await image.clone().jpeg({ quality: 95, optimiseCoding: false, progressive: false }).toBuffer(),
);
const source = await openSource(jpeg, 'a.jpg', limits);
const setting = { preset: 'medium', lossyPng: true, keep: [] } as const;
const metric = await metrics.load('ssimulacra2');
const [streamed, recode, strip] = streamedTrials;

test('a small picture is held whole, a large JPEG for JPEG is not', async () => {
  expect(await isStreamed(source, ['jpeg'])).toBe(false);
  const side = Math.ceil(Math.sqrt(largePixels));
  const large = { ...source, facts: { ...source.facts, width: side, height: side } };
  expect(await isStreamed(large, ['jpeg'])).toBe(true);
  expect(await isStreamed(large, ['jpeg', 'webp'])).toBe(false);
  expect(await isStreamed({ ...large, format: 'png' }, ['jpeg'])).toBe(false);
  const cmyk = await image.clone().toColourspace('cmyk').jpeg().toBuffer();
  expect(await layoutOf(cmyk)).toBe(null);
  expect(await isStreamed({ ...large, bytes: cmyk }, ['jpeg'])).toBe(false);
});

test('every trial gives a file that the tiles score', async () => {
  const judge = await openTileJudge(source, metric, limits);
  const made = await Promise.all(
    [streamed!, recode!, strip!].map((trial) =>
      trial.run(source, { ...setting, knob: trial.knob ? 60 : null }, limits),
    ),
  );
  const [lossy, recoded, stripped] = await Promise.all(
    made.map((file) => judge.judge(file!, 'jpeg')),
  );
  expect(lossy).toMatchObject({ isExact: false });
  expect(lossy!.value).toBeGreaterThan(40);
  expect(lossy!.value).toBeLessThan(95);
  expect([recoded!.isExact, stripped!.isExact]).toEqual([true, true]);
  expect(made[0]!.length).toBeLessThan(jpeg.length);
  expect(made[1]!.length).toBeLessThan(jpeg.length);
  // What libjpeg makes with its own best tables is no smaller.
  const best = await image.clone().jpeg({ quality: 60, optimiseCoding: true }).toBuffer();
  expect(made[0]!.length).toBeLessThan(best.length * 1.4);
  judge.close();
  expect(mostTiles).toBe(16);
});

test('coefficients are not coded again where that cannot become the smallest file', async () => {
  const ask = (mostBytes: number) =>
    recode!.run(source, { ...setting, knob: null }, { ...limits, mostBytes });
  expect(await ask(jpeg.length)).not.toBe(null);
  expect(await ask(jpeg.length / 3)).toBe(null);
});

test('metadata are taken out where that file can be the smallest', async () => {
  const file = new Uint8Array(await fileWith('jpeg'));
  const own = await openSource(file, 'b.jpg', limits);
  const ask = (mostBytes: number) =>
    strip!.run(own, { ...setting, knob: null }, { ...limits, mostBytes });
  const made = await ask(file.length);
  expect(told(made!)).toEqual([]);
  expect(await ask(made!.length)).toEqual(made);
  expect(await ask(made!.length - 1)).toBe(null);
});

test('a place goes where EXIF stays, which leaves the file as long as it was', async () => {
  const all = ['exif', 'gps', 'thumbnails'] as const;
  const file = stripJpeg(new Uint8Array(await fileWith('jpeg')), { keep: all });
  expect(told(file)).toEqual(['owner', 'place']);
  const own = await openSource(file, 'b.jpg', limits);
  const keeping = (...keep: (typeof all)[number][]) =>
    strip!.run(own, { ...setting, keep, knob: null }, limits);
  const made = await keeping('exif', 'thumbnails');
  expect(made!.length).toBe(file.length);
  expect(told(made!)).toEqual(['owner']);
  expect(await keeping(...all)).toEqual(file);
});

test('orientation and profile stay, nothing else does', async () => {
  const file = new Uint8Array(await fileWith('jpeg'));
  const own = await openSource(file, 'b.jpg', limits);
  const made = await streamed!.run(own, { ...setting, knob: 60 }, limits);
  expect(told(made!)).toEqual([]);
  const [before, after] = [await sharp(file).metadata(), await sharp(made!).metadata()];
  expect([after.icc, after.orientation]).toEqual([before.icc, before.orientation]);
});

test('metadata that are kept leave no lossy trial', async () => {
  expect(await streamed!.applies(source, { ...setting, keep: ['exif'] })).toBe(false);
  expect(await recode!.applies(source, { ...setting, keep: ['exif'] })).toBe(true);
});
