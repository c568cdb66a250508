import { mean } from '../base/statistics.js';
import { least } from '../base/sums.js';
import type { TimingRecord } from '../results/record.js';
import type { Testbed } from '../results/testbed.js';
import type { Change } from './change.js';
import { joinSides, type Subject, type SubjectPairs } from './pairs.js';
import type { Side } from './sides.js';
import { studentQuantile, studentTail } from './tails.js';

/** By how much times of two runs on one testbed may differ for no reason of the codec's. */
export interface TimingNoise {
  readonly testbed: string;
  /**
   * Logarithm of the ratio that is put down to the machine: the farther end of the A/A intervals of
   * both sides, and the change of the calibration kernel where both sides ran it. Null without A/A.
   */
  readonly margin: number | null;
  /** Time of the calibration kernel, B over A; null where one side has none. */
  readonly calibration: number | null;
}

/** The times of two sides that can be compared. */
export interface TimeChanges {
  readonly changes: readonly Change[];
  readonly noise: readonly TimingNoise[];
}

/**
 * Ratios of times by setting, testbed and thread count, B over A: geometric means over the images that
 * both sides timed. The passes are what repeats, so the interval and the test are Welch's over passes;
 * and as two runs are not interleaved, a change has to exceed what the machine does by itself.
 * @param ignore settings that may differ
 */
export function timeChanges(a: Side, b: Side, ignore: ReadonlySet<string>): TimeChanges {
  const joined = joinTimes(a, b, ignore);
  const testbeds = joined.flatMap(({ pairs }) => (pairs.length > 0 ? pairs[0]!.a.testbed : []));
  const noise = [...new Set(testbeds)]
    .sort()
    .map((id) => noiseOf(id, a.describe(id), b.describe(id)));
  const changes = joined.flatMap(({ subject, pairs }) => {
    if (pairs.length === 0) return [];
    const { margin } = noise.find(({ testbed }) => testbed === pairs[0]!.a.testbed)!;
    return (['encode', 'decode'] as const).map((kind) => timeChange(subject, pairs, kind, margin));
  });
  return { changes, noise };
}

/** Records of one setting, testbed and thread count on both sides, those that have samples. */
export function joinTimes(
  a: Side,
  b: Side,
  ignore: ReadonlySet<string>,
): SubjectPairs<TimingRecord>[] {
  return joinSides(timed(a), timed(b), ignore, ({ testbed, threads }) => [testbed, threads]);
}

function timed({ timing }: Side): TimingRecord[] {
  return timing.filter(
    ({ error, encode, decode }) =>
      error === null && encode.total.length > 0 && decode.total.length > 0,
  );
}

function noiseOf(testbed: string, a: Testbed | null, b: Testbed | null): TimingNoise {
  const bounds = [a, b].flatMap((side) =>
    side?.noise
      ? [side.noise.encode, side.noise.decode].flatMap(({ low, high }) => [low, high])
      : [],
  );
  const calibration = calibrationRatio(a, b);
  if (bounds.length === 0) return { testbed, margin: null, calibration };
  const drift = calibration === null ? 0 : Math.abs(Math.log(calibration));
  const widest = Math.max(...bounds.map((bound) => Math.abs(Math.log1p(bound))), drift);
  return { testbed, margin: widest, calibration };
}

function calibrationRatio(a: Testbed | null, b: Testbed | null): number | null {
  const [before, after] = [a?.calibration ?? null, b?.calibration ?? null];
  if (before === null || after === null) return null;
  if (before.kernel !== after.kernel || before.version !== after.version) return null;
  return after.seconds.median / before.seconds.median;
}

/** @param margin logarithm of the ratio that is put down to the machine, or null where none is known */
function timeChange(
  subject: Subject,
  pairs: readonly { readonly a: TimingRecord; readonly b: TimingRecord }[],
  kind: 'encode' | 'decode',
  margin: number | null,
): Change {
  const [before, after] = (['a', 'b'] as const).map((side) =>
    passMeans(pairs.map((pair) => pair[side][kind].total)),
  ) as [number[], number[]];
  const common = {
    kind,
    subject,
    metric: null,
    testbed: pairs[0]!.a.testbed,
    images: pairs.length,
    value: Math.exp(mean(after) - mean(before)),
    better: 'lower',
  } as const;
  const none = { low: null, high: null, p: null };
  if (before.length < 2 || after.length < 2) {
    return { ...common, ...none, reason: 'one pass tells no interval' };
  }
  const difference = mean(after) - mean(before);
  const { error, freedom } = welch(before, after);
  const half = error === 0 ? 0 : studentQuantile(0.025, freedom) * error;
  const interval = { low: Math.exp(difference - half), high: Math.exp(difference + half) };
  if (margin === null) {
    const reason = 'no A/A figure of the testbed: three passes or more make one';
    return { ...common, ...interval, p: null, reason };
  }
  return { ...common, ...interval, p: pBeyond(difference, margin, error, freedom), reason: null };
}

/** Of each pass the mean over images of ln(seconds). */
function passMeans(samples: readonly (readonly number[])[]): number[] {
  const passes = least(samples.map(({ length }) => length));
  return Array.from({ length: passes }, (_, pass) =>
    mean(samples.map((each) => Math.log(each[pass]!))),
  );
}

/** Standard error of the difference of two means, and its degrees of freedom (Welch 1947). */
function welch(a: readonly number[], b: readonly number[]): { error: number; freedom: number } {
  const [va, vb] = [a, b].map((values) => {
    const centre = mean(values);
    const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    return squares / (values.length - 1) / values.length;
  }) as [number, number];
  const error = Math.sqrt(va + vb);
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return { error, freedom };
}

/** Greatest chance of so great a difference where the true one is within the margin. */
function pBeyond(difference: number, margin: number, error: number, freedom: number): number {
  const beyond = Math.abs(difference) - margin;
  if (beyond <= 0) return 1;
  if (error === 0) return 0;
  const opposite = Math.abs(difference) + margin;
  return Math.min(1, studentTail(beyond / error, freedom) + studentTail(opposite / error, freedom));
}
