import { hash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { savePng } from '#src/image/files/save.js';
import { createRaster } from '#src/image/raster.js';
import { bitstreamFile, mapFile } from '#src/results/bitstreams.js';
import { runRdJob } from '#src/sweeps/rd/job.js';
import { type RdTask, rdOutcome } from '#src/sweeps/rd/task.js';
import { ownCodec } from '../../support/own-codec.ts';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

let folder: string;
beforeEach(() => {
  folder = scratch();
  vi.stubEnv('PARETO_CACHE', path.join(folder, 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

/** A task on a picture that no other test has. */
async function taskOn(seed: number, change: Partial<RdTask> = {}, raster = picture(24, 16, seed)) {
  const file = path.join(folder, `p${seed}.png`);
  await savePng(file, raster);
  const sha256 = hash('sha256', readFileSync(file));
  const task: RdTask = {
    ...{
      key: '0'.repeat(64),
      codec: 'qoi',
      settings: {},
      crop: null,
      maxPixels: 1e6,
      lenient: false,
    },
    image: { name: `p${seed}`, path: file, sha256 },
    ...{ metrics: ['psnr'], kept: ['ssim'], bitstreamSha256: null, maps: false },
    ...change,
  };
  return { task, file, sha256 };
}

describe('a job', () => {
  test('of a picture that is too long for its codec is refused by name before it is opened', async () => {
    const { task } = await taskOn(102, { codec: 'webp' }, picture(16_384, 2, 102));
    const { error, errorCode, engine, width, height } = await runRdJob(task);
    expect([width, height, engine, errorCode]).toEqual([16_384, 2, null, 'too-large-to-store']);
    expect(error).toEqual({
      stage: 'open',
      message:
        'webp stores sides up to 16383; this picture is 16384x2: choose another codec, or a crop',
    });
  });

  test('tells sizes, exactness, engine, scores and the seconds of each', async () => {
    const { task } = await taskOn(101);
    const outcome = await runRdJob(task);
    expect(rdOutcome.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
    expect(outcome).toMatchObject({
      ...{ width: 24, height: 16, exact: true, conversion: null, learned: null, error: null },
      ...{ sourceBytes: null, engine: { runtime: 'wasm' }, metrics: { psnr: null, ssim: 1 } },
    });
    const kept = readFileSync(bitstreamFile(outcome.bitstreamSha256!));
    expect(kept).toHaveLength(outcome.bytes!);
    expect(hash('sha256', kept)).toBe(outcome.bitstreamSha256);
    const { starting, ...busy } = outcome.busy;
    expect(starting).toBe(0);
    expect(Math.min(...Object.values(busy))).toBeGreaterThan(0);
    expect(Math.max(...Object.values(busy))).toBeLessThan(200);
  });

  test('what a codec reports of a picture is time in the codec', async () => {
    const told = { model: 'mine', coder: 'rans', provider: 'cpu', payloadBytes: 9 };
    const all = JSON.stringify({ ...told, estimatedBits: 70, parts: {} });
    const wait = 'await new Promise((done) => setTimeout(done, 300));';
    const { source } = ownCodec({ report: `${wait} return ${all};` });
    const { task } = await taskOn(117, { codec: source });
    const { busy, error } = await runRdJob(task);
    expect(error).toBeNull();
    expect(busy.codec).toBeGreaterThan(0.29);
  });

  test('says what was done to the samples for the codec', async () => {
    const { width, height } = picture(24, 16);
    const data = new Uint16Array(width * height).map((_, at) => 150 * at);
    const grey = createRaster({ width, height, channels: 1, depth: 16, data });
    const { task } = await taskOn(102, {}, grey);
    expect(await runRdJob(task)).toMatchObject({ conversion: 'grey16 -> rgb8', exact: false });
  });

  test('takes the stored bitstream where the cache has it, and scores what lacks alone', async () => {
    const { task } = await taskOn(103);
    const { bitstreamSha256, bytes } = await runRdJob(task);
    const again = await runRdJob({ ...task, codec: 'png', bitstreamSha256 });
    // PNG would have made another file; it cannot read this one.
    expect(again).toMatchObject({ bitstreamSha256, bytes, error: { stage: 'decode' } });
    const scored = await runRdJob({ ...task, bitstreamSha256 });
    expect(scored).toMatchObject({ bytes, bitstreamSha256, error: null, exact: true });
    expect(Object.keys(scored.metrics)).toEqual(['psnr']);
    rmSync(bitstreamFile(bitstreamSha256!));
    const fresh = await runRdJob({ ...task, bitstreamSha256 });
    expect(fresh).toMatchObject({ bitstreamSha256, bytes, error: null });
    const other = await runRdJob({ ...task, bitstreamSha256: 'f'.repeat(64) });
    expect(Object.keys(other.metrics)).toEqual(['psnr', 'ssim']);
  });

  test('keeps error maps where they are wanted', async () => {
    const { task, sha256 } = await taskOn(104, { crop: '16x16', kept: [] });
    const map = (bitstreamSha256: string | null) =>
      mapFile({
        ...{ bitstreamSha256: bitstreamSha256!, imageSha256: sha256 },
        ...{ crop: '16x16', metric: 'psnr' },
      });
    const without = await runRdJob(task);
    expect(existsSync(map(without.bitstreamSha256))).toBe(false);
    await runRdJob({ ...task, maps: true });
    expect(existsSync(map(without.bitstreamSha256))).toBe(true);
  });

  test('pictures stay in memory from one job to the next, whole and cut', async () => {
    const whole = await taskOn(105);
    const cut = await taskOn(106, { crop: '8x8' });
    const another = await taskOn(107, { crop: '8x8' });
    for (const { task } of [whole, cut, another]) await runRdJob(task);
    for (const { file } of [whole, cut, another]) rmSync(file);
    for (const { task } of [whole, cut, another]) {
      expect(await runRdJob(task)).toMatchObject({ error: null });
    }
    expect(await runRdJob({ ...whole.task, crop: '8x8' })).toMatchObject({
      error: { stage: 'load' },
    });
  });
});

describe('a job that fails', () => {
  test.each([
    ['open', { open: `throw new Error('no');` }],
    ['encode', { encode: `throw new Error('no');` }],
    ['decode', { decode: `throw new Error('no');` }],
    ['verify', { decode: `bytes = bytes.map((byte, at) => (at < 3 ? byte : byte ^ 1));` }],
  ])('in %s has what was reached, and the stage', async (stage, parts) => {
    const { task } = await taskOn(110, { codec: ownCodec(parts).source });
    const outcome = await runRdJob(task);
    expect(outcome).toMatchObject({ width: 24, height: 16, error: { stage }, metrics: {} });
    expect(outcome.engine === null).toBe(stage === 'open');
    expect(outcome.bytes === null).toBe(stage === 'open' || stage === 'encode');
  });

  test('leaves no codec open behind it', async () => {
    const counts = path.join(folder, 'opened');
    const count = `fs.appendFileSync(${JSON.stringify(counts)}, 'o');`;
    const failing = path.join(folder, 'failing');
    const fail = `if (fs.existsSync(${JSON.stringify(failing)})) throw new Error('no');`;
    const { source } = ownCodec({ open: count, encode: fail });
    const { task } = await taskOn(111, { codec: source });
    await runRdJob(task);
    await runRdJob(task);
    expect(readFileSync(counts, 'utf8')).toBe('o');
    writeFileSync(failing, '');
    expect(await runRdJob(task)).toMatchObject({ error: { stage: 'encode', message: 'no' } });
    rmSync(failing);
    expect(await runRdJob(task)).toMatchObject({ error: null });
    expect(readFileSync(counts, 'utf8')).toBe('oo');
  });
});
