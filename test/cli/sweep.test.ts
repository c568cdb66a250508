import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { rdRecordsIn, runPareto, startPareto, timingRecordsIn } from '../support/pareto.ts';
import { picture, savePictures } from '../support/photos.ts';
import { childrenOf, until } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

let folder: string;
let images: string;
let results: string;

beforeEach(async () => {
  folder = scratch();
  images = path.join(folder, 'photos');
  results = path.join(folder, 'results');
  await savePictures(images, 3);
});

const common = () => ['--dataset', images, '--out', results];
const options = () => ({ cache: path.join(folder, 'cache') });
const sweep = (...args: string[]) => runPareto(['sweep', ...common(), ...args], options());
// All that need no model and are defined for pictures of 64x48.
const classical =
  'psnr,psnr-y,ssim,ssim-pooled,ssimulacra2,butteraugli,butteraugli-p3,ssimjs,pixelmatch';
const rdFile = (codec: string) => path.join(results, 'rd', 'photos', `${codec}.jsonl`);

describe('a rate-distortion sweep', () => {
  test('writes a whole record of every job, with raw beside the codecs, and prints the means', async () => {
    const { status, stdout } = await sweep('--codec', 'jpeg:quality=50+90', '--metrics', classical);
    expect(status).toBe(0);
    const records = rdRecordsIn(rdFile('jpeg'));
    expect(records).toHaveLength(6);
    expect(rdRecordsIn(rdFile('raw'))).toHaveLength(3);
    for (const record of records) {
      expect(record.error).toBeNull();
      expect(record.bpp).toBe((8 * record.bytes!) / (64 * 48));
      expect(Object.keys(record.metrics).sort()).toEqual(Object.keys(record.metricVersions).sort());
      expect(record.metricErrors).toEqual({});
    }
    const mean = (spec: string) => {
      const some = records.filter((record) => record.spec === spec);
      return some.reduce((sum, { metrics }) => sum + metrics['psnr']!, 0) / some.length;
    };
    expect(stdout).toContain(mean('jpeg:quality=50').toFixed(3));
    expect(stdout).toContain(mean('jpeg:quality=90').toFixed(3));
    expect(stdout).toMatch(/^raw .* exact/m);
  });

  test('says which codecs got pictures in another layout than their own', async () => {
    copyFileSync(
      new URL('../../datasets/sample/alpha.png', import.meta.url),
      path.join(images, 'alpha.png'),
    );
    const { stdout } = await sweep('--codec', 'jpeg:quality=50+90', '--metrics', 'psnr');
    expect(stdout).toMatch(
      /\n\njpeg: 1 of 4 images converted rgba8 -> rgb8 before encoding\n\n\d+ measured/,
    );
  });

  test('gives the same figures whatever the count of workers and the order', async () => {
    await sweep('--codec', 'jpeg,webp', '--jobs', '1');
    const figures = () =>
      ['jpeg', 'webp'].flatMap((codec) =>
        rdRecordsIn(rdFile(codec))
          .map(({ key, bitstreamSha256, metrics }) =>
            JSON.stringify({ key, bitstreamSha256, metrics }),
          )
          .sort(),
      );
    const first = figures();
    results = path.join(folder, 'again');
    await sweep('--codec', 'jpeg,webp', '--jobs', '3', '--seed', '7');
    expect(figures()).toEqual(first);
  });

  test('goes on where it was, and tries failed jobs again', async () => {
    writeFileSync(path.join(images, 'q.png'), 'no image');
    const first = await sweep('--codec', 'jpeg', '--max-failures', '0.5', '--json');
    expect(first.status).toBe(0);
    expect(JSON.parse(first.stdout).rd).toMatchObject({ measured: 48, failed: 12 });
    const plan = JSON.parse((await sweep('--codec', 'jpeg', '--dry-run', '--json')).stdout);
    expect(plan.rd).toMatchObject({ finished: 36, retried: 12 });
    await savePng(path.join(images, 'q.png'), picture(64, 48, 4));
    const second = await sweep('--codec', 'jpeg', '--json');
    expect(JSON.parse(second.stdout).rd).toMatchObject({ measured: 12, failed: 0 });
    const third = await sweep('--codec', 'jpeg', '--json');
    expect(JSON.parse(third.stdout)).toMatchObject({ rd: null, interrupted: false });
  });

  test('a new metric is computed from the kept bitstream, and stands beside the old ones', async () => {
    await sweep('--codec', 'jpeg:quality=50', '--metrics', 'psnr');
    const before = rdRecordsIn(rdFile('jpeg'));
    const { stdout } = await sweep(
      '--codec',
      'jpeg:quality=50',
      '--metrics',
      'psnr,ssim',
      '--json',
    );
    const after = rdRecordsIn(rdFile('jpeg')).slice(before.length);
    expect(after).toHaveLength(3);
    for (const record of after) {
      const old = before.find(({ key }) => key === record.key);
      expect(record.bitstreamSha256).toBe(old?.bitstreamSha256);
      expect(record.metrics).toEqual({ ...old?.metrics, ssim: expect.any(Number) });
    }
    expect(JSON.parse(stdout).points[0].rows[0].metrics).toHaveProperty('ssim');
  });

  test('--rescore computes from the bitstream what is there already; without the cache it encodes again', async () => {
    await sweep('--codec', 'jpeg:quality=50');
    const [first] = rdRecordsIn(rdFile('jpeg'));
    for (const cache of ['cache', 'an empty cache']) {
      const { status } = await runPareto(
        ['sweep', ...common(), '--codec', 'jpeg:quality=50', '--rescore'],
        { cache: path.join(folder, cache) },
      );
      expect(status).toBe(0);
      const last = rdRecordsIn(rdFile('jpeg')).findLast(({ key }) => key === first?.key);
      expect(last).toEqual({ ...first, at: last?.at });
    }
    expect(rdRecordsIn(rdFile('jpeg'))).toHaveLength(9);
  });

  test('a copy of a picture is measured once, and said', async () => {
    copyFileSync(path.join(images, 'p1.png'), path.join(images, 'copy.png'));
    const { stderr } = await sweep('--codec', 'jpeg:quality=50');
    expect(stderr).toMatch(/p1 is a copy of copy and is left out/);
    expect(rdRecordsIn(rdFile('jpeg'))).toHaveLength(3);
  });

  test('--images, --limit, --crop and --quality choose what is measured', async () => {
    const { stdout } = await sweep(
      ...['--codec', 'jpeg,webp', '--quality', '30,60', '--images', 'p[23]', '--dry-run', '--json'],
    );
    expect(stdout).toBe('');
    const plan = JSON.parse(
      (
        await sweep(
          ...['--codec', 'jpeg,webp', '--quality', '30,60', '--images', 'p2,p3', '--limit', '1'],
          ...['--dry-run', '--json'],
        )
      ).stdout,
    );
    expect(plan.images.map(({ name }: { name: string }) => name)).toEqual(['p2']);
    expect(plan.configurations.map(({ spec }: { spec: string }) => spec)).toEqual([
      'raw',
      'jpeg:quality=30',
      'jpeg:quality=60',
      'webp:quality=30',
      'webp:quality=60',
    ]);
    await sweep('--codec', 'jpeg:quality=30', '--crop', '32x16');
    for (const record of rdRecordsIn(rdFile('jpeg'))) {
      expect(record).toMatchObject({ crop: '32x16', width: 32, height: 16 });
    }
  });
});

