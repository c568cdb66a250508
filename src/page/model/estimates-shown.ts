import { contentClasses } from '../../base/content-class.js';
import type { EstimateRow } from '../../leaderboard/estimate-schema.js';
import type { EstimateSeries, PageEstimates } from './estimates-file.js';
import { inks } from './palette.js';

type Named = Pick<EstimateRow, 'label' | 'engine' | 'estimator' | 'content'>;

/** What a reader chose. */
export interface EstimatesChoice {
  /** Of `codecOptions`. */
  readonly codec: string;
  readonly content: EstimateRow['content'];
  /** Null for all. */
  readonly estimator: string | null;
}

/** Codecs with their settings but the rate knob's; with the engine's version where several have one name. */
export function codecOptions({ rows }: PageEstimates): { key: string; name: string }[] {
  const all = new Map(rows.map((row) => [codecKey(row), row]));
  return [...all].map(([key, { label, engine }]) => {
    const alike = [...all.values()].filter((row) => row.label === label);
    return { key, name: alike.length > 1 ? `${label} (${engine.name} ${engine.version})` : label };
  });
}

/** What a codec is called in the address. */
export function codecKey({ label, engine }: Pick<Named, 'label' | 'engine'>): string {
  return `${label}@${engine.name}@${engine.version}`;
}

/** The estimators of a page, what chooses among them first. */
export function estimatorNames({ rows }: PageEstimates): string[] {
  const names = [...new Set(rows.map(({ estimator }) => estimator))].sort();
  return names.toSorted((a, b) => Number(b === 'auto') - Number(a === 'auto'));
}

/** The classes that a codec has estimates of. */
export function contentsOf({ rows }: PageEstimates, codec: string): EstimateRow['content'][] {
  const own = new Set(rows.filter((row) => codecKey(row) === codec).map(({ content }) => content));
  return contentClasses.filter((each) => own.has(each));
}

/** The rows of a codec over all settings and sizes that have an answer. */
export function summaryRows({ rows }: PageEstimates, codec: string): EstimateRow[] {
  return rows.filter(
    (row) => row.megapixels === null && row.answers > 0 && codecKey(row) === codec,
  );
}

/** The points of a choice. */
export function seriesOf(data: PageEstimates, choice: EstimatesChoice): EstimateSeries[] {
  return data.series.filter(
    (series) =>
      codecKey(series) === choice.codec &&
      series.content === choice.content &&
      (choice.estimator === null || series.estimator === choice.estimator),
  );
}

const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star', 'triangle-down'];

/** How an estimator is drawn: the same in every chart of the page. */
export function estimatorInk(
  names: readonly string[],
  estimator: string,
  dark: boolean,
): { readonly color: string; readonly symbol: string } {
  const nth = Math.max(0, names.indexOf(estimator));
  return {
    color: inks[nth % inks.length]![dark ? 1 : 0],
    symbol: symbols[nth % symbols.length]!,
  };
}
