import { describe, expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { imageTimesTables } from '#src/leaderboard/image-times.js';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { facts } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

interface Codec {
  /** Of the rate, of the seconds and of the memory that the plain codec needs. */
  rate: number;
  encode: number;
  decode: number;
  memory?: number;
  runtime?: 'native' | 'cli';
}

const images = ['a', 'b'];
const qualities = [20, 40, 60, 80, 95];

function subjects(codec: string, runtime: 'native' | 'cli' = 'native') {
  return qualities.flatMap((quality, i) =>
    images.map((image) => ({
      i,
      spec: `${codec}:quality=${quality}`,
      image,
      settings: { quality },
      knob: 'quality',
      engine: { name: codec, version: '1', runtime },
    })),
  );
}

function rd(codec: string, { rate, runtime }: Codec): RdRecord[] {
  return subjects(codec, runtime).map(({ i, ...subject }) =>
    rdOf({ ...subject, bpp: 0.25 * 2 ** i * rate, metrics: { psnr: 29 + 3 * i } }),
  );
}

function timing(codec: string, { encode, decode, memory, runtime }: Codec): TimingRecord[] {
  return subjects(codec, runtime).map(({ i, ...subject }) => {
    const peak = memory === undefined ? 0 : Math.round(1e6 * memory);
    return timingOf({
      ...subject,
      encode: [0.1 * encode * 1.1 ** i],
      decode: [0.05 * decode * 1.1 ** i],
      peakBytes: peak > 0 ? { encode: peak, decode: peak - 1, idle: 1, image: 'a' } : null,
    });
  });
}

const plain: Codec = { rate: 1, encode: 1, decode: 1, memory: 80 };

function groupOf(
  codecs: Record<string, Codec>,
  { times = (record: TimingRecord): boolean => record !== null, drop = '' } = {},
) {
  const all = Object.entries({ jpeg: plain, ...codecs });
  const records = all.flatMap(([id, codec]) => rd(id, codec));
  const measured = records.filter(({ spec, image }) => !(spec === drop && image === 'b'));
  const tables = imageTimesTables(all.flatMap(([id, codec]) => timing(id, codec)).filter(times));
  return rdGroups(measured, {
    anchor: 'jpeg',
    facts,
    bootstrap: defaultBootstrap,
    times: tables,
  })[0]!;
}

const curveOf = (group: ReturnType<typeof groupOf>, codec: string) =>
  group.curves.find((curve) => curve.codec === codec)!;
const frontOf = (group: ReturnType<typeof groupOf>, codec: string) =>
  curveOf(group, codec).fronts.find(({ metric }) => metric === 'psnr')!;
const marksOf = (group: ReturnType<typeof groupOf>, codec: string) => {
  const { all, rateEncode, rateDecode } = frontOf(group, codec);
  return [all, rateEncode, rateDecode];
};

describe('BD-time', () => {
  test('is the percent of the seconds at equal quality, whatever the rate', () => {
    const [comparison] = curveOf(
      groupOf({ webp: { ...plain, rate: 0.7, encode: 4, decode: 0.5 } }),
      'webp',
    ).comparisons;
    expect(comparison!.percent).toBeCloseTo(-30, 9);
    expect(comparison!.times).toEqual([
      {
        ...{ testbed: 'bench', crop: null, threads: 1 },
        encode: { percent: expect.closeTo(300, 9), overlap: 1, reason: null },
        decode: { percent: expect.closeTo(-50, 9), overlap: 1, reason: null },
      },
    ]);
    expect(comparison!.matched).toMatchObject({ pairs: 10, images: 2 });
    expect(comparison!.matched!.times).toMatchObject([
      { testbed: 'bench', pairs: 10, encodeRatio: expect.closeTo(4, 9) },
    ]);
  });

  test('is null with a reason where a point, or an image of it, was not timed', () => {
    const codecs = { webp: plain };
    const without = groupOf(codecs, { times: ({ codec }) => codec !== 'webp' });
    const [none] = curveOf(without, 'webp').comparisons[0]!.times;
    const reason = 'the test has times of 0 of its 5 points on bench';
    expect(none!.encode).toEqual({ percent: null, overlap: null, reason });
    const partly = groupOf(codecs, {
      times: ({ spec, image }) => !(spec === 'webp:quality=60' && image === 'a'),
    });
    const [some] = curveOf(partly, 'webp').comparisons[0]!.times;
    expect(some!.decode.reason).toBe('the test has times of 4 of its 5 points on bench');
    expect(curveOf(partly, 'webp').speeds[0]).toMatchObject({
      timed: 4,
      encodeMegapixelsPerSecond: null,
      peakBytes: null,
    });
    expect(frontOf(partly, 'webp')).toMatchObject({
      bpp: expect.closeTo(1, 9),
      encodeMegapixelsPerSecond: null,
      all: null,
      rateEncode: null,
    });
    const nowhere = groupOf(codecs, { times: () => false });
    expect(curveOf(nowhere, 'webp').comparisons[0]!.times).toEqual([]);
    expect(curveOf(nowhere, 'webp').fronts).toEqual([]);
  });

  test('command lines are not compared with calls, and stand on no front', () => {
    const group = groupOf({ vvc: { ...plain, rate: 0.4, encode: 0.1, runtime: 'cli' } });
    const [comparison] = curveOf(group, 'vvc').comparisons;
    expect(comparison!.percent).toBeCloseTo(-60, 9);
    expect(comparison!.times[0]!.encode).toEqual({
      percent: null,
      overlap: null,
      reason: 'one is a command line, whose times hold the start of a process',
    });
    expect(comparison!.matched!.times).toEqual([]);
    expect(marksOf(group, 'vvc')).toEqual([null, null, null]);
    expect(marksOf(group, 'jpeg')).toEqual([true, true, true]);
  });
});

describe('fronts', () => {
  test('a curve that is worse in all is on none, one that leads in one figure is on the whole', () => {
    const group = groupOf({
      avif: { rate: 0.5, encode: 20, decode: 3, memory: 200 },
      webp: { rate: 0.7, encode: 5, decode: 0.9, memory: 90 },
      slow: { rate: 1.1, encode: 2, decode: 2, memory: 90 },
      thin: { rate: 2, encode: 3, decode: 3, memory: 50 },
      fast: { rate: 0.9, encode: 0.9, decode: 2, memory: 90 },
    });
    expect(marksOf(group, 'avif')).toEqual([true, true, true]);
    expect(marksOf(group, 'webp')).toEqual([true, true, true]);
    expect(marksOf(group, 'slow')).toEqual([false, false, false]);
    expect(marksOf(group, 'thin')).toEqual([true, false, false]);
    expect(marksOf(group, 'fast')).toEqual([true, true, false]);
    expect(marksOf(group, 'jpeg')).toEqual([true, false, false]);
  });

  test('figures are read off the curve at the quality', () => {
    const { bpp, at, encodeMegapixelsPerSecond, peakBytes } = frontOf(groupOf({}), 'jpeg');
    // The third point is at 35 dB.
    expect([at, bpp, peakBytes]).toEqual([35, 1, expect.closeTo(80e6, 0)]);
    expect(encodeMegapixelsPerSecond).toBeCloseTo(0.5 / (0.1 * 1.1 ** 2), 9);
    expect(curveOf(groupOf({}), 'jpeg').fronts.map(({ metric }) => metric)).toEqual(['psnr']);
  });

  test('an incomplete curve is on no front, and keeps no other off it', () => {
    const better = { rate: 0.5, encode: 0.5, decode: 0.5, memory: 60 };
    expect(marksOf(groupOf({ webp: better }), 'jpeg')).toEqual([false, false, false]);
    const group = groupOf({ webp: better }, { drop: 'webp:quality=95' });
    expect(curveOf(group, 'webp')).toMatchObject({ complete: false, images: 1 });
    expect(marksOf(group, 'webp')).toEqual([null, null, null]);
    expect(marksOf(group, 'jpeg')).toEqual([true, true, true]);
  });

  test('without memory figures there are the fronts of rate and time', () => {
    const group = groupOf({ webp: { rate: 0.7, encode: 5, decode: 0.9 } });
    expect(marksOf(group, 'webp')).toEqual([null, true, true]);
    expect(marksOf(group, 'jpeg')).toEqual([true, true, false]);
  });

  test('testbeds have marks of their own', () => {
    const times = imageTimesTables([
      ...timing('jpeg', plain),
      ...timing('webp', { ...plain, encode: 2 }),
      ...timing('jpeg', plain).map((record) => ({ ...record, testbed: 'other' })),
      ...timing('webp', { ...plain, encode: 0.5 }).map((record) => ({
        ...record,
        testbed: 'other',
      })),
    ]);
    const records = [...rd('jpeg', plain), ...rd('webp', plain)];
    const { curves } = rdGroups(records, {
      anchor: 'jpeg',
      facts,
      bootstrap: defaultBootstrap,
      times,
      slownessOf: (testbed) => (testbed === 'other' ? 2 : null),
    })[0]!;
    const psnr = curves.map(({ fronts }) => fronts.filter(({ metric }) => metric === 'psnr'));
    expect(psnr[1]!.map(({ testbed, rateEncode }) => [testbed, rateEncode])).toEqual([
      ['bench', false],
      ['other', true],
    ]);
    const [bench, other] = curves[1]!.speeds;
    expect(bench!.encodeNormalised).toBeNull();
    expect(other!.encodeNormalised).toBeCloseTo(2 * other!.encodeMegapixelsPerSecond!, 12);
  });
});
