import type { EntropyCell, EntropyGrid } from './entropy-grid.js';
import { formatBpp, formatPercent, formatSignificant } from './format.js';
import { drawn, gapAxis, valueAxis } from './log-axes.js';
import { inks } from './palette.js';
import { plotText } from './plot-text.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** What the gap is drawn over: the rate, or the time of the stage `entropy`. */
export type Over = 'rate' | 'encode' | 'decode';

const titles: Readonly<Record<Over, string>> = {
  rate: 'Bits per pixel of the file',
  encode: 'Entropy stage of encode, ms a megapixel',
  decode: 'Entropy stage of decode, ms a megapixel',
};

/** What each coder loses to the model's estimate, over rate or over its time. Pure. */
export function entropyFigure(
  { coders, lines }: EntropyGrid,
  over: Over,
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const transforms = [...new Set(lines.map(({ transform }) => transform))];
  const place = (cell: EntropyCell): number | null => (over === 'rate' ? cell.bpp : cell[over]);
  const series = transforms.flatMap((transform, nth) =>
    coders.flatMap((coder, own) => {
      const points = lines.flatMap(({ transform: of, setting, cells }) => {
        const cell = cells.get(coder);
        if (of !== transform || cell === undefined) return [];
        const x = place(cell);
        return cell.gap === null || x === null ? [] : [{ x, y: 100 * cell.gap, cell, setting }];
      });
      return points.length === 0 ? [] : [{ transform, nth, coder, own, points }];
    }),
  );
  const all = series.flatMap(({ points }) => points);
  // 0, the estimate itself, is always within the axis.
  const y = gapAxis([0, ...all.map((point) => point.y)], 12);
  const time =
    over === 'rate'
      ? null
      : valueAxis(
          all.map((point) => point.x),
          10,
        );
  const traces = series.map(({ transform, nth, coder, own, points }): Trace => {
    const colour = inks[own % inks.length]![dark ? 1 : 0];
    const name = transforms.length > 1 ? `${transform}, ${coder}` : coder;
    return {
      ...{ type: 'scatter', mode: 'lines+markers', name: plotText(name) },
      x: points.map(({ x }) => time?.place(x) ?? x),
      ...{ y: points.map((point) => y.place(point.y)), hoverinfo: 'text' },
      hovertext: points.map(({ cell, setting }) => hover(transform, setting, coder, cell)),
      line: { color: colour, width: 2, dash: dashes[nth % dashes.length] },
      marker: { color: colour, size: 8, symbol: symbols[own % symbols.length] },
    };
  });
  return {
    traces,
    layout: {
      xaxis: { title: { text: titles[over] }, ...(time === null ? { nticks: 8 } : drawn(time)) },
      yaxis: {
        title: { text: '% over the estimate, log beyond ±1' },
        ...{ ...drawn(y), zeroline: true, zerolinecolor: dark ? '#98a3af' : '#5a636e' },
      },
      hovermode: 'closest',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      margin: { l: 72, r: 16, t: 64, b: 48 },
    },
    table: gridTable({ coders, lines }),
    description: `Bytes over the model's estimate in percent, over ${titles[over]}: ${coders.join(', ')}`,
  };
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'];
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star'];

function hover(
  transform: string,
  setting: string | null,
  coder: string,
  { bpp, estimateBpp, payloadBpp, gap, encode, decode }: EntropyCell,
): string {
  const time = (value: number | null): string =>
    value === null ? 'not timed' : `${formatSignificant(value)} ms`;
  const lines = [
    `${transform}${setting === null ? '' : ` ${setting}`}, ${coder}`,
    `${formatBpp(bpp)} bpp, of these coded ${formatBpp(payloadBpp)}`,
    `estimate ${formatBpp(estimateBpp!)} bpp, gap ${formatPercent(100 * gap!)} %`,
    `encode ${time(encode)}, decode ${time(decode)} a megapixel`,
  ];
  return lines.map(plotText).join('<br>');
}

/** The grid as a table of plain figures. */
export function gridTable({ lines }: EntropyGrid): Row[] {
  return [
    [
      ...['transform', 'setting', 'coder', 'spec', 'images', 'bpp', 'payload_bpp'],
      ...['estimate_bpp', 'gap', 'entropy_encode_ms_per_mp', 'entropy_decode_ms_per_mp'],
    ],
    ...lines.flatMap(({ transform, setting, cells }) =>
      [...cells].map(([coder, cell]): Row => {
        const { row, bpp, payloadBpp, estimateBpp, gap, encode, decode } = cell;
        return [
          ...[transform, setting, coder, row.spec, row.images, bpp, payloadBpp],
          ...[estimateBpp, gap, encode, decode],
        ];
      }),
    ),
  ];
}
