import { contentClasses } from '../base/content-class.js';
import { mean, median, quantile } from '../base/statistics.js';
import { curveKey } from '../results/identity.js';
import type { EstimateRow } from './estimate-schema.js';
import { megapixelClasses, type ScoredEstimate, type UnscoredEstimate } from './estimate-scores.js';
import { compare, obtain } from './record-groups.js';

/** What rows are told apart by, beside estimator, codec and class of content. */
export interface EstimateSplit {
  readonly setting: boolean;
  readonly megapixels: boolean;
}

/**
 * How well estimators tell sizes: a row for each estimator, codec and class of content, and where it is
 * asked for each setting and class of size. Never one mean over classes of content. Pure; in a stable
 * order: by codec, class, setting, size, then estimator.
 */
export function estimateRows(
  {
    scored,
    unscored,
  }: { readonly scored: readonly ScoredEstimate[]; readonly unscored: readonly UnscoredEstimate[] },
  split: EstimateSplit,
): EstimateRow[] {
  const cells = new Map<string, Cell>();
  const cellOf = (each: ScoredEstimate | UnscoredEstimate): Cell | null => {
    const { record, label } = each;
    const { estimator, codec, engine, content } = record;
    if (content === null) return null;
    const setting = split.setting ? each.setting : null;
    const megapixels = split.megapixels ? each.megapixels : null;
    const key = JSON.stringify([
      ...[curveKey(record, record.knob), estimator, content, setting, megapixels],
    ]);
    return obtain(cells, key, () => ({
      names: { estimator, codec, label, engine, content, setting, megapixels },
      ...{ scored: [], failed: 0, handedOver: 0 },
    }));
  };
  for (const each of scored) cellOf(each)?.scored.push(each);
  for (const each of unscored) {
    const cell = cellOf(each);
    if (cell === null) continue;
    if (each.why === 'failed') cell.failed += 1;
    if (each.why === 'handed-over') cell.handedOver += 1;
  }
  return [...cells.values()]
    .filter((cell) => cell.scored.length + cell.failed + cell.handedOver > 0)
    .map(rowOf)
    .sort(inOrder);
}

interface Cell {
  readonly names: Pick<
    EstimateRow,
    'estimator' | 'codec' | 'label' | 'engine' | 'content' | 'setting' | 'megapixels'
  >;
  readonly scored: ScoredEstimate[];
  failed: number;
  handedOver: number;
}

function rowOf({ names, scored, failed, handedOver }: Cell): EstimateRow {
  const errors = scored.map(({ error }) => error);
  const absolute = errors.map(Math.abs);
  const covered = scored.flatMap((each) => (each.covered === null ? [] : [each.covered]));
  const shares = scored.flatMap(({ timeShare }) => (timeShare === null ? [] : [timeShare]));
  const of = <T>(values: readonly T[], figure: (some: readonly T[]) => number): number | null =>
    values.length === 0 ? null : figure(values);
  const confident = (wanted: 'high' | 'medium' | 'low') => {
    const own = scored
      .filter(({ record }) => record.confidence === wanted)
      .map(({ error }) => Math.abs(error));
    return { answers: own.length, p95: of(own, (some) => quantile(some, 0.95)) };
  };
  return {
    ...names,
    images: new Set(scored.map(({ record }) => record.imageSha256)).size,
    answers: scored.length,
    exact: scored.length - covered.length,
    ...{ failed, handedOver },
    meanAbsoluteError: of(absolute, mean),
    bias: of(errors, mean),
    p95: of(absolute, (some) => quantile(some, 0.95)),
    max: of(absolute, (some) => some.reduce((a, b) => Math.max(a, b))),
    intervals: covered.length,
    coverage: of(covered, (some) => some.filter(Boolean).length / some.length),
    timeShare: of(shares, median),
    confidence: {
      high: confident('high'),
      medium: confident('medium'),
      low: confident('low'),
    },
  };
}

function inOrder(a: EstimateRow, b: EstimateRow): number {
  const place = (list: readonly string[], name: string | null): number =>
    name === null ? -1 : list.indexOf(name);
  return (
    compare(a.label, b.label) ||
    compare(a.engine.version, b.engine.version) ||
    compare(a.engine.name + a.engine.runtime, b.engine.name + b.engine.runtime) ||
    place(contentClasses, a.content) - place(contentClasses, b.content) ||
    compare(a.setting ?? '', b.setting ?? '') ||
    place(megapixelClasses, a.megapixels) - place(megapixelClasses, b.megapixels) ||
    compare(a.estimator, b.estimator)
  );
}
