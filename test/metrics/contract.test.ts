import { describe, expect, test } from 'vitest';
import type { Raster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { scoreOf } from '../support/score.ts';
import { deepened, mapSamples, picture, type Recipe, replicated, withAlpha } from './pictures.js';

const rgb: Recipe = { width: 40, height: 33, channels: 3, depth: 8, seed: 11 };
const grey: Recipe = { ...rgb, channels: 1, seed: 12 };
const deep: Recipe = { ...rgb, depth: 16, seed: 13 };

const loaded = await Promise.all(
  metrics.names.map(async (name) => [name, await metrics.load(name)] as const),
);

describe.each(loaded)('%s', (name, metric) => {
  const score = (a: Raster, b: Raster): Promise<number> => scoreOf(metric, a, b);

  test('is what the registry calls it, and says what it is', async () => {
    expect(metric.id).toBe(name);
    expect(metric.definition.length).toBeGreaterThan(40);
    expect(metric.version).toMatch(/^\d+(\+\d+\.\d+\.\d+)?$/);
    expect(metric.minSide).toBeGreaterThanOrEqual(1);
    expect(await metric.available()).toBe(true);
  });

  test.each([
    ['rgb', picture(rgb)],
    ['grey', picture(grey)],
    ['16 bit', picture(deep)],
    ['alpha', withAlpha(picture(rgb), 77)],
  ])('a picture with itself is perfect: %s', async (_layout, image) => {
    expect(await score(image, { ...image, data: image.data.slice() })).toBe(metric.perfect);
  });

  test('more noise scores worse', async () => {
    const scores: number[] = [];
    for (const noise of [10, 40, 80, 127]) {
      scores.push(await score(picture(rgb), picture(rgb, noise)));
    }
    const worse = metric.better === 'higher' ? -1 : 1;
    expect(scores).toEqual(scores.toSorted((a, b) => worse * (a - b)));
    expect(new Set(scores).size).toBe(4);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  test('either picture may stand first', async () => {
    const a = picture(rgb);
    const b = picture(rgb, 60);
    expect(await score(b, a)).toBeCloseTo(await score(a, b), 12);
  });

  test('does not depend on what was scored before, and leaves the pictures alone', async () => {
    const a = picture(rgb);
    const b = picture(rgb, 60);
    const before = [a.data.slice(), b.data.slice()];
    const first = await score(a, b);
    const tall: Recipe = { ...deep, width: 21, height: 90 };
    await score(picture(tall), picture(tall, 120));
    await score(picture(grey), picture(grey, 9));
    expect(await score(a, b)).toBe(first);
    expect([a.data, b.data]).toEqual(before);
  });

  test('grey scores like RGB of three equal samples', async () => {
    const [a, b] = [picture(grey), picture(grey, 60)];
    const value = await score(a, b);
    expect(await score(replicated(a), replicated(b))).toBeCloseTo(value, 12);
    expect(await score(a, replicated(b))).toBeCloseTo(value, 12);
  });

  test('v * 257 at 16 bit scores like v at 8 bit', async () => {
    const [a, b] = [picture(rgb), picture(rgb, 60)];
    const value = await score(a, b);
    expect(await score(deepened(a), deepened(b))).toBeCloseTo(value, 9);
    expect(await score(a, deepened(b))).toBeCloseTo(value, 9);
  });

  test('alpha is laid over mid-grey', async () => {
    const [a, b] = [picture(rgb), picture(rgb, 60)];
    expect(await score(withAlpha(a, 255), b)).toBe(await score(a, b));
    expect(await score(withAlpha(a, 0), withAlpha(b, 0))).toBe(metric.perfect);
    const flat = mapSamples(a, () => 128);
    expect(await score(withAlpha(a, 0), flat)).toBe(metric.perfect);
    const half = await score(withAlpha(a, 128), withAlpha(b, 128));
    const opaque = await score(a, b);
    expect(metric.better === 'higher' ? half > opaque : half < opaque).toBe(true);
  });

  test('pictures of two sizes are refused, also with as many samples', async () => {
    const turned = picture({ ...rgb, width: rgb.height, height: rgb.width });
    await expect(score(picture(rgb), turned)).rejects.toThrow(
      `${name} compares pictures of one size, got 40x33 and 33x40`,
    );
  });

  test('smaller pictures than its smallest are refused, the smallest is scored', async () => {
    const side = metric.minSide;
    const smallest: Recipe = { ...rgb, width: side, height: side };
    expect(await score(picture(smallest), picture(smallest, 100))).not.toBeNaN();
    expect(await score(picture(smallest), picture(smallest))).toBe(metric.perfect);
    if (side === 1) return;
    const small: Recipe = { ...rgb, width: 64, height: side - 1 };
    await expect(score(picture(small), picture(small))).rejects.toThrow(
      `${name} needs ${side}x${side} pixels or more, got 64x${side - 1}`,
    );
  });
});
