import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { DecodeOptions } from '#src/codecs/jpeg/wasm/decode.js';
import { type JpegPipeline, openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { sharp } from '#src/image/files/sharp.js';
import { mutate } from '../../../support/mutate.ts';
import { generator } from '../../../support/random.ts';
import { describeShared, shared } from '../../../support/shared.ts';
import { samplesOf } from './planes.ts';
import { cjpeg, scene, testWithDjpeg } from './programs.ts';

let pipeline: JpegPipeline;
const seeds: Uint8Array[] = [];

beforeAll(async () => {
  pipeline = await openJpegPipeline();
  const { data } = scene(75, 51);
  const image = () => sharp(data, { raw: { width: 75, height: 51, channels: 3 } });
  for (const options of [
    { chromaSubsampling: '4:2:0' },
    { chromaSubsampling: '4:4:4', optimiseCoding: false },
    { progressive: true },
    { progressive: true, chromaSubsampling: '4:4:4', quality: 95 },
  ]) {
    seeds.push(new Uint8Array(await image().jpeg(options).toBuffer()));
  }
  seeds.push(new Uint8Array(await image().grayscale().jpeg({ progressive: true }).toBuffer()));
});

/** All samples, or the error, which must be one of ours, with and without bits of each unit. */
function outcome(file: Uint8Array, scale: 1 | 2 | 4 | 8, lenient: boolean): string {
  const found = decoded(file, { scale, lenient });
  expect(decoded(file, { scale, lenient, wantsBits: true })).toBe(found);
  return found;
}

function decoded(file: Uint8Array, options: DecodeOptions): string {
  try {
    const planes = pipeline.decode(file, { ...options, maxPixels: 4e6 });
    const samples = planes.planes.map((plane) => Buffer.from(samplesOf(pipeline, plane)));
    const small = pipeline.resample(planes, { width: 9, height: 7 });
    return Buffer.concat([...samples, pipeline.encode(small)]).toString('base64');
  } catch (error) {
    expect(error).toBeInstanceOf(WorkError);
    return (error as Error).message;
  }
}

const scales = [1, 2, 4, 8] as const;

function mutant(random: () => number, of: readonly Uint8Array[] = seeds): Uint8Array {
  const below = (end: number) => Math.floor(random() * end);
  const file = Uint8Array.from(of[below(of.length)]!);
  mutate(file, random, random() < 0.3 ? 700 : file.length);
  return random() < 0.25 ? file.subarray(0, below(file.length)) : file;
}

test('3,000 mutants give an error or a picture, and never one of bytes of another', () => {
  const random = generator(1);
  const whole = seeds.map((seed) => outcome(seed, 1, false));
  for (let i = 0; i < 3000; i++) {
    const file = mutant(random);
    const scale = scales[i % 4]!;
    const lenient = i % 3 > 0;
    const first = outcome(file, scale, lenient);
    const other = i % seeds.length;
    expect(outcome(seeds[other]!, 1, false)).toBe(whole[other]);
    expect(outcome(file, scale, lenient)).toBe(first);
  }
});

testWithDjpeg('500 mutants with restarts are the same in runs and unit by unit', () => {
  const random = generator(2);
  const image = scene(330, 75);
  const files = ['1', '3B', '40B'].map((interval) => cjpeg(image, '-restart', interval));
  for (const file of files) expect(outcome(file, 2, false)).not.toMatch(/broken/);
  for (let i = 0; i < 500; i++) outcome(mutant(random, files), scales[i % 4]!, i % 3 > 0);
});

test('a header of 65,535 a side takes neither memory nor time', () => {
  for (const seed of seeds) {
    const file = Uint8Array.from(seed);
    const frame = Buffer.from(file).findIndex(
      (byte, i) => byte === 0xff && [0xc0, 0xc2].includes(file[i + 1]!),
    );
    file.fill(0xff, frame + 5, frame + 9);
    const before = pipeline.memoryBytes();
    for (const lenient of [false, true]) {
      expect(() => pipeline.decode(file, { lenient, maxPixels: 2 ** 40 })).toThrow(/cut short/);
    }
    expect(pipeline.memoryBytes()).toBe(before);
  }
});

describeShared('files of other projects', () => {
  describe.for(['fuzz', 'datasets/color', 'cases'])('%s', (folder) => {
    const files = readdirSync(shared(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.jpe?g$/i.test(file))
      .sort();

    test('there are some', () => {
      expect(files.length).toBeGreaterThan(2);
    });

    test.for(files)('%s is an error or a picture, as sharp says', async (file) => {
      const bytes = new Uint8Array(readFileSync(path.join(shared(folder), file)));
      const strict = outcome(bytes, 1, false);
      outcome(bytes, 2, true);
      if (!/JPEG is broken/.test(strict)) return;
      // What is broken here is broken there, at its strictest.
      const read = sharp(bytes, { failOn: 'warning' }).raw().toBuffer();
      await expect(read).rejects.toThrow();
    });
  });
});
