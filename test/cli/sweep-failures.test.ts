import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { rdRecordsIn, runPareto } from '../support/pareto.ts';
import { picture, savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';
import { useBench } from './bench.ts';

describe('what goes wrong', () => {
  const bench = useBench();
  const options = () => ({ cache: path.join(bench.folder, 'cache') });

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
      ['sweep', '--out', bench.results, '--dataset', bench.images, ...args],
      options(),
    );
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(bench.folder)).not.toContain('results');
  });

  test('--debug shows where an error comes from', async () => {
    expect((await bench.sweep('--codec', 'jpgg', '--debug')).stderr).toMatch(/at .*\.js:\d+/);
  });

  test('images that are none become failed records with a warning; above the share the sweep ends with 1', async () => {
    const good = readFileSync(path.join(bench.images, 'p1.png'));
    writeFileSync(path.join(bench.images, 'x-empty.png'), '');
    writeFileSync(path.join(bench.images, 'x-text.png'), 'no image');
    writeFileSync(path.join(bench.images, 'x-torn.png'), good.subarray(0, good.length / 2));
    await savePng(path.join(bench.folder, 'other.png'), picture(20, 20, 9));
    renameSync(path.join(bench.folder, 'other.png'), path.join(bench.images, 'x-other.jpg'));
    const { status, stderr, stdout } = await bench.sweep(
      '--codec',
      'jpeg:quality=50',
      '--max-failures',
      '0.8',
    );
    expect(status).toBe(0);
    const failed = rdRecordsIn(bench.rdFile('jpeg')).filter(({ error }) => error !== null);
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
    const strict = await bench.sweep('--codec', 'jpeg:quality=50');
    expect(strict.status).toBe(1);
    expect(strict.stderr).toMatch(/more than 10 % of the jobs failed/);
  });

  test('a share of failures that a first run took is taken by the next one, which times the rest once', async () => {
    await savePictures(bench.images, 11);
    writeFileSync(path.join(bench.images, 'x-text.png'), 'no image');
    const args = ['--codec', 'jpeg:quality=50', '--measure', 'rd,timing', '--passes', '1'];
    const runs = [await bench.sweep(...args, '--json'), await bench.sweep(...args, '--json')];
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const [first, second] = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(first).toMatchObject({ rd: { measured: 24, failed: 2 }, timing: { measured: 24 } });
    expect(second).toMatchObject({
      rd: { measured: 2, failed: 2 },
      timing: null,
      finishedBefore: { rd: 22, timing: 24 },
    });
  });

  test('an empty folder and a results folder that takes no files are refused', async () => {
    const empty = scratch();
    const none = await runPareto(
      ['sweep', '--codec', 'jpeg', '--dataset', empty, '--out', bench.results],
      options(),
    );
    expect(none.status).toBe(2);
    expect(none.stderr).toContain(empty);
    writeFileSync(path.join(bench.folder, 'a file'), '');
    const refused = await runPareto(
      [
        'sweep',
        '--codec',
        'jpeg',
        '--dataset',
        bench.images,
        '--out',
        path.join(bench.folder, 'a file'),
      ],
      options(),
    );
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/cannot write to the results folder .*--out/);
  });
});
