import type { EntropyCell, EntropyGrid } from './entropygrid.js';
import { formatBpp, formatPercent, formatSignificant } from './format.js';
import { inks } from './palette.js';
import { plotText } from './plottext.js';

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
  const traces = transforms.flatMap((transform, nth) =>
    coders.flatMap((coder, own): Trace[] => {
      const points = lines.flatMap(({ transform: of, setting, cells }) => {
        const cell = cells.get(coder);
        if (of !== transform || cell === undefined) return [];
        const x = place(cell);
        return cell.gap === null || x === null ? [] : [{ x, y: 100 * cell.gap, cell, setting }];
      });
      if (points.length === 0) return [];
      const colour = inks[own % inks.length]![dark ? 1 : 0];
      const name = transforms.length > 1 ? `${transform}, ${coder}` : coder;
      return [
        {
          ...{ type: 'scatter', mode: 'lines+markers', name: plotText(name) },
          ...{ x: points.map(({ x }) => x), y: points.map(({ y }) => y), hoverinfo: 'text' },
          hovertext: points.map(({ cell, setting }) => hover(transform, setting, coder, cell)),
          line: { color: colour, width: 2, dash: dashes[nth % dashes.length] },
          marker: { color: colour, size: 8, symbol: symbols[own % symbols.length] },
        },
      ];
    }),
  );
  return {
    traces,
    layout: {
      xaxis: { title: { text: titles[over] }, type: over === 'rate' ? 'linear' : 'log', ...ticks },
      yaxis: { title: { text: 'Bytes over the estimate, %' }, rangemode: 'tozero' },
      hovermode: 'closest',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      margin: { l: 56, r: 16, t: 64, b: 48 },
    },
    table: gridTable({ coders, lines }),
    description: `Bytes over the model's estimate in percent, over ${titles[over]}: ${coders.join(', ')}`,
  };
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'];
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star'];
const ticks = { nticks: 8 };

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
