import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { runPareto } from '../support/pareto.ts';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const { bytes: jpeg } = await encode(picture(64, 48), 'jpeg:quality=95');
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = scratch();
  mkdirSync(at('in'));
  writeFileSync(at('in/a.jpg'), jpeg);
});
const run = (...args: string[]) => runPareto(['optimize', ...args], { cache: at('cache') });

describe('optimize', () => {
  test('writes a smaller file beside the picture, and tells what it saved', async () => {
    const { status, stdout } = await run(at('in/a.jpg'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/a\.optimized\.jpg +\d+ +\d+ +\d+\.\d % +mozjpeg +60 +ssimulacra2 /);
    expect(statSync(at('in/a.optimized.jpg')).size).toBeLessThan(jpeg.length);
  });

  test('tells every file as JSON', async () => {
    const args = ['--target', 'psnr=30', '--formats', 'webp,jpg', '--json'];
    const { status, stdout } = await run(at('in'), '--out', at('out'), ...args);
    expect(status).toBe(0);
    const { files } = JSON.parse(stdout);
    expect(files).toHaveLength(1);
    expect(Object.keys(files[0])).toEqual(
      expect.arrayContaining([
        ...['input', 'output', 'format', 'method', 'originalBytes', 'optimizedBytes'],
        ...['reductionPercent', 'quality', 'score', 'target', 'reached', 'encodes', 'candidates'],
        'error',
      ]),
    );
    expect(files[0].score).toMatchObject({ metric: 'psnr', version: '1' });
    expect(files[0].score.value).toBeGreaterThanOrEqual(30);
  });

  test('a broken picture is told, with exit status 1', async () => {
    writeFileSync(at('in/b.jpg'), 'nothing');
    const { status, stdout } = await run(at('in'), '--out', at('out'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/failed: .*b\.jpg is no image that can be optimised/);
  });

  test.each([
    [[], /expected pictures or a folder/],
    [['--max-bytes', 'much'], /--max-bytes takes a size such as 200k/],
    [['--formats', 'jpgx'], /unknown value of --formats 'jpgx'/],
    [['--keep', 'all'], /unknown value of --keep 'all'/],
    [['--preset', 'mid'], /preset/],
  ])('%j is refused, with exit status 2', async (args, message) => {
    const { status, stderr } = await run(...(args.length > 0 ? [at('in/a.jpg')] : []), ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
