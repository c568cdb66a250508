import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { optimizeFiles, reportName } from '#src/optimize/optimize-files.js';
import { picture } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const { bytes: jpeg } = await encode(picture(64, 48), 'jpeg:quality=95');
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = scratch();
  mkdirSync(at('in'));
  for (const name of ['a.jpg', 'b.jpg']) writeFileSync(at('in', name), jpeg);
});

describe('optimizeFiles', () => {
  test('writes every answer and a report, and goes on from what is there', async () => {
    const progress: number[] = [];
    const options = { out: at('out'), jobs: 2, onFile: (done: number) => progress.push(done) };
    const { files, interrupted } = await optimizeFiles([at('in')], options);
    expect(interrupted).toBe(false);
    expect(progress).toEqual([1, 2]);
    for (const { output, optimizedBytes, error } of files) {
      expect(error).toBe(null);
      expect(statSync(output!).size).toBe(optimizedBytes);
      expect(optimizedBytes).toBeLessThan(jpeg.length);
    }
    const report = JSON.parse(readFileSync(at('out', reportName), 'utf8'));
    expect(report.files).toEqual(files);
    const before = statSync(at('out/a.jpg')).mtimeMs;
    writeFileSync(at('out/b.jpg'), 'another');
    const again = await optimizeFiles([at('in')], options);
    expect(again.files).toEqual(files);
    expect(statSync(at('out/a.jpg')).mtimeMs).toBe(before);
    expect(statSync(at('out/b.jpg')).size).toBe(files[1]!.optimizedBytes);
  });

  test('the largest file is begun first, and reports keep the order of the names', async () => {
    const { bytes: large } = await encode(picture(256, 192), 'jpeg:quality=95');
    writeFileSync(at('in/b.jpg'), large);
    const { files } = await optimizeFiles([at('in')], { out: at('out'), jobs: 1 });
    expect(files.map(({ input }) => input)).toEqual([at('in', 'a.jpg'), at('in', 'b.jpg')]);
    const [first] = readFileSync(at('out', 'pareto-optimize.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(first!).report.input).toBe(at('in', 'b.jpg'));
  });

  test('a broken file is told, left as it is, and ends nothing else', async () => {
    writeFileSync(at('in/a.jpg'), jpeg.subarray(0, 400));
    const { files } = await optimizeFiles([at('in')], { inPlace: true });
    expect(files[0]).toMatchObject({ output: null, error: expect.stringContaining('a.jpg') });
    expect(files[0]!.error).toMatch(/it is damaged \(.+\); save it anew/);
    expect(files[0]!.code).toBe('damaged-image');
    expect(files[1]!.code).toBe(null);
    expect(readFileSync(at('in/a.jpg'))).toEqual(Buffer.from(jpeg.subarray(0, 400)));
    expect(statSync(at('in/b.jpg')).size).toBe(files[1]!.optimizedBytes);
  });

  test('what is stopped is told as such, and starts nothing more', async () => {
    const stop = AbortSignal.abort();
    const report = await optimizeFiles([at('in')], { out: at('out'), stop });
    expect(report).toMatchObject({ files: [], interrupted: true });
    expect(existsSync(at('out', reportName))).toBe(false);
  });

  test('files in place keep their format', async () => {
    for (const asked of [{ formats: ['webp'] as const }, { accept: 'image/webp' }]) {
      const work = optimizeFiles([at('in')], { inPlace: true, ...asked });
      await expect(work).rejects.toThrow(/keeps its format/);
    }
  });

  test('an answer that is named as another format is refused before any work', async () => {
    const { files } = await optimizeFiles([at('in/a.jpg')], { out: at('a.webp') });
    expect(files[0]).toMatchObject({ output: null, error: expect.stringMatching(/named as webp/) });
    expect(existsSync(at('a.webp'))).toBe(false);
  });

  test('an answer of another format has its ending', async () => {
    const options = { out: at('out'), formats: ['webp'] as const, target: 'psnr=30' };
    const { files } = await optimizeFiles([at('in/a.jpg')], options);
    expect(files[0]).toMatchObject({ output: at('out/a.webp'), format: 'webp', reached: true });
  });
});