describe('what goes wrong', () => {
  test.each([
    [['--codec', 'jpgg'], /unknown codec 'jpgg'; did you mean jpeg\?/],
    [['--codec', 'jpeg:qualty=3'], /unknown setting of jpeg 'qualty'; did you mean quality\?/],
    [['--codec', 'jpeg:quality=101'], /quality is integer 1\.\.100, got '101'/],
    [['--codec', 'jpeg:quality=high'], /quality is integer 1\.\.100, got 'high'/],
    [['--codec', 'constructor'], /unknown codec 'constructor'/],
    [['--codec', 'jpeg', '--metrics', 'pnsr'], /unknown metric 'pnsr'; did you mean psnr\?/],
    [['--codec', 'jpeg', '--dataset', 'kodka'], /unknown data set 'kodka'; did you mean kodak\?/],
    [['--codec', 'jpeg', '--measure', 'time'], /unknown value of --measure 'time'/],
    [['--codec', 'jpeg', '--crop', '5'], /WxH|512x512/],
    [['--codec', 'jpeg', '--limit', '0'], /--limit takes a whole number from 1, got 0/],
    [['--codec', 'png', '--quality', '30'], /no codec of 'png' has a rate knob/],
    [['--codec', 'jpeg', '--limt', '1'], /unknown option 'limt'; did you mean limit\?/],
    [[], /--codec/],
  ])('%j is wrong use: one line, status 2, nothing measured', async (args, message) => {
    const { status, stdout, stderr } = await runPareto(
      ['sweep', '--out', results, '--dataset', images, ...args],
      options(),
    );
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(folder)).not.toContain('results');
  });

  test('--debug shows where an error comes from', async () => {
    expect((await sweep('--codec', 'jpgg', '--debug')).stderr).toMatch(/at .*\.js:\d+/);
  });

  test('images that are none become failed records with a warning; above the share the sweep ends with 1', async () => {
    const good = readFileSync(path.join(images, 'p1.png'));
    writeFileSync(path.join(images, 'x-empty.png'), '');
    writeFileSync(path.join(images, 'x-text.png'), 'no image');
    writeFileSync(path.join(images, 'x-torn.png'), good.subarray(0, good.length / 2));
    await savePng(path.join(folder, 'other.png'), picture(20, 20, 9));
    renameSync(path.join(folder, 'other.png'), path.join(images, 'x-other.jpg'));
    const { status, stderr, stdout } = await sweep(
      '--codec',
      'jpeg:quality=50',
      '--max-failures',
      '0.8',
    );
    expect(status).toBe(0);
    const failed = rdRecordsIn(rdFile('jpeg')).filter(({ error }) => error !== null);
    expect(failed.map(({ image }) => image).sort()).toEqual([
      'x-empty',
      'x-other',
      'x-text',
      'x-torn',
    ]);
    for (const record of failed) {
      expect(record).toMatchObject({
        bytes: null,
        bpp: null,
        metrics: {},
        error: { stage: 'load' },
      });
      expect(stderr).toContain(`on ${record.image} failed in load: ${record.error?.message}`);
    }
    expect(stderr).toMatch(/x-other\.jpg holds PNG data; rename it to .*x-other\.png/);
    expect(stdout).toMatch(/failed jobs are in no mean/);
    const strict = await sweep('--codec', 'jpeg:quality=50');
    expect(strict.status).toBe(1);
    expect(strict.stderr).toMatch(/more than 10 % of the jobs failed/);
  });

  test('a share of failures that a first run took is taken by the next one, which times the rest once', async () => {
    await savePictures(images, 11);
    writeFileSync(path.join(images, 'x-text.png'), 'no image');
    const args = ['--codec', 'jpeg:quality=50', '--measure', 'rd,timing', '--passes', '1'];
    const runs = [await sweep(...args, '--json'), await sweep(...args, '--json')];
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const [first, second] = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(first).toMatchObject({ rd: { measured: 24, failed: 2 }, timing: { measured: 24 } });
    expect(second).toMatchObject({
      rd: { measured: 2, failed: 2 },
      timing: null,
      finishedBefore: { rd: 22, timing: 24 },
    });
  });

  test('a broken line costs its own job only; a newer schema stops before any work', async () => {
    await sweep('--codec', 'jpeg:quality=50');
    const lines = readFileSync(rdFile('jpeg'), 'utf8').trimEnd().split('\n');
    writeFileSync(rdFile('jpeg'), `${lines[0]}\n{"broken\n${lines[2]}\n{"torn":`);
    const { status, stderr } = await sweep('--codec', 'jpeg:quality=50');
    expect(status).toBe(0);
    expect(stderr).toMatch(/jpeg\.jsonl:2 is passed over: it is no JSON/);
    expect(stderr).toMatch(/cut off a torn last line of 8 bytes/);
    const keys = readFileSync(rdFile('jpeg'), 'utf8').match(/"key":"[0-9a-f]+"/g);
    expect(new Set(keys).size).toBe(3);
    appendFileSync(rdFile('jpeg'), `${lines[0]!.replace('"schema":1', '"schema":9')}\n`);
    const refused = await sweep('--codec', 'jpeg:quality=60');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/has record schema 9; this program knows up to 1/);
  });

  test('an empty folder and a results folder that takes no files are refused', async () => {
    const empty = scratch();
    const none = await runPareto(
      ['sweep', '--codec', 'jpeg', '--dataset', empty, '--out', results],
      options(),
    );
    expect(none.status).toBe(2);
    expect(none.stderr).toContain(empty);
    writeFileSync(path.join(folder, 'a file'), '');
    const refused = await runPareto(
      ['sweep', '--codec', 'jpeg', '--dataset', images, '--out', path.join(folder, 'a file')],
      options(),
    );
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/cannot write to the results folder .*--out/);
  });
});

