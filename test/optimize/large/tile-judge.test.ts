import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { metrics } from '#src/metrics/registry.js';
import { openTileJudge } from '#src/optimize/large/tile-judge.js';
import { openSource } from '#src/optimize/source.js';
import { picture } from '../../support/photos.ts';

const limits = { maxPixels: 1e8 };
const metric = await metrics.load('ssimulacra2');
const jpegOf = async (width: number, height: number, quality: number, grey = false) => {
  const { data } = picture(width, height);
  const image = sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality });
  return new Uint8Array(await (grey ? image.toColourspace('b-w') : image).toBuffer());
};

test.each([
  [900, 800, false],
  [1200, 60, false],
  [60, 1200, false],
  [420, 410, true],
])('%dx%d, grey %s: a coarser file has a lower score', async (width, height, grey) => {
  const source = await openSource(await jpegOf(width, height, 96, grey), 'a.jpg', limits);
  const judge = await openTileJudge(source, metric, limits);
  const values = [];
  for (const quality of [80, 30]) {
    values.push((await judge.judge(await jpegOf(width, height, quality, grey), 'jpeg')).value!);
  }
  expect(values[0]).toBeGreaterThan(values[1]!);
  expect(await judge.judge(source.bytes, 'jpeg')).toMatchObject({ isExact: true });
  judge.close();
});

test('a file of another size and one that is cut short are refused', async () => {
  const source = await openSource(await jpegOf(500, 400, 96), 'a.jpg', limits);
  const judge = await openTileJudge(source, metric, limits);
  await expect(judge.judge(await jpegOf(500, 401, 50), 'jpeg')).rejects.toThrow(/shows 500x401/);
  await expect(judge.judge(source.bytes.subarray(0, 9000), 'jpeg')).rejects.toThrow();
  judge.close();
  const cut = { ...source, bytes: source.bytes.subarray(0, 9000) };
  await expect(openTileJudge(cut, metric, limits)).rejects.toThrow();
});
