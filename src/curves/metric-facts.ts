import type { QualityScale } from './quality-scale.js';

/**
 * What tables, charts and curves need to know of a metric. A metric carries its own; the leaderboard
 * is given them and writes those of the metrics that it holds into leaderboard.json.
 */
export interface MetricFacts {
  readonly id: string;
  readonly title: string;
  /** For table headers, axes and choices. */
  readonly shortTitle: string;
  /** `dB`, or empty where the value has no unit. */
  readonly unit: string;
  /** Decimals of a value on the page; tables of the command line show one more. */
  readonly decimals: number;
  /** How values become the axis that BD-rates are taken on; null where curves do not compare by it. */
  readonly scale: QualityScale | null;
  /** Which way is better; null where nobody says. */
  readonly better: 'higher' | 'lower' | null;
  /** Values at which the rate of every curve is told. None without a scale. */
  readonly fixedQualities: readonly number[];
  /** The value at which curves are compared in rate, time and memory together, or null. */
  readonly frontQuality: number | null;
  /** Difference on the scale up to which two pictures are nearly equal; null: 5 % of the value. */
  readonly nearlyEqual: number | null;
}

/** Stands for a metric of which nothing is known: shown by its id, and no scale. */
export function unknownMetric(id: string): MetricFacts {
  return {
    id,
    title: id,
    shortTitle: id,
    unit: '',
    decimals: 4,
    scale: null,
    better: null,
    fixedQualities: [],
    frontQuality: null,
    nearlyEqual: null,
  };
}

/** The facts of a metric in a list, as leaderboard.json has it. */
export function factsIn(list: readonly MetricFacts[], id: string): MetricFacts {
  return list.find((each) => each.id === id) ?? unknownMetric(id);
}

/** The facts of a metric in a table by id. */
export function factsOf(table: ReadonlyMap<string, MetricFacts>, id: string): MetricFacts {
  return table.get(id) ?? unknownMetric(id);
}
