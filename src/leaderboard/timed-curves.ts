import { mean } from '../base/statistics.js';
import { type BdRate, bdTime, type TimedPoint } from '../curves/bd-rate.js';
import type { MetricPoint } from './image-curves.js';
import type { ImageTimesTable, RowTimes } from './image-times.js';
import type { PairTimes } from './match-curves.js';
import { pairMeans, whyFew } from './mean-pair.js';
import type { CodecCurve, MetricCurve } from './metric-curves.js';
import { normalise } from './reference-machine.js';
import type { Comparison, CurveSpeed } from './schema.js';

/** A curve whose points are joined to one table of times. */
export interface TimedCurve {
  readonly table: ImageTimesTable;
  /** In the order of the curve's points; undefined where not every image was timed. */
  readonly points: readonly (RowTimes | undefined)[];
}

/** Joins the points of a curve to a table of times, by codec, settings and engine's version. */
export function withTimes({ points }: CodecCurve, table: ImageTimesTable): TimedCurve {
  return { table, points: points.map(({ identity }) => table.find(identity)) };
}

/** Speed and memory of a whole curve, where all of its points were timed. */
export function curveSpeed({ table, points }: TimedCurve, slowness: number | null): CurveSpeed {
  const { testbed, crop, threads } = table;
  const timed = points.flatMap((times) => (times?.complete ? [times] : []));
  const whole = timed.length === points.length;
  const speedOf = (direction: 'encode' | 'decode'): number | null =>
    whole ? 1 / mean(timed.map((times) => times[direction])) : null;
  const normal = (speed: number | null): number | null =>
    speed === null || timed.some(({ command }) => command) ? null : normalise(speed, slowness);
  const peaks = timed.flatMap(({ peakBytes }) => peakBytes ?? []);
  const [encode, decode] = [speedOf('encode'), speedOf('decode')];
  return {
    ...{ testbed, crop, threads },
    timed: timed.length,
    encodeMegapixelsPerSecond: encode,
    decodeMegapixelsPerSecond: decode,
    encodeNormalised: normal(encode),
    decodeNormalised: normal(decode),
    peakBytes: whole && peaks.length === timed.length ? Math.max(...peaks) : null,
  };
}

/** BD-time of both directions by mean curves. */
export function compareTimes(
  anchor: MetricCurve,
  test: MetricCurve,
  anchorTimes: TimedCurve,
  testTimes: TimedCurve,
): Comparison['times'][number] {
  const { testbed, crop, threads } = testTimes.table;
  const means = pairMeans(anchor, test);
  const few = whyFew(anchor, test);
  const compare = (direction: 'encode' | 'decode'): BdRate => {
    const a = timedPoints(means.anchor, anchorTimes, direction);
    const b = timedPoints(means.test, testTimes, direction);
    if (few !== null) return refused(few);
    if (typeof a === 'string') return refused(`the anchor ${a}`);
    if (typeof b === 'string') return refused(`the test ${b}`);
    if (isCommand(anchorTimes) !== isCommand(testTimes)) {
      return refused('one is a command line, whose times hold the start of a process');
    }
    return bdTime(a, b);
  };
  return { testbed, crop, threads, encode: compare('encode'), decode: compare('decode') };
}

const refused = (reason: string): BdRate => ({ percent: null, overlap: null, reason });

/** Points of the mean curve with their seconds a megapixel, or what is missing. */
function timedPoints(
  points: readonly MetricPoint[],
  { table, points: times }: TimedCurve,
  direction: 'encode' | 'decode',
): TimedPoint[] | string {
  const timed = points.flatMap(({ point, ...rest }) => {
    const found = times[point];
    return found?.complete ? [{ ...rest, seconds: found[direction] }] : [];
  });
  if (timed.length === points.length) return timed;
  return `has times of ${timed.length} of its ${points.length} points on ${table.testbed}`;
}

/** Whether the times of a curve hold the start of a process. */
export function isCommand({ points }: TimedCurve): boolean {
  return points.some((times) => times?.command);
}

/** The ratios of times of matched pairs, by the image's own median seconds. */
export function pairTimes(
  anchor: TimedCurve,
  test: TimedCurve,
  images: readonly string[],
): PairTimes {
  const { testbed, crop, threads } = test.table;
  const unlike = isCommand(anchor) !== isCommand(test);
  const secondsOf = ({ points }: TimedCurve, { point }: MetricPoint, image: number) =>
    points[point]?.images.get(images[image]!);
  return {
    ...{ testbed, crop, threads },
    ratio: (image, a, t) => {
      const [before, after] = [secondsOf(anchor, a, image), secondsOf(test, t, image)];
      if (unlike || before === undefined || after === undefined) return null;
      return { encode: after.encode / before.encode, decode: after.decode / before.decode };
    },
  };
}
