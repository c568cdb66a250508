import { readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isOwnedName } from '#src/base/owned.js';
import { encode } from '#src/codecs/encode.js';
import { readJpegFrame } from '#src/codecs/jpeg/frame.js';
import { decodeBmp } from '#src/image/bmp.js';
import { encodeBmp } from '#src/image/bmp-write.js';
import { sameSamples } from '#src/image/compare.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { openOptimizer, optimize } from '#src/optimize/optimize.js';
import { picture } from '../support/photos.ts';
import { childrenOf } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';

const image = picture(96, 64);
const { bytes: jpeg } = await encode(image, 'jpeg:quality=95');
const png = await encodePng(image);
const optimizer = openOptimizer();
afterAll(() => optimizer.close());

describe('optimize', () => {
  test('makes a JPEG file smaller, and tells how it looks', async () => {
    const answer = await optimizer.optimize(jpeg);
    expect(answer).toMatchObject({ format: 'jpeg', method: 'mozjpeg', quality: 60, reached: true });
    expect(answer.bytes.length).toBe(answer.optimizedBytes);
    expect(answer.optimizedBytes).toBeLessThan(jpeg.length);
    expect(answer.score!.value).toBeLessThan(100);
  });

  test('takes a quality in place of that of a preset, and makes JPEG progressive where told', async () => {
    const answer = await optimizer.optimize(jpeg, { quality: 33, progressiveJpeg: true });
    expect(answer).toMatchObject({ format: 'jpeg', quality: 33 });
    expect(readJpegFrame(answer.bytes).process).toBe(2);
  });

  test('makes a PNG file smaller without loss where colours must stay', async () => {
    const answer = await optimizer.optimize(png, { preset: 'low' });
    expect(answer).toMatchObject({ format: 'png', method: 'oxipng', score: { value: 100 } });
    expect(answer.optimizedBytes).toBeLessThan(png.length);
  });

  test('gives the original back where nothing is smaller', async () => {
    const { bytes } = await optimizer.optimize(png, { preset: 'low' });
    const again = await optimizer.optimize(bytes, { preset: 'low' });
    expect(again).toMatchObject({ method: 'none', alreadyOptimized: true, reductionPercent: 0 });
    expect(Buffer.compare(again.bytes, bytes)).toBe(0);
  });

  test('meets a score', async () => {
    const answer = await optimizer.optimize(jpeg, { target: 'ssimulacra2=70' });
    expect(answer).toMatchObject({ reached: true, target: { metric: 'ssimulacra2', value: 70 } });
    expect(answer.score!.value).toBeGreaterThanOrEqual(70);
    expect(answer.candidates.length).toBeGreaterThan(1);
  });

  test('stays within a size', async () => {
    const maxBytes = Math.round(jpeg.length / 3);
    const answer = await optimizer.optimize(jpeg, { maxBytes });
    expect(answer.reached).toBe(true);
    expect(answer.optimizedBytes).toBeLessThanOrEqual(maxBytes);
    expect(answer.optimizedBytes).toBeGreaterThan(0.9 * maxBytes);
  });

  test('the answer of a large file comes through a file, which is gone afterwards', async () => {
    const grey = createRaster({
      ...{ width: 2000, height: 1600, channels: 3, depth: 8 },
      data: new Uint8Array(2000 * 1600 * 3).map((_, i) => Math.floor(i / 3) % 251),
    });
    const large = encodeBmp(grey, 'plain')!;
    const leftOf = () => readdirSync(os.tmpdir()).filter(isOwnedName);
    const before = leftOf();
    const answer = await optimizer.optimize(large);
    expect(answer).toMatchObject({ originalBytes: large.length, score: { value: 100 } });
    expect(answer.bytes.length).toBe(answer.optimizedBytes);
    expect(answer.optimizedBytes).toBeLessThan(large.length / 2);
    expect(sameSamples(decodeBmp(answer.bytes, { maxPixels: 1e7 }), grey)).toBe(true);
    const again = await optimizer.optimize(large.subarray(0, 9 << 20)).catch((error) => error);
    expect(again.message).toMatch(/the picture cannot be optimised/);
    expect(leftOf().filter((name) => !before.includes(name))).toEqual([]);
  });

  test('takes a path, and leaves no process behind', async () => {
    const file = path.join(scratch(), 'a.jpg');
    writeFileSync(file, jpeg);
    const answer = await optimize(file);
    expect(answer.method).toBe('mozjpeg');
    const left = childrenOf(process.pid).filter(({ command }) => command.includes('a.jpg'));
    expect(left).toEqual([]);
  });

  test.each([
    [new Uint8Array(), /the picture is empty/],
    [new TextEncoder().encode('no picture at all'), /no image that can be optimised/],
    [jpeg.subarray(0, jpeg.length >> 1), /the picture cannot be optimised/],
    [png.subarray(0, 60), /the picture cannot be optimised/],
  ])('a broken file is one clear error: %#', async (bytes, message) => {
    await expect(optimizer.optimize(bytes)).rejects.toThrow(message);
  });

  test('ends at a signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(optimizer.optimize(jpeg, { signal })).rejects.toThrow('enough');
  });
});
