import type { EstimateRow } from '../leaderboard/estimate-schema.js';
import { formatTable } from './output.js';

/** What a table has a row for, beside estimator, codec and class of content. */
export const estimateSplits = {
  class: { setting: false, megapixels: false },
  quality: { setting: true, megapixels: false },
  megapixels: { setting: false, megapixels: true },
  all: { setting: true, megapixels: true },
} as const;

/** Names of the tables. */
export type EstimateTable = keyof typeof estimateSplits;

/**
 * How well sizes are told, for people: a block for each codec and class of content, in it a line for each
 * estimator.
 */
export function accuracyTable(rows: readonly EstimateRow[], table: EstimateTable): string {
  const answered = rows.filter(({ answers }) => answers > 0);
  if (answered.length === 0) return 'no estimate could be compared with an actual size';
  const { setting, megapixels } = estimateSplits[table];
  const several = severalEngines(rows);
  const lines = answered.map((row) => [
    several.has(row.label) ? `${row.label}@${row.engine.version}` : row.label,
    row.content,
    ...(setting ? [row.setting ?? ''] : []),
    ...(megapixels ? [row.megapixels ?? ''] : []),
    row.estimator,
    row.exact === 0 ? `${row.answers}` : `${row.answers} (${row.exact} exact)`,
    percent(row.meanAbsoluteError),
    percent(row.bias, true),
    percent(row.p95),
    percent(row.max),
    row.coverage === null ? '-' : `${(100 * row.coverage).toFixed(0)}`,
    percent(row.timeShare),
    `${row.confidence.high.answers}/${row.confidence.medium.answers}/${row.confidence.low.answers}`,
  ]);
  const heads = [
    ...['codec', 'class', ...(setting ? ['setting'] : []), ...(megapixels ? ['megapixels'] : [])],
    ...['estimator', 'answers', 'error %', 'bias %', 'p95 %', 'max %', 'in 80 %', 'time %'],
    'high/medium/low',
  ];
  return [formatTable(heads, lines), '', ...notesOf(rows)].join('\n');
}

/** Labels that rows of several engines or versions have. */
function severalEngines(rows: readonly EstimateRow[]): ReadonlySet<string> {
  const engines = new Map<string, Set<string>>();
  for (const { label, engine } of rows) {
    const known = engines.get(label) ?? new Set();
    engines.set(label, known.add(JSON.stringify(engine)));
  }
  return new Set([...engines].flatMap(([label, own]) => (own.size > 1 ? [label] : [])));
}

function notesOf(rows: readonly EstimateRow[]): string[] {
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const handed = new Map<string, number>();
  for (const { estimator, handedOver } of rows) {
    if (handedOver > 0) handed.set(estimator, (handed.get(estimator) ?? 0) + handedOver);
  }
  return [
    'error: mean of the absolute errors, bias: of the signed ones, as shares of the actual size;',
    'in 80 %: percent of the answers with an interval whose actual size lies in it;',
    'time: median of the CPU time over that of the whole encode, samples in memory;',
    'high/medium/low: answers of each confidence',
    ...(handed.size > 0
      ? [
          `left out, since another estimator had to answer: ${[...handed].map(([id, n]) => `${n} of ${id}`).join(', ')}`,
        ]
      : []),
    ...(failed > 0 ? [`left out, since they failed: ${failed}`] : []),
  ];
}

/** Percent of a share: with two decimals below 10, with one below 1000. */
function percent(share: number | null, signed = false): string {
  if (share === null) return '-';
  const value = 100 * share;
  const size = Math.abs(value);
  const text = value.toFixed(size < 9.995 ? 2 : size < 999.5 ? 1 : 0);
  return signed && Number(text) > 0 ? `+${text}` : text;
}

/** The names of the columns that programs get. */
export const estimateHeads: readonly string[] = [
  ...['estimator', 'codec', 'label', 'engine', 'engine_version', 'runtime', 'content'],
  ...['setting', 'megapixels', 'images', 'answers', 'exact', 'failed', 'handed_over'],
  ...['mean_absolute_error', 'bias', 'p95', 'max', 'intervals', 'coverage', 'time_share'],
  ...['high', 'high_p95', 'medium', 'medium_p95', 'low', 'low_p95'],
];

/** A row as `estimateHeads` names it; shares, not percent. */
export function estimateCells(row: EstimateRow): (string | number | null)[] {
  const { engine, confidence } = row;
  const { high, medium, low } = confidence;
  return [
    ...[row.estimator, row.codec, row.label, engine.name, engine.version, engine.runtime],
    ...[row.content, row.setting, row.megapixels, row.images, row.answers, row.exact],
    ...[row.failed, row.handedOver, row.meanAbsoluteError, row.bias, row.p95, row.max],
    ...[row.intervals, row.coverage, row.timeShare],
    ...[high.answers, high.p95, medium.answers, medium.p95, low.answers, low.p95],
  ];
}
