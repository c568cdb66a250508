import type { EstimateRow } from '../../leaderboard/estimate-schema.js';
import { estimatorInk } from './estimates-shown.js';
import { formatSignificant } from './format.js';
import { drawn, errorAxis } from './log-axes.js';
import { plotText } from './plot-text.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** Part of a line's height that its estimators are spread over. */
const spread = 0.7;

/**
 * Mean absolute error by class of content, a line for each class and on it a mark for each estimator, with
 * a whisker to the error that 95 % stay below. Pure.
 * @param rows of one codec
 * @param contents the classes, from the top
 */
export function classesFigure(
  rows: readonly EstimateRow[],
  contents: readonly EstimateRow['content'][],
  names: readonly string[],
  room: { readonly width: number },
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const known = rows.filter(({ meanAbsoluteError }) => meanAbsoluteError !== null);
  const ends = known.flatMap((row) => [100 * row.meanAbsoluteError!, 100 * row.p95!]);
  const x = errorAxis([0, ...ends], Math.max(3, room.width / 60));
  const shown = names.filter((name) => known.some(({ estimator }) => estimator === name));
  const step = spread / Math.max(1, shown.length - 1);
  return {
    traces: shown.map((estimator, nth) => {
      const own = known.filter((row) => row.estimator === estimator);
      const { color, symbol } = estimatorInk(names, estimator, dark);
      const at = own.map((row) => x.place(100 * row.meanAbsoluteError!));
      return {
        ...{ type: 'scatter', mode: 'markers', name: plotText(estimator), hoverinfo: 'text' },
        ...{ x: at, y: own.map((row) => contents.indexOf(row.content) - spread / 2 + nth * step) },
        hovertext: own.map((row) => hover(row)),
        marker: { color, size: 9, symbol },
        error_x: {
          ...{ type: 'data', symmetric: false, thickness: 1, width: 0, color },
          array: own.map((row, i) => Math.max(0, x.place(100 * row.p95!) - at[i]!)),
          arrayminus: own.map(() => 0),
        },
      };
    }),
    layout: {
      xaxis: { title: { text: 'Absolute error, %' }, ...drawn(x) },
      yaxis: {
        ...{ tickvals: contents.map((_, i) => i), ticktext: [...contents] },
        ...{ range: [contents.length - 0.4, -0.6], showgrid: false, fixedrange: true },
      },
      hovermode: 'closest',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      margin: { l: 84, r: 16, t: 72, b: 48 },
    },
    table: [
      ['content', 'estimator', 'answers', 'mean_absolute_error_percent', 'p95_percent'],
      ...known.map((row): Row => {
        const { content, estimator, answers } = row;
        return [content, estimator, answers, 100 * row.meanAbsoluteError!, 100 * row.p95!];
      }),
    ],
    description: `Mean absolute error of ${shown.length} estimators for ${contents.join(', ')}`,
  };
}

function hover(row: EstimateRow): string {
  const lines = [
    `${row.estimator}, ${row.content}`,
    `mean absolute error ${formatSignificant(100 * row.meanAbsoluteError!)} %`,
    `95 % below ${formatSignificant(100 * row.p95!)} %, at most ${formatSignificant(100 * row.max!)} %`,
    `${row.answers} answers`,
  ];
  return lines.map(plotText).join('<br>');
}