describe('a sweep that is disturbed', () => {
  // About a second a job: long enough to be hit while it runs.
  const slow = ['--codec', 'avif:speed=0,quality=60', '--jobs', '1'];

  beforeEach(() => savePictures(images, 4, { width: 160, height: 120 }));

  test('Ctrl-C keeps what is measured, ends with 130, and the next run goes on', async () => {
    const running = startPareto(['sweep', ...common(), ...slow], options());
    await until(() => hasLine(rdFile('avif')));
    running.process.kill('SIGINT');
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/all that is measured is kept/);
    const kept = rdRecordsIn(rdFile('avif'));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every(({ error }) => error === null)).toBe(true);
    const plan = JSON.parse((await sweep(...slow, '--dry-run', '--json')).stdout);
    expect(plan.rd.jobs.length + plan.rd.finished).toBe(8);
    expect(plan.rd.finished).toBeGreaterThanOrEqual(kept.length);
  });

  test.runIf(process.platform === 'linux')(
    'a worker that is killed, or is late, is a failed record, and the sweep goes on',
    async () => {
      const args = [...slow, '--max-failures', '0.5'];
      const running = startPareto(['sweep', ...common(), ...args], options());
      const worker = await until(() =>
        childrenOf(running.process.pid!).find(({ command }) => command.includes('rd/worker')),
      );
      await until(() => hasLine(rdFile('raw')) || hasLine(rdFile('avif')));
      process.kill(worker.pid, 'SIGKILL');
      expect((await running.ended).status).toBe(0);
      const all = [...rdRecordsIn(rdFile('avif')), ...rdRecordsIn(rdFile('raw'))];
      const failed = all.filter(({ error }) => error !== null);
      expect(all).toHaveLength(8);
      expect(failed.map(({ error }) => error)).toEqual([
        { stage: 'worker', message: 'the process died with SIGKILL' },
      ]);
    },
  );

  test('a job over the time limit is a failed record', async () => {
    await savePictures(images, 1, { width: 1600, height: 1200 });
    const args = ['--codec', 'avif:speed=0,quality=90', '--images', 'p1', '--time-limit', '1'];
    const { status, stderr } = await sweep(...args, '--max-failures', '1');
    expect(status).toBe(0);
    expect(stderr).toMatch(/failed in timeout: not done after 1 s; allow more \(--time-limit\)/);
    expect(rdRecordsIn(rdFile('avif'))[0]?.error).toEqual({
      stage: 'timeout',
      message: 'not done after 1 s; allow more',
    });
  });

  test('two sweeps at once into one folder do no harm', async () => {
    const args = ['--codec', 'jpeg,webp', '--images', 'p1,p2,p3'];
    const both = await Promise.all([sweep(...args, '--seed', '1'), sweep(...args, '--seed', '2')]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    for (const codec of ['jpeg', 'webp']) {
      const records = rdRecordsIn(rdFile(codec));
      const plan = JSON.parse((await sweep(...args, '--dry-run', '--json')).stdout);
      expect(plan.rd.jobs).toEqual([]);
      expect(records.every(({ error }) => error === null)).toBe(true);
    }
  });
});

