import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadImageFile } from '#src/image/files/load.js';
import { savePng } from '#src/image/files/save.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { damagedJpegs } from '../support/damaged-jpeg.ts';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
const score = (...args: string[]) => runPareto(['score', ...args], { cache: at('cache') });

/** A picture of 200 x 180 with a hole in the tile at 64, 64. */
function damaged(image: Raster): Raster {
  const data = image.data.slice();
  for (let y = 80; y < 110; y++) data.fill(0, (y * 200 + 80) * 3, (y * 200 + 110) * 3);
  return { ...image, data };
}

beforeEach(async () => {
  folder = scratch();
  await savePng(at('a.png'), picture(200, 180));
  await savePng(at('b.png'), damaged(picture(200, 180)));
});

describe('score', () => {
  test('gives every metric that is available, and where it is worst', async () => {
    const { status, stdout } = await score(at('a.png'), at('b.png'), '--json');
    expect(status).toBe(0);
    const { metrics: values, worstTiles, metricErrors, ...rest } = JSON.parse(stdout);
    expect(rest).toMatchObject({ width: 200, height: 180, original: at('a.png') });
    expect(metricErrors).toEqual({});
    for (const id of metrics.names) {
      const metric = await metrics.load(id);
      if ((await metric.available()) !== true) continue;
      expect(values[id], id).toBeTypeOf('number');
      if (metric.map === null) continue;
      expect(worstTiles[id], id).toMatchObject({ x: 64, y: 64, width: 64 });
    }
  });

  test('takes a damaged file where it is told to, and says so', async () => {
    const { sos, whole } = await damagedJpegs(picture(200, 180));
    writeFileSync(at('damaged.jpg'), sos);
    writeFileSync(at('whole.jpg'), whole);
    const args = [at('whole.jpg'), at('damaged.jpg'), '--metrics', 'psnr'];
    const refused = await score(...args);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toBe(
      `pareto: ${at('damaged.jpg')} is damaged, but libvips can decode it (Invalid SOS parameters for sequential JPEG); read it leniently to take it as it is (--lenient)\n`,
    );
    const taken = await score(...args, '--lenient', '--json');
    expect(taken.status).toBe(0);
    expect(taken.stderr).toMatch(
      /^warning: .*damaged\.jpg is damaged \(Invalid SOS .*all the same\n$/,
    );
    expect(JSON.parse(taken.stdout)).toMatchObject({
      metrics: { psnr: null },
      damage: { original: null, decoded: 'Invalid SOS parameters for sequential JPEG' },
    });
  });

  test('writes the error maps: black but for the damage', async () => {
    const ids = ['psnr', 'ssim', 'pixelmatch'];
    await score(at('a.png'), at('b.png'), '--metrics', ids.join(','), '--maps', at('maps'));
    for (const id of ids) {
      const map = await loadImageFile(at(`maps/${id}.png`));
      expect([map.width, map.height, map.channels, map.depth]).toEqual([200, 180, 1, 8]);
      expect(map.data[0]).toBe(0);
      expect(map.data[95 * 200 + 95]).toBeGreaterThan(100);
    }
  });

  test('equal pictures are exact', async () => {
    const { stdout } = await score(at('a.png'), at('a.png'), '--metrics', 'psnr,ssim');
    expect(stdout).toMatch(/^psnr +exact +dB +higher +exact +0,0 64x64$/m);
    expect(stdout).toMatch(/^ssim +1\.00000 +- +higher/m);
  });

  test('alpha that differs is told, and no ground hides it', async () => {
    const logo = (alpha: number) =>
      createRaster({
        ...{ width: 16, height: 16, channels: 4, depth: 8 },
        data: Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 < 3 ? 128 : i < 256 ? alpha : 0)),
      });
    await savePng(at('grey.png'), logo(255));
    await savePng(at('none.png'), logo(0));
    const pair = [at('grey.png'), at('none.png'), '--metrics', 'psnr,pixelmatch'];
    const { stdout } = await score(...pair);
    expect(stdout).toMatch(/^psnr +12\.\d+ +dB/m);
    expect(stdout).toMatch(/^pixelmatch +0\.25000/m);
    expect(stdout).toContain('\n\nalpha differs: ');
    const json = JSON.parse((await score(...pair, '--json')).stdout);
    expect(json).toMatchObject({ exact: false, alpha: 'differs', metrics: { pixelmatch: 0.25 } });
  });

  test('a metric that cannot be computed is named, and the others are printed', async () => {
    await savePng(at('small.png'), picture(20, 10));
    const { status, stdout, stderr } = await score(
      at('small.png'),
      at('small.png'),
      '--metrics',
      'psnr,ssim',
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^psnr +exact/m);
    expect(stdout).toMatch(/^ssim +none/m);
    expect(stderr).toBe(
      `pareto: ${at('small.png')} against ${at('small.png')}: ssim needs 11x11 pixels or more, got 20x10\n`,
    );
  });

  test('of a group, a metric that such a picture does not have is no failure', async () => {
    await savePng(at('small.png'), picture(100, 100));
    const { status, stdout, stderr } = await score(at('small.png'), at('small.png'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ms-ssim +none/m);
    expect(stderr).not.toContain('ms-ssim');
  });

  test('a map that cannot be written leaves no half answer', async () => {
    writeFileSync(at('taken'), '');
    const args = [at('a.png'), at('b.png'), '--metrics', 'psnr', '--maps', at('taken')];
    const { status, stdout, stderr } = await score(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('taken');
  });

  test('files of two sizes, and files that are no pictures', async () => {
    await savePng(at('small.png'), picture(20, 12));
    const sizes = await score(at('a.png'), at('small.png'), '--metrics', 'psnr');
    expect(sizes.stderr).toBe(
      `pareto: only pictures of one size can be compared: ${at('a.png')} is 200x180, ${at('small.png')} is 20x12\n`,
    );
    writeFileSync(at('c.png'), 'nothing of the kind');
    const broken = await score(at('a.png'), at('c.png'), '--metrics', 'psnr');
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain(`${at('c.png')} is no image that can be read`);
    expect(existsSync(at('maps'))).toBe(false);
  });
});
