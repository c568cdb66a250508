import type { EstimateRow } from '../page/model/estimates-file.js';
import { formatPercent, formatSignificant } from '../page/model/format.js';
import { dash, h } from './dom.js';
import { saveButton, scrollBox, table } from './saved-table.js';

/** The figures of a codec: a line for each class of content and estimator. */
export function estimatesTable(rows: readonly EstimateRow[], name: string): HTMLElement[] {
  const heads = [
    ...['Estimator', 'Answers', 'Error %', 'Bias %', 'p95 %', 'Max %', 'In 80 % interval'],
    ...['Time %', 'High, medium, low'],
  ];
  const lines = rows.map((row, nth) => {
    const { confidence, exact, answers } = row;
    const first = rows[nth - 1]?.content !== row.content;
    const counts = [confidence.high, confidence.medium, confidence.low].map((each) => each.answers);
    const cells = [
      `${answers}${exact > 0 ? `, ${exact} exact` : ''}`,
      percent(row.meanAbsoluteError),
      row.bias === null ? dash('no answer') : formatPercent(100 * row.bias),
      percent(row.p95),
      percent(row.max),
      row.coverage === null
        ? dash('no answer has an interval: the whole was encoded')
        : `${(100 * row.coverage).toFixed(0)} % of ${row.intervals}`,
      percent(row.timeShare),
      counts.join(', '),
    ];
    return h(
      'tr',
      { class: first ? 'first' : null },
      h(
        'th',
        { scope: 'row' },
        h('span', { class: 'name' }, row.estimator),
        h('span', { class: 'settings' }, row.content),
      ),
      ...cells.map((cell) => h('td', {}, cell)),
    );
  });
  return [
    scrollBox('Figures of the estimators', table({}, heads, lines)),
    saveButton(name, () => [
      [
        ...['estimator', 'codec', 'content', 'images', 'answers', 'exact', 'failed', 'handed_over'],
        ...['mean_absolute_error', 'bias', 'p95', 'max', 'intervals', 'coverage', 'time_share'],
        ...['high', 'medium', 'low'],
      ],
      ...rows.map((row) => [
        ...[row.estimator, row.label, row.content, row.images, row.answers, row.exact],
        ...[row.failed, row.handedOver, row.meanAbsoluteError, row.bias, row.p95, row.max],
        ...[row.intervals, row.coverage, row.timeShare],
        ...[row.confidence.high.answers, row.confidence.medium.answers, row.confidence.low.answers],
      ]),
    ]),
  ];
}

function percent(share: number | null): HTMLElement | string {
  if (share === null) return dash('no answer');
  return 100 * share < 0.005 ? '0' : formatSignificant(100 * share);
}
