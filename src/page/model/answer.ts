import { sum } from '../../base/sums.js';
import { toQuality } from '../../curves/quality-scale.js';
import { knobAtQuality } from '../../curves/reading.js';
import { isTie, type Saving, savings, sizesAtQuality } from '../../curves/saving.js';
import { otherVersion } from '../../leaderboard/comparison.js';
import { frontMarks } from '../../leaderboard/fronts.js';
import type { CodecCurve } from '../../leaderboard/metric-curves.js';
import type { BoardChoice } from './board.js';
import type { PageDataset } from './contract.js';
import { curveTimes, drawnCurve } from './memo.js';
import { factsOfMetric, formatMetric } from './metric-text.js';

/** What is asked: which codec, at which setting, at this quality. */
export interface AnswerChoice extends Pick<BoardChoice, 'anchor' | 'timing' | 'bootstrap'> {
  readonly metric: string;
  /** The metric's value. */
  readonly level: number;
}

/** A curve at the quality that is asked for. */
export interface AnswerRow {
  /** Place in `group.curves`. */
  readonly curve: number;
  /** Its rate knob and the value to use; null where the codec has none that is a number. */
  readonly setting: { readonly knob: string; readonly value: number } | null;
  /** Whether that very setting was measured; else it is read between two that were. */
  readonly measured: boolean;
  /** All bytes over all pixels, in thousands of bytes a million. */
  readonly kilobytesPerMegapixel: number;
  /** Against the anchor; null where the anchor does not reach the quality. */
  readonly saving: Saving | null;
  /** Whether it may as well need no more bytes than the first row. */
  readonly tied: boolean;
  /** Null where not all of its points are timed. */
  readonly encodeMegapixelsPerSecond: number | null;
  readonly decodeMegapixelsPerSecond: number | null;
  /** Whether no other beats it in bytes, encode time, decode time and memory; null where none can tell. */
  readonly front: boolean | null;
  /** Whether none beats it in bytes and one of the times. */
  readonly worth: boolean;
}

/** What the measured curves come to at a quality. */
export interface Answer {
  /** The fewest bytes first. */
  readonly rows: readonly AnswerRow[];
  /** Curves that have no figure there, each with the reason. */
  readonly missing: readonly { readonly curve: number; readonly reason: string }[];
}

/**
 * Reads every curve at one quality, by means of all images: bytes, what they save against the anchor
 * with its interval over the images, the setting of the rate knob, speeds. Pure.
 * @param curves of `codecCurves`
 */
export function answerAt(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { metric, level, anchor, timing, bootstrap }: AnswerChoice,
): Answer {
  const facts = factsOfMetric(data, metric);
  const { scale } = facts;
  if (scale === null) return { rows: [], missing: [] };
  const quality = toQuality(level, scale);
  const drawn = curves.map((curve) => drawnCurve(curve, facts).curve);
  const before = drawn[anchor ?? -1] ?? drawn.find(({ version }) => version !== null);
  const read = curves.map((curve, place) => {
    const own = drawn[place]!;
    const points = own.mean.map(({ point, quality }) => {
      const { row, identity } = curve.points[point]!;
      const knob = Number(identity.settings[curve.knob ?? ''] ?? Number.NaN);
      return { rate: sum(row.bytes), quality, sizes: row.bytes, pixels: row.pixels, knob };
    });
    const other = before === undefined ? null : otherVersion(before, own);
    const sizes = other === null ? sizesAtQuality(points, quality) : null;
    return { points, sizes, reason: other ?? whyNot(data, place, metric, points) };
  });
  const compare = savings(bootstrap);
  const against = anchor === null ? null : (read[anchor]?.sizes ?? null);
  const marks = marksAt(data, curves, { metric, level, timing });
  const found = read.flatMap(({ sizes, points }, curve) => {
    const complete = data.group.curves[curve]!.complete;
    if (sizes === null || !complete) return [];
    const kilobytesPerMegapixel = (1000 * sum(sizes)) / sum(points[0]!.pixels);
    return Number.isFinite(kilobytesPerMegapixel)
      ? [{ curve, sizes, kilobytesPerMegapixel, points }]
      : [];
  });
  const sorted = found.toSorted((a, b) => a.kilobytesPerMegapixel - b.kilobytesPerMegapixel);
  const first = sorted[0];
  const rows = sorted.map(({ curve, sizes, kilobytesPerMegapixel, points }): AnswerRow => {
    const { knob } = curves[curve]!;
    const isNumber = points.every((point) => Number.isFinite(point.knob));
    const value = knob === null || !isNumber ? null : knobAtQuality(points, quality);
    const mark = marks?.[curve];
    return {
      curve,
      setting: value === null ? null : { knob: knob!, value },
      measured: points.some((point) => point.knob === value),
      kilobytesPerMegapixel,
      saving: against && compare(sizes, against),
      tied: curve !== first?.curve && isTie(compare(sizes, first!.sizes)),
      encodeMegapixelsPerSecond: mark?.encodeMegapixelsPerSecond ?? null,
      decodeMegapixelsPerSecond: mark?.decodeMegapixelsPerSecond ?? null,
      front: mark?.all ?? null,
      worth: mark?.rateEncode === true || mark?.rateDecode === true,
    };
  });
  const shown = new Set(rows.map(({ curve }) => curve));
  const missing = read.flatMap(({ reason }, curve) =>
    shown.has(curve) ? [] : [{ curve, reason }],
  );
  return { rows, missing };
}

/** The rows that a short table has: of each codec the smallest, what is worth its time, the anchor. */
export function shortRows(
  { group }: PageDataset,
  rows: readonly AnswerRow[],
  anchor: number | null,
): AnswerRow[] {
  const seen = new Set<string>();
  return rows.filter(({ curve, worth }) => {
    const { codec } = group.curves[curve]!;
    const isFirst = !seen.has(codec);
    seen.add(codec);
    return isFirst || worth || curve === anchor;
  });
}

/** The marks of leaderboard.json, at any quality. */
function marksAt(
  data: PageDataset,
  curves: readonly CodecCurve[],
  { metric, level, timing }: Pick<AnswerChoice, 'metric' | 'level' | 'timing'>,
) {
  const times = timing === null ? undefined : data.timings[timing];
  if (times === undefined) return null;
  const facts = factsOfMetric(data, metric);
  const timed = curves.map((curve, place) => ({
    complete: data.group.curves[place]!.complete,
    metrics: new Map([[metric, drawnCurve(curve, facts).curve]]),
    times: curveTimes(curve, times),
  }));
  return frontMarks(timed, [{ ...facts, frontQuality: level }]).map(([mark]) => mark);
}

/** Why a curve has no figure at a quality. */
function whyNot(
  data: PageDataset,
  place: number,
  metric: string,
  points: readonly { readonly quality: number }[],
): string {
  const { complete, images, points: places } = data.group.curves[place]!;
  if (!complete) return `${images} of ${data.group.images} images: not ranked`;
  if (points.length === 0) {
    const rows = places.map((row) => data.group.rows[row]!);
    const exact = rows.every((row) => row.exact === row.images);
    return exact ? 'lossless at any setting' : 'no finite mean';
  }
  const values = places.flatMap((row) => data.group.rows[row]!.metrics[metric]?.mean ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) =>
    formatMetric(data, metric, value),
  );
  return `measured from ${low} to ${high}`;
}
