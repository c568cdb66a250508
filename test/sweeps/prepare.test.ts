import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { jpegCodecs } from '#src/codecs/registry.js';
import { sharp } from '#src/image/files/sharp.js';
import { keepMap } from '#src/results/bitstreams.js';
import { rdKey, timingKey } from '#src/results/key.js';
import { rdFile, timingFile } from '#src/results/layout.js';
import type { RdRecord } from '#src/results/record.js';
import type { SweepOptions } from '#src/sweeps/options.js';
import { planSweep, type SweepPlan } from '#src/sweeps/prepare.js';
import { savePictures } from '../support/photos.ts';
import { withChunk } from '../support/png.ts';
import { rdRecordWith, timingRecordWith } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const recompressor = await jpegCodecs.load('jxl-jpeg');
const hasJxl = (await recompressor.available({})) === true;

let dataset: string;
let out: string;
beforeEach(async () => {
  const folder = scratch();
  dataset = path.join(folder, 'photos');
  out = path.join(folder, 'results');
  await savePictures(dataset, 2);
  vi.stubEnv('PARETO_CACHE', path.join(folder, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

const plan = (
  options: Partial<SweepOptions> = {},
  listener: Parameters<typeof planSweep>[1] = {},
) =>
  planSweep(
    { codecs: 'jpeg:quality=50', metrics: 'psnr,ssim', dataset, out, ...options },
    listener,
  );
const timing = { measure: ['timing' as const], testbed: 'here' };

/** Appends a record of each job of a plan. */
async function store({ rd, metrics }: SweepPlan, changes: Partial<RdRecord> = {}): Promise<void> {
  const metricVersions = Object.fromEntries(metrics.map(({ id, version }) => [id, version]));
  for (const { key, configuration, image } of rd!.jobs) {
    const { codec } = configuration;
    await appendLines(rdFile(out, 'photos', codec), [
      rdRecordWith({
        ...{ key, codec, imageSha256: image.sha256 },
        ...{ metrics: { psnr: 40, ssim: 0.9 }, metricVersions },
        ...changes,
      }),
    ]);
  }
}

describe('a plan', () => {
  test('looks up data set, codecs and metrics, and knows what is asked of it alone', async () => {
    const { rd, ...rest } = await plan();
    expect(rest).toMatchObject({ dataset: 'photos', timing: null, ownMetrics: [] });
    expect(rest.images.map(({ name }) => name)).toEqual(['p1', 'p2']);
    expect(rest.configurations.map(({ spec }) => spec)).toEqual(['raw', 'jpeg:quality=50']);
    expect(rest.metrics.map(({ id }) => id)).toEqual(['psnr', 'ssim']);
    expect(rd).toMatchObject({ crop: null, finished: 0, retried: 0, rescored: 0 });
    expect(rd?.jobs).toHaveLength(4);
    const timed = await plan(timing);
    expect(timed).toMatchObject({ rd: null, timing: { crop: '512x512', finished: 0 } });
    expect(timed.timing?.configurations).toEqual(rest.configurations);
    expect(timed.timing?.testbed.id).toBe('here');
  });

  test('takes so many images, or those that are named, and the values of quality', async () => {
    expect((await plan({ limit: 1 })).images.map(({ name }) => name)).toEqual(['p1']);
    expect((await plan({ images: ['p2'] })).images.map(({ name }) => name)).toEqual(['p2']);
    const { configurations } = await plan({ codecs: 'jpeg', quality: [20, 40] });
    expect(configurations.map(({ spec }) => spec).slice(1)).toEqual([
      'jpeg:quality=20',
      'jpeg:quality=40',
    ]);
  });

  test('brings the user’s own codecs and metrics', async () => {
    const example = (name: string) =>
      fileURLToPath(new URL(`../../examples/${name}.js`, import.meta.url));
    const plugins = [example('quantise-deflate'), example('mean-error')];
    const own = { codecs: 'quantise-deflate:step=8', metrics: 'psnr', plugins };
    const { configurations, ownMetrics } = await plan(own);
    expect(configurations[1]).toMatchObject({ source: { id: 'quantise-deflate' } });
    // Own metrics are known also where they are not wanted: a stored record may hold them.
    expect(ownMetrics.map(({ metric }) => metric.id)).toEqual(['mean-error']);
  });

  test('makes records of 0.1 anew of pictures whose colours it passed over', async () => {
    await store(await plan(), { version: '0.1.0' });
    expect((await plan()).rd).toMatchObject({ finished: 4 });
    // The same key, as if the file had stated its gamma then.
    const file = path.join(dataset, 'p1.png');
    writeFileSync(file, withChunk(readFileSync(file), 'gAMA', Buffer.of(0, 1, 0x86, 0xa0)));
    await store(await plan(), { version: '0.1.0' });
    expect((await plan()).rd).toMatchObject({ finished: 2 });
    await store(await plan(), { version: '0.2.0' });
    expect((await plan()).rd).toMatchObject({ finished: 4 });
  });

  test('takes each picture once, and tells of copies', async () => {
    copyFileSync(path.join(dataset, 'p1.png'), path.join(dataset, 'q.png'));
    // Empty files are no copies: each of them fails by itself.
    for (const name of ['r.png', 's.png']) writeFileSync(path.join(dataset, name), '');
    const warnings: string[] = [];
    const { images } = await plan({}, { onWarning: (message) => warnings.push(message) });
    expect(images.map(({ name }) => name)).toEqual(['p1', 'p2', 'r', 's']);
    expect(warnings).toEqual(['q is a copy of p1 and is left out']);
    copyFileSync(path.join(dataset, 'p2.png'), path.join(dataset, 't.png'));
    warnings.length = 0;
    await plan({}, { onWarning: (message) => warnings.push(message) });
    expect(warnings).toEqual(['2 copies are left out: q is a copy of p1, t is a copy of p2']);
  });
});

describe('the crop', () => {
  test.each([
    [undefined, null, '512x512'],
    ['none', null, null],
    ['32x16', '32x16', '32x16'],
  ])('%s is of rates %s and of times %s', async (crop, ofRates, ofTimes) => {
    const both = await plan({ ...timing, measure: ['rd', 'timing'], ...(crop && { crop }) });
    expect([both.rd?.crop, both.timing?.crop]).toEqual([ofRates, ofTimes]);
    const [job] = both.rd!.jobs;
    expect(job?.key).toBe(rdKey(job!.configuration.identity, job!.image.sha256, ofRates));
  });

  test.runIf(hasJxl)(
    'is refused for a codec of whole files where it is going to be measured',
    async () => {
      const jpeg = path.join(dataset, '..', 'a.jpg');
      await sharp(path.join(dataset, 'p1.png')).jpeg().toFile(jpeg);
      const given = { codecs: 'jxl-jpeg', dataset: jpeg };
      // `raw` takes any picture: the data set is planned for both.
      expect((await plan(given)).rd?.jobs).toHaveLength(2);
      const refused = { code: 'crop-of-file' };
      await expect(plan({ ...given, crop: '8x8' })).rejects.toMatchObject(refused);
      await expect(plan({ ...given, ...timing })).rejects.toMatchObject(refused);
      expect((await plan({ ...given, ...timing, crop: 'none' })).timing?.crop).toBeNull();
    },
  );
});

describe('what is stored', () => {
  test('is finished, of the results folder and the data set alone', async () => {
    await store(await plan());
    expect((await plan()).rd).toMatchObject({ jobs: [], finished: 4 });
    expect((await plan({ out: scratch() })).rd).toMatchObject({ finished: 0 });
    expect((await plan({ force: true })).rd).toMatchObject({ finished: 0, rescored: 0 });
    expect((await plan({ rescore: true })).rd).toMatchObject({ finished: 0, rescored: 4 });
    expect((await plan({ seed: 2 })).rd?.finished).toBe(4);
  });

  test('is scored again for error maps that are wanted and not at hand', async () => {
    const wanted = { maps: true, images: ['p1'], codecs: 'raw' };
    const first = await plan(wanted);
    const bitstreamSha256 = 'c'.repeat(64);
    await store(first, { bitstreamSha256 });
    expect((await plan({ ...wanted, maps: false })).rd).toMatchObject({ jobs: [], finished: 1 });
    const all = await plan(wanted);
    expect(all.rd?.jobs.map(({ metrics, kept }) => [metrics, kept])).toEqual([
      [['psnr', 'ssim'], []],
    ]);
    const imageSha256 = first.images[0]!.sha256;
    const shown = { bitstreamSha256, imageSha256, crop: null };
    await keepMap({ ...shown, metric: 'psnr' }, new Uint8Array(1));
    expect((await plan(wanted)).rd?.jobs[0]).toMatchObject({ metrics: ['ssim'], kept: ['psnr'] });
    await keepMap({ ...shown, metric: 'ssim' }, new Uint8Array(1));
    expect((await plan(wanted)).rd).toMatchObject({ jobs: [], finished: 1 });
  });

  test('has no map of a metric that failed, and none without a bitstream', async () => {
    const wanted = { maps: true, images: ['p1'], codecs: 'raw' };
    const first = await plan(wanted);
    await store(first, { metricErrors: { psnr: 'too small' } });
    expect((await plan(wanted)).rd?.jobs[0]).toMatchObject({ metrics: ['ssim'], kept: ['psnr'] });
    await store(first, { bitstreamSha256: null });
    expect((await plan(wanted)).rd).toMatchObject({ jobs: [], finished: 1 });
    rmSync(rdFile(out, 'photos', 'raw'));
    expect((await plan(wanted)).rd).toMatchObject({ finished: 0, rescored: 0 });
  });

  test('of times is finished with its passes, on its testbed', async () => {
    const options = { ...timing, images: ['p1'], codecs: 'raw', passes: 2, threads: 3 };
    const { configurations, images } = await plan(options);
    const conditions = { testbed: 'here', crop: '512x512', threads: 3, passes: 2 };
    const samples = { total: [1, 1], cpu: [1, 1], stages: {} };
    await appendLines(timingFile(out, 'here', 'photos', 'raw'), [
      timingRecordWith({
        key: timingKey(configurations[0]!.identity, images[0]!.sha256, conditions),
        ...{ codec: 'raw', encode: samples, decode: samples },
        peakBytes: { encode: 1, decode: 1, idle: 1, image: 'p1' },
      }),
    ]);
    expect((await plan(options)).timing).toMatchObject({ configurations: [], finished: 1 });
    for (const change of [{ testbed: 'there' }, { passes: 3 }, { threads: 1 }, { force: true }]) {
      expect((await plan({ ...options, ...change })).timing).toMatchObject({ finished: 0 });
    }
  });
});
