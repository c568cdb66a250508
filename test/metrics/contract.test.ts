import { describe, expect, test } from 'vitest';
import type { Raster } from '#src/image/raster.js';
import { metrics } from '#src/metrics/registry.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { scoreOf } from '../support/score.ts';
import { deepened, mapSamples, picture, type Recipe, replicated, withAlpha } from './pictures.js';

const loaded = await Promise.all(
  metrics.names.map(async (name) => {
    const metric = await metrics.load(name);
    return { name, metric, available: await metric.available() };
  }),
);

test.each(loaded)('$name says what it is and where it comes from', ({ name, metric }) => {
  expect(metric.id).toBe(name);
  expect(metric.definition.length).toBeGreaterThan(40);
  expect(metric.source).toMatch(/doi:|https:\/\/|ISO|ITU/);
  expect(metric.definition).toMatch(/[Gg]rey|luma|RGBA/);
  expect(metric.version).toMatch(/^[\w.+-]+$/);
  expect(metric.minSide).toBeGreaterThanOrEqual(1);
  if (metric.map) expect(metric.map.full).toBeGreaterThan(0);
});

const here = loaded.filter(({ available }) => available === true);

for (const { name, available } of loaded) {
  if (available !== true) test.skip(`${name} is left out: ${available}`, () => {});
}

