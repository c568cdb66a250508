import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRaster, type Raster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared } from '../../support/shared.ts';

const fixtureSchema = z.object({
  pairs: z.array(
    pairSchema.extend({
      'lpips-vgg': z.number(),
      dists: z.number(),
      'dists-256': z.number().optional(),
    }),
  ),
});
const fixture = async (name: string) =>
  fixtureSchema.parse(
    JSON.parse(await readFile(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')),
  ).pairs;
const [own, ofShared] = [await fixture('vgg_torch.json'), await fixture('vgg_shared.json')];

const [vgg, dists] = [await metrics.load('lpips-vgg'), await metrics.load('dists')];
const available = (await vgg.available()) === true && (await dists.available()) === true;

// The weights of VGG16 are too large to be test data: these run where both models were exported.
describe.skipIf(!available)('metrics by VGG16, by their packages in float64', () => {
  const expectScores = async (pair: (typeof own)[number]) => {
    const { original, decoded } = await makePair(pair);
    for (const metric of [vgg, dists]) {
      const expected = pair[metric.id as 'lpips-vgg' | 'dists'];
      const value = await scoreOf(metric, original, decoded);
      expect(Math.abs(value - expected)).toBeLessThan(1e-6 + 1e-5 * expected);
    }
  };

  test.each(own.map((pair) => [nameOf(pair), pair] as const))('%s', (_name, pair) =>
    expectScores(pair),
  );

  describeShared('of the shared test data', () => {
    test.each(ofShared.map((pair) => [nameOf(pair), pair] as const))('%s', (_name, pair) =>
      expectScores(pair),
    );

    test("shrunk to 256 as piq does, DISTS is piq's: what published tables hold", async () => {
      const halves = ofShared.filter(({ original }) => original.shared?.includes('kodak'));
      const whole = halves.filter(({ original }) => original.crop === undefined);
      expect(whole.length).toBeGreaterThan(1);
      for (const pair of whole) {
        const { original, decoded } = await makePair(pair);
        const value = await scoreOf(dists, halved(original), halved(decoded));
        expect(value).toBeCloseTo(pair['dists-256']!, 5);
        expect(value).toBeLessThan(pair.dists);
      }
    });
  });
});

test('LPIPS by VGG16 needs 16 pixels, as does DISTS', async () => {
  const side = 15;
  const small = createRaster({
    width: side,
    height: 40,
    channels: 1,
    depth: 8,
    data: new Uint8Array(side * 40),
  });
  for (const metric of [vgg, dists]) {
    await expect(metric.prepare(small)).rejects.toThrow(
      `${metric.id} needs 16x16 pixels or more, got 15x40`,
    );
  }
});

/** Means of 2 x 2 pixels at 16 bit: bilinear shrinking by exactly 2. */
function halved({ width, height, channels, data }: Raster): Raster {
  const [columns, rows] = [width / 2, height / 2];
  const means = new Uint16Array(columns * rows * channels);
  for (let i = 0; i < means.length; i++) {
    const [x, y] = [Math.floor(i / channels) % columns, Math.floor(i / channels / columns)];
    const at = (2 * y * width + 2 * x) * channels + (i % channels);
    const below = at + width * channels;
    const sum = data[at]! + data[at + channels]! + data[below]! + data[below + channels]!;
    means[i] = Math.round((sum / 4) * 257);
  }
  return createRaster({ width: columns, height: rows, channels, depth: 16, data: means });
}
