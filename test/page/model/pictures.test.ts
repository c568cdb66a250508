import { describe, expect, test } from 'vitest';
import { pageCommand, shellWord, sweepCommand } from '#src/page/model/pictures-command.js';
import { sceneOf } from '#src/page/model/pictures-scene.js';
import {
  imageKeys,
  indexPictures,
  nearestInQuality,
  nearestInSize,
  pictured,
  pointsOf,
  scoreOf,
} from '#src/page/model/pictures-shown.js';
import { inTurn, spreadOrder } from '#src/page/write/pictures-order.js';
import { rdOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

const none = indexPictures(null);

test('every beginning of the order is spread over all places', () => {
  for (const count of [0, 1, 2, 3, 5, 11, 12, 40]) {
    const order = spreadOrder(count);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  }
  expect(spreadOrder(11).slice(0, 5)).toEqual([5, 0, 10, 3, 8]);
  expect(inTurn([[1, 4, 6], [], [2], [3, 5]])).toEqual([1, 2, 3, 4, 5, 6]);
});

test('commands are quoted where a shell would read more in them', () => {
  expect(shellWord('avif:speed=0,quality=50')).toBe('avif:speed=0,quality=50');
  expect(shellWord("a b'; rm $x")).toBe(`'a b'\\''; rm $x'`);
  expect(
    sweepCommand(
      { dataset: 'my set', crop: '64x64' },
      { codecs: ['jxl:quality=5', 'jpeg'], image: 'p1', metric: 'psnr' },
    ),
  ).toBe(
    "npx pareto sweep --codec jxl:quality=5,jpeg --dataset 'my set' --images p1 --crop 64x64 --metrics psnr --maps --rescore",
  );
  expect(pageCommand()).toBe('npx pareto leaderboard --pictures all');
});

describe('points of one image', () => {
  const records = [
    ...curveOf('jpeg', { metrics: ['psnr', 'butteraugli'] }),
    ...curveOf('webp', { factor: 0.7, metrics: ['psnr', 'butteraugli'] }),
  ];

  test('nearest in size by ratio, with how far off it is', () => {
    const data = dataOf(writeSite(records));
    const image = 1;
    const [jpeg, webp] = [0, 1].map((curve) => pointsOf(data, none, { curve, image }));
    for (const point of jpeg!) {
      const { point: found, off, near } = nearestInSize(webp!, point.bytes)!;
      const ratios = webp!.map(({ bytes }) => Math.abs(Math.log(bytes / point.bytes)));
      expect(webp!.indexOf(found)).toBe(ratios.indexOf(Math.min(...ratios)));
      expect(off).toBeCloseTo(found.bytes / point.bytes - 1, 12);
      expect(near).toBe(Math.abs(off) <= 0.05);
    }
    // 70 is nearer to 100 than 140 is in bytes, and farther by ratio.
    const [a, b] = [
      { ...jpeg![0]!, bytes: 70 },
      { ...jpeg![0]!, bytes: 140 },
    ];
    expect(nearestInSize([a, b], 100)!.point).toBe(b);
    expect(nearestInSize([], 100)).toBeNull();
  });

  test('nearest in quality on the scale of the metric', () => {
    const data = dataOf(writeSite(records));
    const image = 0;
    const [jpeg, webp] = [0, 1].map((curve) => pointsOf(data, none, { curve, image }));
    for (const metric of ['psnr', 'butteraugli']) {
      // Both curves have the same values at the same quality.
      for (const [nth, reference] of jpeg!.entries()) {
        const found = nearestInQuality(data, webp!, { reference, image, metric })!;
        expect(found).toEqual({ point: webp![nth], off: 0, near: true });
      }
    }
    const [first] = jpeg!;
    const far = nearestInQuality(data, webp!.slice(3), {
      reference: first!,
      image,
      metric: 'psnr',
    })!;
    const { value } = scoreOf(data, { row: first!.row, image, metric: 'psnr' });
    const { value: other } = scoreOf(data, { row: far.point.row, image, metric: 'psnr' });
    expect(far.point).toBe(webp![3]);
    expect(far.off).toBeCloseTo(other! - value!, 9);
    expect(far.near).toBe(false);
  });

  test('a missing value is never read as a number, an exact picture is infinite', () => {
    const settings = (quality: number) => ({
      settings: { quality },
      knob: 'quality',
      codec: 'jpeg',
    });
    const data = dataOf(
      writeSite([
        rdOf({
          spec: 'jpeg:quality=1',
          image: 'p',
          bytes: 100,
          metrics: { psnr: 1 },
          ...settings(1),
        }),
        rdOf({
          ...{ spec: 'jpeg:quality=2', image: 'p', bytes: 200, metrics: { psnr: null } },
          ...{ metricErrors: { psnr: 'it broke' }, metricVersions: {}, ...settings(2) },
        }),
        rdOf({
          ...{ spec: 'jpeg:quality=3', image: 'p', bytes: 300, exact: true },
          ...{ metrics: { psnr: null }, ...settings(3) },
        }),
      ]),
    );
    const points = pointsOf(data, none, { curve: 0, image: 0 });
    const scores = points.map(({ row }) => scoreOf(data, { row, image: 0, metric: 'psnr' }));
    expect(scores).toEqual([
      { value: 1, reason: null },
      { value: null, reason: 'it broke' },
      { value: Number.POSITIVE_INFINITY, reason: null },
    ]);
    const nearest = (reference: number) =>
      nearestInQuality(data, points, { reference: points[reference]!, image: 0, metric: 'psnr' });
    expect(nearest(0)).toEqual({ point: points[0], off: 0, near: true });
    expect(nearest(1)).toBeNull();
    expect(nearest(2)).toEqual({ point: points[2], off: 0, near: true });
    const other = nearestInQuality(data, points.slice(0, 2), {
      ...{ reference: points[2]!, image: 0, metric: 'psnr' },
    });
    expect(other).toEqual({ point: points[0], off: Number.NEGATIVE_INFINITY, near: false });
    expect(scoreOf(data, { row: 0, image: 0, metric: 'constructor' }).value).toBeNull();
  });

  test('those with a picture are preferred', () => {
    const data = dataOf(writeSite(records));
    const there = { image: 0, row: 2, file: 'x.png', decodedBy: null, reason: null, maps: {} };
    const find = indexPictures({
      ...{ images: [], reasons: ['gone'], maps: {} },
      shown: [there, { ...there, row: 3, file: null, reason: 0 }],
    });
    const points = pointsOf(data, find, { curve: 0, image: 0 });
    expect(pictured(points).map(({ row }) => row)).toEqual([2]);
    expect(pictured(pointsOf(data, none, { curve: 0, image: 0 }))).toHaveLength(5);
  });

  test('two images of one name are kept apart', () => {
    const twins = ['a', 'b'].map((each) => ({
      ...rdOf({ spec: 'jpeg:quality=1', image: 'p' }),
      imageSha256: each.repeat(64),
    }));
    const data = dataOf(writeSite(twins));
    expect(imageKeys(data)).toEqual([`p@${'a'.repeat(12)}`, `p@${'b'.repeat(12)}`]);
  });
});

describe('the scene', () => {
  const records = ['jpeg', 'webp', 'avif', 'jxl'].flatMap((codec, nth) =>
    curveOf(codec, { factor: 1 - nth / 5 }),
  );
  const scene = (keys: Record<string, string>) => {
    const data = dataOf(writeSite(records));
    const get = (key: string) => (Object.hasOwn(keys, key) ? keys[key]! : null);
    return { data, ...sceneOf(data, none, { image: 0, get, anchor: 1, metric: 'psnr' })! };
  };

  test('shows the anchor and the two that save most, unless chosen otherwise', () => {
    const { data, slots, mode, pair, base, map, gain, split } = scene({});
    const labels = slots.map(({ curve }) => data.group.curves[curve]!.label);
    expect(labels).toEqual([data.group.curves[1]!.label, 'jxl', 'avif']);
    expect({ mode, pair, base, map, gain, split }).toEqual({
      ...{
        mode: 'side',
        pair: ['original', 'a'],
        base: 'original',
        map: null,
        gain: 8,
        split: 0.5,
      },
    });
    const chosen = scene({
      ...{ 'images.a': 'avif', 'images.b': 'webp', 'images.c': 'none', 'images.by': 'quality' },
      ...{ 'images.at': 'avif:quality=80', 'images.right': 'b', 'images.split': '30' },
    });
    expect(chosen.slots.map(({ point }) => point!.spec)).toEqual([
      ...['avif:quality=80', 'webp:quality=80'],
    ]);
    expect(chosen.slots[1]).toMatchObject({ off: 0, near: true });
    expect(chosen).toMatchObject({ by: 'quality', pair: ['original', 'b'], split: 0.3 });
  });

  test('what the address says amiss is passed over', () => {
    const { slots, ...rest } = scene({
      ...{ 'images.a': 'constructor', 'images.b': '__proto__', 'images.at': 'x', 'images.by': 'x' },
      ...{ 'images.mode': 'x', 'images.left': 'd', 'images.base': 'x', 'images.map': 'toString' },
      ...{ 'images.gain': '3', 'images.split': '999' },
    });
    const usual = scene({});
    expect(slots).toEqual(usual.slots);
    expect(rest).toMatchObject({ mode: 'side', by: 'size', map: null, gain: 8, split: 0.5 });
    expect(rest.at).toBe(usual.at);
  });
});
