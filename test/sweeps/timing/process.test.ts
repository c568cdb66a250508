import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodecSource } from '#src/codecs/table.js';
import { openDataset } from '#src/datasets/dataset.js';
import { openPool, type ProcessPool } from '#src/runtimes/processes/pool.js';
import {
  type FromTiming,
  fromTiming,
  type ImageSample,
  type ToTiming,
} from '#src/sweeps/timing/protocol.js';
import { ownCodec } from '../../support/own-codec.ts';
import { scratch } from '../../support/scratch.ts';

let pool: ProcessPool<ToTiming, FromTiming>;
beforeEach(() => {
  const module = new URL('../../../dist/sweeps/timing/process.js', import.meta.url);
  pool = openPool({ module, workers: 1, answer: fromTiming });
});
afterEach(() => pool.close());

const ask = (message: object) => pool.ask(message as ToTiming, { timeLimitSeconds: 200 });
const pass = (configuration: number, codec: CodecSource) =>
  ask({ pass: { configuration, codec, settings: {} } });
const setUp = async (change: object = {}) => {
  const { images } = await openDataset('tiny');
  const pictures = images.map(({ path: file, sha256 }) => ({ path: file, sha256 }));
  const setup = {
    images: pictures,
    crop: null,
    threads: 3,
    maxPixels: 1000,
    lenient: false,
    ...change,
  };
  return ask({ setup });
};

describe('the process that times', () => {
  test('makes passes over its images, with the stages of each', async () => {
    expect(await setUp()).toEqual({ samples: [] });
    const { source } = ownCodec();
    const answer = (await pass(0, source)) as { samples: ImageSample[] };
    const sizes = answer.samples.map(({ width, height, bytes }) => [width, height, bytes]);
    expect(sizes.map(([width, height]) => `${width}x${height}`).sort()).toEqual(['1x1', '1x17']);
    for (const [width, height, bytes] of sizes) {
      expect([1, 3, 4].map((channels) => 3 + channels * width! * height!)).toContain(bytes);
    }
    for (const { encode, decode } of answer.samples) {
      expect(Object.keys(encode.stages).sort()).toEqual(['other', 'store']);
      expect(Object.keys(decode.stages).sort()).toEqual(['other', 'parse']);
      expect([encode.reported, decode.reported]).toEqual([null, null]);
      for (const { total, cpu } of [encode, decode]) {
        expect(total).toBeGreaterThan(0);
        expect(cpu).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('opens each configuration once, with its threads and its limit, and checks its first pass alone', async () => {
    await setUp();
    const told = path.join(scratch(), 'told');
    const tell = (text: string) => `fs.appendFileSync(${JSON.stringify(told)}, ${text});`;
    const { source } = ownCodec({
      open: tell(`[resources.threads, resources.maxPixels] + ';'`),
      // Right at first, then wrong: four decodes of two images are two passes.
      decode: `globalThis.decodes = (globalThis.decodes ?? 0) + 1;
        if (globalThis.decodes > 2) bytes = bytes.map((byte, at) => (at < 3 ? byte : byte ^ 1));`,
    });
    expect(await pass(0, source)).toHaveProperty('samples');
    expect(await pass(0, source)).toHaveProperty('samples');
    expect(readFileSync(told, 'utf8')).toBe('3,1000;');
    // Another configuration of equal settings has a codec of its own, and its own first pass.
    expect(await pass(1, source)).toMatchObject({ failed: { stage: 'verify', image: 0 } });
    expect(readFileSync(told, 'utf8')).toBe('3,1000;3,1000;');
  });

  test.each([
    ['open', null, { open: `throw new Error('no');` }],
    ['encode', 0, { encode: `throw new Error('no');` }],
    ['decode', 0, { decode: `throw new Error('no');` }],
    ['verify', 0, { decode: `bytes = bytes.map((byte, at) => (at < 3 ? byte : byte ^ 1));` }],
  ])('says that a pass failed in %s, on image %s', async (stage, image, parts) => {
    await setUp();
    expect(await pass(0, ownCodec(parts).source)).toMatchObject({ failed: { stage, image } });
    expect(await pass(1, 'raw')).toMatchObject({ samples: [{}, {}] });
  });

  test('says on which image', async () => {
    await setUp();
    const late = `if (globalThis.once) throw new Error('no'); globalThis.once = true;`;
    const { source } = ownCodec({ encode: late });
    expect(await pass(0, source)).toEqual({
      failed: { stage: 'encode', message: 'no', image: 1 },
    });
  });

  test('needs its set-up first; one that cannot be read is an error; a new one is in place of the old', async () => {
    expect(await pass(0, 'raw')).toEqual({
      failed: { stage: 'open', message: 'no set-up before the first pass', image: null },
    });
    const gone = { path: '/nowhere.png', sha256: '0'.repeat(64) };
    expect(existsSync(gone.path)).toBe(false);
    await expect(setUp({ images: [gone] })).rejects.toThrow('ENOENT');
    await setUp();
    await setUp();
    expect(await pass(0, 'raw')).toMatchObject({ samples: [{}, {}] });
    await expect(ask({ lunch: true })).rejects.toThrow();
  });
});
