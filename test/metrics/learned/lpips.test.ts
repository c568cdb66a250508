import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { WorkError } from '#src/base/errors.js';
import { loadImageFile } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { picture } from '../pictures.ts';

const score = z.number().optional();
const fixtureSchema = z.object({
  pairs: z.array(pairSchema.extend({ 'lpips-alex': score, 'lpips-squeeze': score })),
});
const fixture = async (name: string) =>
  fixtureSchema.parse(
    JSON.parse(await readFile(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')),
  ).pairs;
const [own, ofShared] = [await fixture('lpips_torch.json'), await fixture('lpips_shared.json')];

const small = picture({ width: 40, height: 40, channels: 3, depth: 8, seed: 1 });

afterEach(() => void vi.unstubAllEnvs());

describeShared('LPIPS by the package lpips in float64', () => {
  const expectScores = async (pair: (typeof own)[number]) => {
    const { original, decoded } = await makePair(pair);
    for (const id of ['lpips-alex', 'lpips-squeeze'] as const) {
      const expected = pair[id];
      if (expected === undefined) continue;
      const value = await scoreOf(await loaded(id), original, decoded);
      expect(Math.abs(value - expected)).toBeLessThan(1e-6 + 1e-5 * expected);
    }
  };
  const loaded = (id: string) => metrics.load(id);

  test.each(own.map((pair) => [nameOf(pair), pair] as const))('%s', (_name, pair) =>
    expectScores(pair),
  );
  test.each(ofShared.map((pair) => [nameOf(pair), pair] as const))('%s', (_name, pair) =>
    expectScores(pair),
  );
});

const goldens = z.object({
  pairs: z.array(
    z.object({
      ref: z.string(),
      dist: z.string(),
      published: z.object({ lpips_alex: z.number().optional() }),
      computed: z.object({
        lpips_alex: z.object({ total: z.number(), per_layer: z.array(z.number()) }),
        lpips_squeeze: z.object({ total: z.number() }),
      }),
    }),
  ),
});

describeShared('pairs of the shared test data', () => {
  test('as published and as computed elsewhere', async () => {
    const { pairs } = goldens.parse(
      JSON.parse(await readFile(shared('metrics', 'expected.json'), 'utf8')),
    );
    const [alex, squeeze] = [await metrics.load('lpips-alex'), await metrics.load('lpips-squeeze')];
    for (const { ref, dist, published, computed } of pairs) {
      const reference = await loadImageFile(shared('metrics', ref));
      const decoded = await loadImageFile(shared('metrics', dist));
      const value = await scoreOf(alex, reference, decoded);
      if (published.lpips_alex) expect(Math.abs(value - published.lpips_alex)).toBeLessThan(1e-3);
      expect(value).toBeCloseTo(computed.lpips_alex.total, 6);
      expect(await scoreOf(squeeze, reference, decoded)).toBeCloseTo(
        computed.lpips_squeeze.total,
        6,
      );
    }
  });

  test('the map is the layers’ maps stretched over the picture: near the value on average', async () => {
    const reference = await loadImageFile(shared('metrics', 'ssimulacra2', 'source.png'));
    const decoded = await loadImageFile(shared('metrics', 'ssimulacra2', 'q20_decoded.png'));
    const { value, map, worstTile } = await scorePair(
      await metrics.load('lpips-alex'),
      reference,
      decoded,
      { map: true },
    );
    const mean = map!.data.reduce((sum, each) => sum + each, 0) / map!.data.length;
    expect(mean).toBeCloseTo(value, 5);
    expect(worstTile).toMatchObject({ width: 64, height: 64 });
    expect(worstTile!.value).toBeGreaterThan(value);
  });
});

describeShared('a model that is not as it should be', () => {
  const withFile = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'lpips_squeeze.onnx');
    await copyFile(shared('models', 'lpips', 'lpips_squeeze.onnx'), file);
    await writeFile(file, change(await readFile(file)));
    vi.stubEnv('PARETO_MODELS', folder);
    return file;
  };
  const failure = async (image: Raster): Promise<Error> => {
    const metric = await metrics.load('lpips-squeeze');
    return scorePair(metric, image, image).then(
      () => new Error('it did not fail'),
      (error) => error,
    );
  };

  test('one changed byte is told by the checksum', async () => {
    const file = await withFile((bytes) => {
      bytes[1_000_000]! ^= 1;
      return bytes;
    });
    const error = await failure(small);
    expect(error).toBeInstanceOf(WorkError);
    expect(error.message).toMatch(
      /^lpips-squeeze: \/.*lpips_squeeze\.onnx is damaged or another file, by its SHA-256/,
    );
    expect(error.message).toContain(file);
    expect(error.message).not.toContain('\n');
  });

  test('a file that was cut short makes the metric unavailable', async () => {
    await withFile((bytes) => bytes.subarray(0, 1_000_000));
    const metric = await metrics.load('lpips-squeeze');
    expect(await metric.available()).toMatch(/another file, by its length: 'pareto models export/);
    expect((await failure(small)).message).toMatch(
      /^lpips-squeeze: .*lpips_squeeze\.onnx is another file/,
    );
  });
});

describe('without its model', () => {
  test('says how to get it, and has a version all the same', async () => {
    vi.stubEnv('PARETO_MODELS', '');
    vi.stubEnv('PARETO_CACHE', await temporaryFolder());
    const metric = await metrics.load('lpips-squeeze');
    expect(metric.version).toBe('1+e6b7c906');
    const available = await metric.available();
    // Unless someone has exported it into this very checkout.
    if (available === true) return;
    expect(available).toBe(
      "lpips-squeeze.onnx or lpips_squeeze.onnx is not here: 'pareto models export lpips-squeeze' makes it, or name its folder in PARETO_MODELS",
    );
    await expect(scorePair(metric, small, small)).rejects.toThrow(/lpips-squeeze.*is not here/);
  });

  test('a picture too small is told before the model is looked for', async () => {
    const [alex, squeeze] = [await metrics.load('lpips-alex'), await metrics.load('lpips-squeeze')];
    const tiny = picture({ width: 40, height: 30, channels: 3, depth: 8, seed: 1 });
    await expect(alex.prepare(tiny)).rejects.toThrow(
      'lpips-alex needs 31x31 pixels or more, got 40x30',
    );
    const tinier = picture({ width: 16, height: 40, channels: 1, depth: 16, seed: 1 });
    await expect(squeeze.prepare(tinier)).rejects.toThrow(
      'lpips-squeeze needs 17x17 pixels or more, got 16x40',
    );
  });
});

describeShared('another model is another version', () => {
  test('by the first digits of its SHA-256', async () => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    expect((await metrics.load('lpips-alex')).version).toBe('1+5cc9fb20');
    expect((await metrics.load('lpips-squeeze')).version).toBe('1+64fe7e45');
  });
});
