import { paretoFront } from '../../curves/pareto.js';
import type { EstimateRow } from '../../leaderboard/estimate-schema.js';
import { estimatorInk } from './estimates-shown.js';
import { formatSignificant } from './format.js';
import { drawn, errorAxis, valueAxis } from './log-axes.js';
import { plotText } from './plot-text.js';
import { placeLabels } from './speed-labels.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** Estimators that no other one beats in error and time, from fast to slow. */
export function frontOfEstimators(rows: readonly EstimateRow[]): EstimateRow[] {
  const marks = paretoFront(
    rows.map(({ meanAbsoluteError, timeShare }) => [meanAbsoluteError, timeShare]),
  );
  return rows.filter((_, i) => marks[i] === true).toSorted((a, b) => a.timeShare! - b.timeShare!);
}

/**
 * Mean absolute error over time spent, a point for each estimator, with the Pareto front as steps: the
 * least error that so much time buys. Pure.
 * @param rows of one codec and class of content
 * @param names of all estimators, for their inks
 */
export function frontFigure(
  rows: readonly EstimateRow[],
  names: readonly string[],
  room: { readonly width: number; readonly height: number },
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const placed = rows.filter((row) => row.meanAbsoluteError !== null && row.timeShare !== null);
  const time = ({ timeShare }: EstimateRow): number => Math.max(100 * timeShare!, leastTime);
  const error = ({ meanAbsoluteError }: EstimateRow): number => 100 * meanAbsoluteError!;
  const x = valueAxis(placed.map(time), Math.max(3, room.width / 70));
  const y = errorAxis([0, ...placed.map(error)], Math.max(3, room.height / 45));
  const front = frontOfEstimators(placed);
  const muted = dark ? '#98a3af' : '#5a636e';
  const ink = dark ? '#e9edf1' : '#16191d';
  const labels = placeLabels(
    placed.map((row) => ({
      ...{ x: x.place(time(row)), y: y.place(error(row)), text: row.estimator },
      first: front.includes(row),
    })),
    { x: x.range, y: y.range, ...room },
  );
  return {
    traces: [
      {
        ...{ type: 'scatter', mode: 'lines', hoverinfo: 'skip', name: 'Pareto front' },
        x: front.map((row) => x.place(time(row))),
        y: front.map((row) => y.place(error(row))),
        line: { color: muted, width: 1.5, shape: 'hv' },
      },
      ...placed.map((row, i) => {
        const { color, symbol } = estimatorInk(names, row.estimator, dark);
        const on = front.includes(row);
        return {
          ...{ type: 'scatter', mode: labels[i] === null ? 'markers' : 'markers+text' },
          ...{ name: plotText(row.estimator), cliponaxis: false, hoverinfo: 'text' },
          ...{ x: [x.place(time(row))], y: [y.place(error(row))], text: [plotText(row.estimator)] },
          textposition: labels[i] ?? 'top right',
          textfont: { size: 12, color: on ? ink : muted },
          hovertext: [hover(row, on)],
          marker: {
            ...{ color, opacity: 1, size: on ? 11 : 8, symbol: on ? symbol : `${symbol}-open` },
            line: { color, width: 1.5 },
          },
        };
      }),
    ],
    layout: {
      xaxis: { title: { text: 'Time, % of the whole encode' }, ...drawn(x) },
      yaxis: { title: { text: 'Mean absolute error, %' }, ...drawn(y) },
      hovermode: 'closest',
      margin: { l: 64, r: 16, t: 16, b: 48 },
    },
    table: [
      ['estimator', 'answers', 'time_percent', 'mean_absolute_error_percent', 'front'],
      ...rows.map((row): Row => {
        const { estimator, answers, timeShare, meanAbsoluteError } = row;
        const percent = (share: number | null) => (share === null ? null : 100 * share);
        const on = String(front.includes(row));
        return [estimator, answers, percent(timeShare), percent(meanAbsoluteError), on];
      }),
    ],
    description: `Mean absolute error over time of ${placed.length} estimators; on the Pareto front: ${front.map(({ estimator }) => estimator).join(', ') || 'none'}`,
  };
}

/** Percent that an axis of logarithms begins with at least. */
const leastTime = 0.01;

function hover(row: EstimateRow, on: boolean): string {
  const lines = [
    row.estimator,
    `mean absolute error ${formatSignificant(100 * row.meanAbsoluteError!)} %`,
    `${formatSignificant(100 * row.timeShare!)} % of the time of the whole encode`,
    `${row.answers} answers, ${row.images} ${row.images === 1 ? 'image' : 'images'}`,
    ...(on ? ['on the Pareto front'] : []),
  ];
  return lines.map(plotText).join('<br>');
}
