import { confidences } from '../../base/confidence.js';
import { least } from '../../base/sums.js';
import type { EstimateSeries, PageEstimates } from './estimates-file.js';
import { estimatorInk } from './estimates-shown.js';
import { formatPercent } from './format.js';
import { drawn, valueAxis } from './log-axes.js';
import { plotText } from './plot-text.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** Predicted over actual size, a point for each answer; on the line both are equal. Pure. */
export function scatterFigure(
  { images }: Pick<PageEstimates, 'images'>,
  series: readonly EstimateSeries[],
  names: readonly string[],
  room: { readonly width: number; readonly height: number },
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const actual = series.flatMap(({ points }) => points.map((point) => point[1] / 1000));
  const predicted = series.flatMap(({ points }) => points.map(shownKilobytes));
  const x = valueAxis(actual, Math.max(3, room.width / 70));
  const y = valueAxis([...actual, ...predicted], Math.max(3, room.height / 45));
  const count = actual.length;
  const ends = [least(actual), -least(actual.map((value) => -value))];
  return {
    traces: [
      {
        ...{ type: 'scatter', mode: 'lines', hoverinfo: 'skip', name: 'as large as predicted' },
        x: ends.map(x.place),
        y: ends.map(y.place),
        line: { color: dark ? '#98a3af' : '#5a636e', width: 1.5 },
        showlegend: false,
      },
      ...names.flatMap((estimator) => {
        const own = series.filter((each) => each.estimator === estimator);
        const points = own.flatMap((each) => each.points.map((point) => ({ each, point })));
        if (points.length === 0) return [];
        const { color, symbol } = estimatorInk(names, estimator, dark);
        return [
          {
            ...{ type: 'scatter', mode: 'markers', name: plotText(estimator), hoverinfo: 'text' },
            x: points.map(({ point }) => x.place(point[1] / 1000)),
            y: points.map(({ point }) => y.place(shownKilobytes(point))),
            hovertext: points.map(({ each, point }) => hover(images, each, point)),
            marker: {
              ...{ color, size: 8, opacity: 0.85, symbol: `${symbol}-open` },
              line: { color, width: 1.5 },
            },
          },
        ];
      }),
    ],
    layout: {
      xaxis: { title: { text: 'Actual size, kB' }, ...drawn(x) },
      yaxis: { title: { text: 'Predicted size, kB' }, ...drawn(y) },
      hovermode: 'closest',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      margin: { l: 64, r: 16, t: 72, b: 48 },
    },
    table: [
      [
        ...['estimator', 'codec', 'setting', 'content', 'megapixels', 'dataset', 'image'],
        ...['actual_bytes', 'predicted_bytes', 'low', 'high', 'confidence', 'time_share'],
      ],
      ...series.flatMap((each) =>
        each.points.map(([image, bytes, guess, low, high, sure, share]): Row => {
          const { dataset, name } = images[image]!;
          return [
            ...[each.estimator, each.label, each.setting, each.content, each.megapixels],
            ...[dataset, name, bytes, guess, low, high],
            ...[sure === null ? null : confidences[sure]!, share],
          ];
        }),
      ),
    ],
    description: `Predicted over actual size of ${count} answers`,
  };
}

/** What is further off than so many times is drawn at that: it would leave the others no room. */
export const farthest = 10;

function shownKilobytes([, actual, predicted]: EstimateSeries['points'][number]): number {
  return Math.min(Math.max(predicted, actual / farthest), actual * farthest) / 1000;
}

function hover(
  images: PageEstimates['images'],
  { estimator, setting, megapixels }: EstimateSeries,
  [image, actual, predicted, low, high, sure]: EstimateSeries['points'][number],
): string {
  const { dataset, name } = images[image]!;
  const whole = (bytes: number): string => Math.round(bytes).toLocaleString('en');
  const lines = [
    `${estimator}: ${formatPercent((100 * (predicted - actual)) / actual)} %`,
    `${name} of ${dataset}, ${megapixels} megapixels${setting === null ? '' : `, ${setting}`}`,
    `predicted ${whole(predicted)} bytes, actual ${whole(actual)}`,
    ...(low === null || high === null ? [] : [`interval ${whole(low)} to ${whole(high)}`]),
    ...(sure === null ? [] : [`confidence ${confidences[sure]!}`]),
  ];
  return lines.map(plotText).join('<br>');
}
