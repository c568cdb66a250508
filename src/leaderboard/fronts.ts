import type { MetricFacts } from '../curves/metric-facts.js';
import { paretoFront } from '../curves/pareto.js';
import { type QualityScale, toQuality } from '../curves/quality-scale.js';
import { valueAtQuality } from '../curves/reading.js';
import type { MetricCurve } from './metric-curves.js';
import type { FrontMark } from './schema.js';
import { isCommand, type TimedCurve } from './timed-curves.js';

/** A curve as the fronts see it. */
export interface FrontCurve {
  readonly complete: boolean;
  /** By metric. */
  readonly metrics: ReadonlyMap<string, MetricCurve>;
  readonly times: TimedCurve;
}

/**
 * Marks, for every curve, whether it is on the Pareto fronts in one table of times, at the qualities
 * that the metrics' facts name: over rate, encode time, decode time and memory, and over rate and each of the times. Rate
 * and times are read off the curve at that quality, by PCHIP of their logarithms. Curves that lack
 * a figure, are not complete, or are command lines are neither marked nor do they beat others.
 */
export function frontMarks(
  curves: readonly FrontCurve[],
  facts: readonly MetricFacts[],
): FrontMark[][] {
  const marks = facts.flatMap(({ id: metric, scale, frontQuality: at }) => {
    if (scale === null || at === null) return [];
    const figures = curves.map((curve) => figuresAt(curve, { metric, scale, at }));
    const on = (pick: (each: Figures) => readonly (number | null)[]): (boolean | null)[] =>
      paretoFront(
        curves.map(({ complete, times }, i) => {
          const own = pick(figures[i]!);
          return complete && !isCommand(times) ? own : own.map(() => null);
        }),
      );
    const all = on(({ bpp, encode, decode, peakBytes }) => [bpp, encode, decode, peakBytes]);
    const rateEncode = on(({ bpp, encode }) => [bpp, encode]);
    const rateDecode = on(({ bpp, decode }) => [bpp, decode]);
    const ofCurves = curves.map(({ times: { table } }, i): FrontMark => {
      const { bpp, encode, decode, peakBytes } = figures[i]!;
      return {
        testbed: table.testbed,
        crop: table.crop,
        threads: table.threads,
        metric,
        at,
        bpp,
        encodeMegapixelsPerSecond: encode === null ? null : 1 / encode,
        decodeMegapixelsPerSecond: decode === null ? null : 1 / decode,
        peakBytes,
        all: all[i]!,
        rateEncode: rateEncode[i]!,
        rateDecode: rateDecode[i]!,
      };
    });
    return [ofCurves];
  });
  return curves.map((_, i) => marks.map((each) => each[i]!));
}

interface Figures {
  readonly bpp: number | null;
  /** Seconds a megapixel. */
  readonly encode: number | null;
  readonly decode: number | null;
  readonly peakBytes: number | null;
}

function figuresAt(
  { metrics, times }: FrontCurve,
  { metric, scale, at }: { metric: string; scale: QualityScale; at: number },
): Figures {
  const quality = toQuality(at, scale);
  const points = metrics.get(metric)?.mean ?? [];
  const read = (of: (point: number) => number | null): number | null => {
    const values = points.map((each) => ({ ...each, value: of(each.point) }));
    const known = values.flatMap(({ value, ...each }) =>
      value === null ? [] : { ...each, value },
    );
    return known.length < values.length ? null : valueAtQuality(known, quality);
  };
  const timed = (point: number) => {
    const found = times.points[point];
    return found?.complete ? found : null;
  };
  return {
    bpp: valueAtQuality(
      points.map((each) => ({ ...each, value: each.rate })),
      quality,
    ),
    encode: read((point) => timed(point)?.encode ?? null),
    decode: read((point) => timed(point)?.decode ?? null),
    peakBytes: read((point) => timed(point)?.peakBytes ?? null),
  };
}
