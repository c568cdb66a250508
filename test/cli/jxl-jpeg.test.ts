import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { jpegCodecs } from '#src/codecs/registry.js';
import { sharp } from '#src/image/files/sharp.js';
import { rdRecordsIn, runPareto, timingRecordsIn } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const codec = await jpegCodecs.load('jxl-jpeg');
const state = await codec.available(resolveSettings(codec.id, codec.params, {}));

let folder: string;
let photos: string;
let results: string;
beforeEach(async () => {
  folder = scratch();
  results = path.join(folder, 'results');
  photos = path.join(folder, 'photos');
  mkdirSync(photos);
  for (const seed of [1, 2]) {
    const { data, width, height } = picture(160, 120, seed);
    await sharp(data as Uint8Array, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 80 })
      .toFile(path.join(photos, `p${seed}.jpg`));
  }
});

const sweep = (...args: string[]) =>
  runPareto(['sweep', '--codec', 'jxl-jpeg', '--out', results, ...args], {
    cache: path.join(folder, 'cache'),
  });

describe.skipIf(state !== true)(`jxl-jpeg in a sweep${state === true ? '' : `: ${state}`}`, () => {
  it('is measured against the JPEG files, and timed', async () => {
    const { status, stdout } = await sweep(
      ...['--dataset', photos, '--crop', 'none', '--measure', 'rd,timing'],
      ...['--metrics', 'psnr,ssim', '--passes', '1', '--testbed', 'here'],
    );
    expect(status).toBe(0);
    const records = rdRecordsIn(path.join(results, 'rd/photos/jxl-jpeg.jsonl'));
    expect(records).toHaveLength(2);
    for (const record of records) {
      const sourceBytes = statSync(path.join(photos, `${record.image}.jpg`)).size;
      expect(record).toMatchObject({ sourceBytes, exact: true, conversion: null, error: null });
      expect(record).toMatchObject({ width: 160, height: 120 });
      expect(record.bytes).toBeLessThan(sourceBytes);
      expect(record.bpp).toBeCloseTo((8 * record.bytes!) / (160 * 120), 12);
      // What comes back is the very file, so its picture is the original's own.
      expect(record.metrics).toEqual({ psnr: null, ssim: 1 });
    }
    const raw = rdRecordsIn(path.join(results, 'rd/photos/raw.jsonl'));
    expect(raw.map(({ sourceBytes }) => sourceBytes)).toEqual([null, null]);
    const ratios = records.map(({ bytes, sourceBytes }) => Math.log(bytes! / sourceBytes!));
    const saving = -100 * Math.expm1((ratios[0]! + ratios[1]!) / 2);
    expect(stdout).toMatch(new RegExp(`^jxl-jpeg .* ${saving.toFixed(2)} % +exact`, 'm'));
    const timed = timingRecordsIn(path.join(results, 'timing/here/photos/jxl-jpeg.jsonl'));
    expect(timed.map(({ error, peakBytes }) => [error, peakBytes !== null])).toEqual([
      [null, true],
      [null, true],
    ]);
    const again = await sweep(
      ...['--dataset', photos, '--metrics', 'psnr,ssim', '--dry-run', '--json'],
    );
    expect(JSON.parse(again.stdout).rd).toMatchObject({ finished: 4, jobs: [] });
  });

  it('has failed records of files that it does not take', async () => {
    await sharp(path.join(photos, 'p1.jpg'))
      .toColourspace('cmyk')
      .jpeg()
      .toFile(path.join(photos, 'cmyk.jpg'));
    const { status, stderr } = await sweep('--dataset', photos, '--max-failures', '1');
    expect(status).toBe(0);
    expect(stderr).toMatch(/jxl-jpeg on cmyk failed in encode: .*4 components \(CMYK\)/);
    const records = rdRecordsIn(path.join(results, 'rd/photos/jxl-jpeg.jsonl'));
    expect(records.filter(({ error }) => error === null)).toHaveLength(2);
  });

  it('stops before any work where there is no JPEG, and where a crop is asked for', async () => {
    const pictures = await sweep('--dataset', 'sample');
    expect(pictures.status).toBe(2);
    expect(pictures.stderr).toMatch(/jxl-jpeg takes JPEG files, and 9 of 9 images are none/);
    const cropped = await sweep('--dataset', photos, '--measure', 'timing');
    expect(cropped.status).toBe(2);
    expect(cropped.stderr).toMatch(
      /whole files and no crop of 512x512; choose no crop \(--crop none\)/,
    );
    await sharp(path.join(photos, 'p1.jpg')).toFile(path.join(photos, 'p3.png'));
    expect((await sweep('--dataset', photos)).stderr).toMatch(/1 of 3 images are none \(p3.png/);
  });
});
