import { expect, test } from 'vitest';
import { curveAt } from '#src/leaderboard/image-curves.js';
import { imageTimesTables } from '#src/leaderboard/image-times.js';
import { readByMetric, tableCurves } from '#src/leaderboard/metric-curves.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import {
  compareTimes,
  curveSpeed,
  isCommand,
  pairTimes,
  withTimes,
} from '#src/leaderboard/timed-curves.js';
import { metricOf } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

const qualities = [20, 40, 60, 80, 95];

function codec(id: string, seconds: number, runtime: 'native' | 'cli' = 'native', timed = 5) {
  const shared = (quality: number) => ({
    spec: `${id}:quality=${quality}`,
    image: 'a',
    settings: { quality },
    knob: 'quality',
    engine: { name: id, version: '1', runtime },
  });
  const rd = qualities.map((quality, i) =>
    rdOf({ ...shared(quality), bpp: 0.25 * 2 ** i, metrics: { psnr: 28 + 3 * i } }),
  );
  const timing = qualities
    .slice(0, timed)
    .map((quality) =>
      timingOf({ ...shared(quality), encode: [seconds, seconds], decode: [0.1, 0.1] }),
    );
  const [table] = tablesOf(rd);
  const [times] = imageTimesTables(timing);
  const [curve] = tableCurves(table!);
  return { curve: curve!, joined: withTimes(curve!, times!), images: table!.images };
}

const fast = codec('fast', 0.5);
const slow = codec('slow', 1);
const byPsnr = ({ curve }: typeof fast) => readByMetric(curve, metricOf('psnr'));

test('the speed of a curve is 1 over the mean of its points’ seconds a megapixel', () => {
  // Half a megapixel each.
  expect(curveSpeed(slow.joined, 2)).toMatchObject({
    timed: 5,
    encodeMegapixelsPerSecond: 0.5,
    encodeNormalised: 1,
    decodeMegapixelsPerSecond: 5,
    peakBytes: null,
  });
  expect(curveSpeed(slow.joined, null).encodeNormalised).toBeNull();
});

test('a curve with a point that was not timed has no speed, and no BD-time', () => {
  const part = codec('part', 1, 'native', 4);
  expect(curveSpeed(part.joined, 1)).toMatchObject({ timed: 4, encodeMegapixelsPerSecond: null });
  const { encode } = compareTimes(byPsnr(slow), byPsnr(part), slow.joined, part.joined);
  expect(encode.percent).toBeNull();
  expect(encode.reason).toBe('the test has times of 4 of its 5 points on bench');
});

test('BD-time: half the seconds at every quality', () => {
  const { encode, decode, testbed } = compareTimes(
    ...([byPsnr(slow), byPsnr(fast), slow.joined, fast.joined] as const),
  );
  expect(testbed).toBe('bench');
  expect([encode.percent, decode.percent]).toEqual([expect.closeTo(-50, 9), expect.closeTo(0, 9)]);
});

test('command lines are compared with command lines alone', () => {
  const command = codec('cmd', 1, 'cli');
  expect([isCommand(command.joined), isCommand(slow.joined)]).toEqual([true, false]);
  const { encode } = compareTimes(byPsnr(slow), byPsnr(command), slow.joined, command.joined);
  expect(encode).toMatchObject({ percent: null, reason: expect.stringContaining('command line') });
  expect(curveSpeed(command.joined, 2).encodeNormalised).toBeNull();
  const point = curveAt(byPsnr(slow).images, 0)[0]!;
  const ratio = (test_: typeof fast) =>
    pairTimes(slow.joined, test_.joined, slow.images).ratio(0, point, point);
  expect(ratio(command)).toBeNull();
  expect(ratio(fast)).toEqual({ encode: 0.5, decode: 1 });
});