describe('a timing sweep', () => {
  const timed = ['--codec', 'jpeg:quality=75', '--measure', 'rd,timing', '--testbed', 'here'];
  const file = () => path.join(results, 'timing', 'here', 'photos', 'jpeg.jsonl');

  test('keeps all samples, stages, CPU time, memory and the noise of the testbed', async () => {
    const { status, stdout } = await sweep(...timed, '--passes', '3', '--crop', '32x32');
    expect(status).toBe(0);
    const records = timingRecordsIn(file());
    expect(records).toHaveLength(3);
    for (const record of records) {
      expect(record).toMatchObject({ crop: '32x32', width: 32, height: 32, threads: 1, passes: 3 });
      for (const direction of [record.encode, record.decode]) {
        expect(direction.total).toHaveLength(3);
        expect(direction.cpu).toHaveLength(3);
        for (const [pass, total] of direction.total.entries()) {
          expect(total).toBeGreaterThan(0);
          const stages = Object.values(direction.stages).map((samples) => samples[pass]!);
          expect(stages.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 9);
        }
      }
      expect(record.setupSeconds).toBeGreaterThan(0);
      expect(record.peakBytes?.encode).toBeGreaterThan(10e6);
      expect(record.peakBytes?.encode).toBeGreaterThanOrEqual(record.peakBytes!.idle);
    }
    const testbed = JSON.parse(readFileSync(path.join(results, 'testbeds', 'here.json'), 'utf8'));
    expect(testbed.noise).toMatchObject({ spec: 'jpeg:quality=75', passes: 3, images: 3 });
    expect(testbed.calibration).toMatchObject({ kernel: 'dct-coder-walk', version: 1, passes: 7 });
    const { difference, low, high } = testbed.noise.encode;
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    expect(stdout).toMatch(/A\/A noise of jpeg:quality=75/);
    const plan = JSON.parse(
      (await sweep(...timed, '--passes', '3', '--crop', '32x32', '--dry-run', '--json')).stdout,
    );
    expect(plan.timing.configurations).toEqual([]);
  });

  test('a sweep that is stopped keeps the passes it made, and the next one makes them anew', async () => {
    await savePictures(images, 3, { width: 512, height: 512 });
    const args = [...timed, '--passes', '200', '--measure', 'timing'];
    const running = startPareto(['sweep', ...common(), ...args], options());
    const folder = path.dirname(file());
    const journals = () =>
      existsSync(folder)
        ? readdirSync(folder).filter((name) => /^\.journal.*\.jsonl$/.test(name))
        : [];
    await until(() =>
      journals().some((name) => hasLine(path.join(folder, name), '"codec":"jpeg"')),
    );
    running.process.kill('SIGKILL');
    await running.ended;
    expect(journals()).toHaveLength(1);
    const next = startPareto(['sweep', ...common(), ...args], options());
    await until(() => hasLine(file()));
    next.process.kill('SIGINT');
    const { status, stderr } = await next.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/timing records of a run that was killed are kept/);
    expect(journals()).toEqual([]);
    const [first] = timingRecordsIn(file());
    expect(first?.encode.total.length).toBeGreaterThan(0);
    expect(first?.encode.total.length).toBeLessThan(200);
    const plan = JSON.parse((await sweep(...args, '--dry-run', '--json')).stdout);
    expect(plan.timing.configurations).toContain('jpeg:quality=75');
  });
});

function hasLine(file: string, content = ''): boolean {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('\n') && text.includes(content);
  } catch {
    return false;
  }
}
