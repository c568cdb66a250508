import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { savePng } from '#src/image/files/save.js';
import { largePicture } from '../support/estimates.ts';
import { runPareto, startPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { childrenOf, until } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

const image = picture(160, 120);
let folder: string;
const at = (name: string): string => path.join(folder, name);
const estimate = (...args: string[]) => runPareto(['estimate', ...args], { cache: at('cache') });

beforeEach(async () => {
  folder = scratch();
  await savePng(at('a.png'), image);
});

describe('estimate --json', () => {
  test('prints estimates and nothing else, each with all fields', async () => {
    const { status, stdout, stderr } = await estimate(
      at('a.png'),
      '--codec',
      'avif:quality=60',
      '--json',
    );
    expect([status, stderr]).toEqual([0, '']);
    const { bytes, spec } = await encode(image, 'avif:quality=60');
    expect(JSON.parse(stdout)).toEqual({
      estimates: [
        {
          ...{ file: at('a.png'), spec, predictedBytes: bytes.length },
          interval: { low: bytes.length, high: bytes.length, level: 0.8 },
          ...{ estimator: 'exact', confidence: 'high', milliseconds: expect.any(Number) },
          reason: '160x120 is too small to be sampled',
        },
      ],
    });
  });

  test('has every codec at every quality, of every picture, of folders too', async () => {
    await savePng(at('more/b.png'), picture(40, 30));
    await savePng(at('more/c.png'), picture(30, 40));
    const args = [at('more'), at('a.png'), '--codec', 'jpeg,webp,png', '--quality', '40,80'];
    const { stdout } = await estimate(...args, '--json');
    const { estimates } = JSON.parse(stdout) as { estimates: { file: string; spec: string }[] };
    const specs = [
      'jpeg:quality=40',
      'jpeg:quality=80',
      'webp:quality=40',
      'webp:quality=80',
      'png',
    ];
    expect(estimates.map(({ file, spec }) => [path.basename(file), spec])).toEqual(
      ['b.png', 'c.png', 'a.png'].flatMap((file) => specs.map((spec) => [file, spec])),
    );
  });
});

describe('estimate', () => {
  test('prints a table of what each codec would weigh, and the reasons below', async () => {
    const { stdout } = await estimate(at('a.png'), '--codec', 'jpeg', '--quality', '40,80');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^codec +bytes +low +high +confidence +estimator +ms$/);
    const { bytes } = await encode(image, 'jpeg:quality=80');
    expect(lines[3]).toMatch(
      new RegExp(
        `^jpeg:quality=80 +${bytes.length} +${bytes.length} +${bytes.length} +high +exact +\\d+$`,
      ),
    );
    expect(lines.slice(4)).toEqual(['160x120 is too small to be sampled']);
  });

  test('says of which answers a reason is, where it is not of all', async () => {
    await savePng(at('b.png'), picture(40, 30));
    const { stdout } = await estimate(at('a.png'), at('b.png'), '--codec', 'jpeg,webp');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^picture +codec +bytes/);
    expect(lines.slice(6)).toEqual([
      `${at('a.png')} jpeg:quality=75 and 1 more: 160x120 is too small to be sampled`,
      `${at('b.png')} jpeg:quality=75 and 1 more: 40x30 is too small to be sampled`,
    ]);
  });

  test('answers about the other pictures where one fails, and says what failed, once', async () => {
    writeFileSync(at('broken.png'), 'no picture');
    const args = [at('broken.png'), at('a.png'), at('none.png'), '--codec', 'jpeg,webp', '--json'];
    const { status, stdout, stderr } = await estimate(...args);
    expect(status).toBe(1);
    const { estimates } = JSON.parse(stdout) as { estimates: { file: string }[] };
    expect(estimates.map(({ file }) => file)).toEqual([at('a.png'), at('a.png')]);
    const told = stderr.split('\n').filter((line) => line.startsWith('pareto: '));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('broken.png is no image');
    expect(told[1]).toContain('none.png');
  });

  test.each([
    [[], 'expected pictures, or a data set; as in: pareto estimate photo.jpg'],
    [['a.png', '--codec', 'avf'], "unknown codec 'avf'; did you mean avif"],
    [['a.png', '--codec', 'jxl-jpeg'], 'expected a codec of pictures, got jxl-jpeg'],
    [['a.png', '--quality', 'high'], "--quality takes numbers such as 30,60,90, got 'high'"],
    [['a.png', '--estimator', 'guess'], 'estimator'],
    [['a.png', '--time-limit', '0'], '--time-limit takes a number above 0, got 0'],
    [['a.png', '--seed', '-1'], '--seed takes a whole number from 0'],
    [['a.png', '--sample-width', '2'], '--sample-width takes a whole number from 16'],
    [['--dataset', 'kodk'], "unknown data set 'kodk'; did you mean kodak"],
  ])('%j is wrong use', async (args, message) => {
    const { status, stdout, stderr } = await estimate(
      ...args.map((a) => (a === 'a.png' ? at(a) : a)),
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('stops at a calibration that is none', async () => {
    const { status, stderr } = await estimate(at('a.png'), '--calibration', at('a.png'));
    expect(status).toBe(1);
    expect(stderr).toContain('a.png is no calibration file');
  });

  test.skipIf(process.platform !== 'linux')(
    'ends at once at Ctrl-C, with all its processes',
    async () => {
      await savePng(at('large.png'), largePicture());
      const args = ['estimate', at('large.png'), '--codec', 'avif:speed=0', '--estimator', 'exact'];
      const { process: child, ended } = startPareto(args, { cache: at('cache') });
      const [worker] = await until(() => {
        const found = childrenOf(child.pid!).filter(({ command }) =>
          command.includes('estimate/worker'),
        );
        return found.length > 0 && found;
      });
      // It is at work, in what cannot hear of its parent's end.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      child.kill('SIGINT');
      expect((await ended).stdout).toBe('');
      const alive = (pid: number) => {
        try {
          process.kill(pid, 0);
          return true;
        } catch {
          return false;
        }
      };
      await until(() => !alive(worker!.pid), 20);
    },
  );
});