describe.each(here)('$name', ({ name, metric }) => {
  const side = (least: number): number => Math.max(least, metric.minSide);
  const rgb: Recipe = { width: side(40), height: side(33), channels: 3, depth: 8, seed: 11 };
  const grey: Recipe = { ...rgb, channels: 1, seed: 12 };
  const deep: Recipe = { ...rgb, depth: 16, seed: 13 };
  const score = (a: Raster, b: Raster): Promise<number> => scoreOf(metric, a, b);

  /** Equal but for the rounding of 32-bit numbers. */
  const expectNear = (value: number, expected: number): void => {
    expect(Math.abs(value - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
  };

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

  test('either picture may stand first, where the metric says so', async () => {
    const a = picture(rgb);
    const b = mapSamples(picture(rgb, 60), (value) => value / 2);
    const [there, back] = [await score(a, b), await score(b, a)];
    if (metric.symmetric) expectNear(there, back);
    else expect(there).not.toBe(back);
  });

  test('does not depend on what was scored before, and leaves the pictures alone', async () => {
    const a = picture(rgb);
    const b = picture(rgb, 60);
    const before = [a.data.slice(), b.data.slice()];
    const first = await score(a, b);
    const tall: Recipe = { ...deep, width: side(21), height: side(90) };
    await score(picture(tall), picture(tall, 120));
    await score(picture(grey), picture(grey, 9));
    expect(await score(a, b)).toBe(first);
    expect([a.data, b.data]).toEqual(before);
  });

  test('an original that is prepared once scores as one that is prepared for each', async () => {
    const original = picture(rgb);
    const decoded = [
      picture(rgb, 5),
      picture(deep, 60),
      replicated(picture(grey, 9)),
      picture(grey, 20),
      withAlpha(picture(rgb, 30), 200),
      picture(rgb, 100),
    ];
    const alone: number[] = [];
    for (const each of decoded) alone.push(await score(original, each));
    const scorer = await metric.prepare(original);
    const other = await metric.prepare(picture({ ...rgb, width: side(52) }));
    for (const order of [decoded, decoded.toReversed()]) {
      for (const each of order) {
        const { value } = await scorer.score(each, { map: order === decoded });
        expect(value).toBe(alone[decoded.indexOf(each)]);
      }
    }
    scorer.close();
    other.close();
  });

  test('grey scores like RGB of three equal samples', async () => {
    const [a, b] = [picture(grey), picture(grey, 60)];
    const value = await score(a, b);
    expectNear(await score(replicated(a), replicated(b)), value);
    expectNear(await score(a, replicated(b)), value);
  });

  test('v * 257 at 16 bit scores like v at 8 bit', async () => {
    const [a, b] = [picture(rgb), picture(rgb, 60)];
    const value = await score(a, b);
    expectNear(await score(deepened(a), deepened(b)), value);
    expectNear(await score(a, deepened(b)), value);
  });

  test('opaque alpha changes nothing, and what is wholly transparent cannot differ', async () => {
    const [a, b] = [picture(rgb), picture(rgb, 60)];
    const opaque = await score(a, b);
    expectNear(await score(withAlpha(a, 255), b), opaque);
    expectNear(await score(withAlpha(a, 255), withAlpha(b, 255)), opaque);
    expect(await score(withAlpha(a, 0), withAlpha(b, 0))).toBe(metric.perfect);
    // Faint rather than half: LPIPS looks at ratios, which less contrast alone leaves as they are.
    const faint = await score(withAlpha(a, 16), withAlpha(b, 16));
    expect(metric.better === 'higher' ? faint > opaque : faint < opaque).toBe(true);
  });

  test.runIf(metric.definition.includes('mid-grey'))('alpha is laid over mid-grey', async () => {
    const a = picture(rgb);
    const flat = mapSamples(a, () => 128);
    expect(await score(withAlpha(a, 0), flat)).toBe(metric.perfect);
  });

  test('pictures of two sizes are refused, also with as many samples', async () => {
    const wide = { ...rgb, width: rgb.width + 7 };
    const turned = picture({ ...rgb, width: wide.height, height: wide.width });
    await expect(score(picture(wide), turned)).rejects.toThrow(
      `${name} compares pictures of one size, got ${wide.width}x${wide.height} and ${wide.height}x${wide.width}`,
    );
  });

  test('smaller pictures than its smallest are refused, the smallest is scored', async () => {
    const least = metric.minSide;
    const smallest: Recipe = { ...rgb, width: least, height: least };
    expect(await score(picture(smallest), picture(smallest, 100))).not.toBeNaN();
    expect(await score(picture(smallest), picture(smallest))).toBe(metric.perfect);
    if (least === 1) return;
    const small: Recipe = { ...rgb, width: 200, height: least - 1 };
    await expect(score(picture(small), picture(small))).rejects.toThrow(
      `${name} needs ${least}x${least} pixels or more, got 200x${least - 1}`,
    );
  });

  describe.runIf(metric.map !== null)('its map and its worst tile', () => {
    const large: Recipe = { ...rgb, width: side(200), height: side(170), seed: 5 };
    const original = picture(large);
    const { width } = original;

    test('find the damage, and nothing where there is none', async () => {
      const damaged = damage(original, { x: 80, y: 80, side: 24 });
      const { map, worstTile, value } = await scorePair(metric, original, damaged, { map: true });
      expect(worstTile).toMatchObject({ x: 64, y: 64 });
      const worse =
        metric.better === 'higher' ? worstTile!.value < value : worstTile!.value >= value;
      expect(worse).toBe(true);
      expect([map!.width, map!.height]).toEqual([original.width, original.height]);
      expect(map!.data).toHaveLength(original.width * original.height);
      expect(map!.data.every((error) => Number.isFinite(error) && error > -1e-3)).toBe(true);
      const far = map!.data[(original.height - 2) * width + width - 2]!;
      expect(map!.data[92 * width + 92]!).toBeGreaterThan(20 * far + 1e-6);
    });

    test('of a picture with itself are perfect', async () => {
      const { map, worstTile } = await scorePair(metric, original, original, { map: true });
      expect(worstTile!.value).toBe(metric.perfect);
      expect(map!.data.every((error) => Math.abs(error) < 1e-6)).toBe(true);
    });

    test('the map is made only when asked for', async () => {
      expect((await scorePair(metric, original, picture(large, 9))).map).toBeNull();
    });
  });
});

function damage(image: Raster, { x, y, side }: { x: number; y: number; side: number }): Raster {
  const data = image.data.slice();
  for (let row = y; row < y + side; row++) {
    for (let i = (row * image.width + x) * 3; i < (row * image.width + x + side) * 3; i++) {
      data[i] = 255 - data[i]!;
    }
  }
  return { ...image, data };
}
