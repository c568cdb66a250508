import type { PageDataset } from './contract.js';
import {
  type Axis,
  type DrawnPoint,
  imagePoints,
  type MeanPoint,
  meanPoints,
  referencePoints,
  spreadOf,
} from './curve-points.js';
import type { Listed } from './curves-shown.js';
import { formatBpp, formatSignificant } from './format.js';
import { formatMetric, isDistance, metricAxis, metricTitle } from './metric-text.js';
import type { Ink, Palette } from './palette.js';
import { plotText } from './plot-text.js';
import { usefulFrame } from './useful-range.js';

/** What of the curves is drawn, and how. */
export interface CurvesChoice extends Axis {
  readonly shown: readonly Listed[];
  /** The curve whose images are drawn behind it, by its place; or null. */
  readonly one: number | null;
  /** Whether bits per pixel stand on a logarithmic axis. */
  readonly logarithmic: boolean;
  readonly bars: boolean;
  readonly hull: boolean;
  /** Whether all points are in the frame; else it begins where pictures are of use. */
  readonly all: boolean;
}

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** A figure for plotly, with its table and its description. Pure. */
export function curvesFigure(
  data: PageDataset,
  palette: Palette,
  choice: CurvesChoice,
  dark: boolean,
): { traces: Trace[]; layout: Trace; readonly table: Row[]; description: string } {
  const behind: Trace[] = [];
  const front: Trace[] = [];
  const drawn: (readonly DrawnPoint[])[] = [];
  const quiet = dark ? '#98a3af' : '#5a636e';
  for (const { name, curve, reference } of choice.shown) {
    if (reference !== null) {
      const source = data.group.references[reference]!;
      const points = referencePoints(data, source, choice);
      drawn.push(points);
      behind.push(published(name, source.source, points, { data, choice, colour: quiet }));
    }
    if (curve === null) continue;
    const ink = palette(data.group.curves[curve]!);
    const colour = dark ? ink.dark : ink.light;
    if (choice.one === curve) {
      for (const { image, points } of imagePoints(data, curve, choice)) {
        behind.push(single(image, points, { curve, data, choice, colour }));
      }
    }
    const { points } = meanPoints(data, curve, choice);
    drawn.push(points);
    const bars = choice.bars ? barsOf(data, points, choice, colour) : null;
    front.push(...means(name, points, { curve, data, choice, colour, ink, bars }));
  }
  const { metric, decibels } = choice;
  const quality = decibels ? `${metricTitle(data, metric)} (dB)` : metricAxis(data, metric);
  const reversed = isDistance(data, metric) && !decibels;
  const frame = choice.all ? null : usefulFrame(data, drawn, choice);
  const place = choice.logarithmic ? Math.log10 : (bpp: number): number => bpp;
  const rates = frame && { range: frame.bpp.map(place) };
  const values = frame && { range: reversed ? frame.value.toReversed() : frame.value };
  return {
    traces: [...behind, ...front],
    layout: {
      xaxis: {
        title: { text: 'Bits per pixel' },
        type: choice.logarithmic ? 'log' : 'linear',
        ...(choice.logarithmic ? { tickvals: ticks } : { rangemode: 'tozero' }),
        ...rates,
      },
      yaxis: {
        title: { text: plotText(reversed ? `${quality}, less is better` : quality) },
        ...(values ?? { autorange: reversed ? 'reversed' : true }),
      },
      hovermode: 'closest',
    },
    // Made when it is asked for: it takes longer than the rest.
    get table() {
      return tableOf(data, choice);
    },
    description: `${quality} over bits per pixel of ${choice.shown.length} curves on ${data.group.dataset}`,
  };
}

function tableOf(data: PageDataset, choice: CurvesChoice): Row[] {
  const header = ['curve', 'point', 'image', 'bpp', choice.metric, 'p10', 'p90', 'images'];
  const rows = choice.shown.flatMap(({ name, curve, reference }): Row[] => {
    if (reference !== null) {
      const points = referencePoints(data, data.group.references[reference]!, choice);
      return points.map(({ bpp, value }) => [name, 'published', null, bpp, value]);
    }
    if (curve === null) return [];
    const images = choice.one === curve ? imagePoints(data, curve, choice) : [];
    return [
      ...meanPoints(data, curve, choice).points.map((point) => [
        ...[name, point.name, 'mean', point.bpp, point.value],
        ...[...spreadOf(data, point.row, choice), point.images],
        ...[String(point.dominated), String(point.hull)],
      ]),
      ...images.flatMap(({ image, points }) =>
        points.map((each) => [name, each.name, image, each.bpp, each.value]),
      ),
    ];
  });
  return [[...header, 'dominated', 'hull'], ...rows];
}

function barsOf(
  data: PageDataset,
  points: readonly MeanPoint[],
  axis: Axis,
  colour: string,
): Trace {
  const spreads = points.map(({ row, value }) => {
    const [low, high] = spreadOf(data, row, axis);
    return { above: high - value, below: value - low };
  });
  return {
    ...{ type: 'data', symmetric: false, thickness: 1, width: 3, color: colour },
    array: spreads.map(({ above }) => above),
    arrayminus: spreads.map(({ below }) => below),
  };
}

/** On a logarithmic axis plotly would call 0.02 to 0.05 by their first digit alone. */
const ticks = [-2, -1, 0, 1].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

/** Of more curves than these, markers hide more than they show, and take longest to draw. */
const mostMarked = 20;

interface Look {
  readonly data: PageDataset;
  readonly choice: CurvesChoice;
  readonly colour: string;
}

function means(
  name: string,
  points: readonly MeanPoint[],
  {
    curve,
    data,
    choice,
    colour,
    ink,
    bars,
  }: Look & { curve: number; ink: Ink; bars: Trace | null },
): Trace[] {
  const crowded = choice.shown.length > mostMarked;
  const mode = crowded ? 'lines' : 'lines+markers';
  const main = {
    ...{ type: 'scatter', mode, name: plotText(name), ...placesOf(points) },
    line: { color: colour, width: 2, dash: ink.dash },
    marker: {
      ...{ color: colour, size: 7, line: { color: colour, width: 1.5 } },
      symbol: points.map(({ dominated }) => (dominated ? `${ink.symbol}-open` : ink.symbol)),
    },
    hoverinfo: 'text',
    customdata: points.map(({ row }) => ({ curve, row, image: null })),
    hovertext: points.map((point) => {
      const told = point.dominated ? '<br>another point is cheaper and no worse' : '';
      return `${hover(data, point.name, point, choice)}, mean of ${point.images} images${told}`;
    }),
    ...(bars === null ? {} : { error_y: bars }),
  };
  const extras = { type: 'scatter', showlegend: false, hoverinfo: 'skip' };
  const traces: Trace[] = [main];
  if (choice.hull) {
    const hull = points.filter((point) => point.hull);
    const line = { color: colour, width: 1, dash: 'dot' };
    traces.unshift({ ...extras, ...placesOf(hull), mode: 'lines', line });
  }
  const dominated = crowded ? points.filter((point) => point.dominated) : [];
  if (dominated.length > 0) {
    const marker = { color: colour, size: 7, symbol: `${ink.symbol}-open` };
    traces.push({ ...extras, ...placesOf(dominated), mode: 'markers', marker });
  }
  return traces;
}

function placesOf(points: readonly DrawnPoint[]): { x: number[]; y: number[] } {
  return { x: points.map(({ bpp }) => bpp), y: points.map(({ value }) => value) };
}

function single(
  image: string,
  points: readonly DrawnPoint[],
  { curve, data, choice, colour }: Look & { curve: number },
): Trace {
  const rows = new Map(
    data.group.curves[curve]!.points.map((row) => [data.group.rows[row]!.spec, row]),
  );
  return {
    customdata: points.map((point) => ({ curve, row: rows.get(point.name) ?? null, image })),
    ...{ type: 'scatter', mode: 'lines', name: plotText(image), opacity: 0.35, showlegend: false },
    ...placesOf(points),
    line: { color: colour, width: 1 },
    hoverinfo: 'text',
    hovertext: points.map(
      (point) => `${plotText(image)}<br>${hover(data, point.name, point, choice)}`,
    ),
  };
}

function published(
  name: string,
  source: string,
  points: readonly DrawnPoint[],
  { data, choice, colour }: Look,
): Trace {
  return {
    ...{ type: 'scatter', mode: 'lines', name: plotText(`${name}, published`) },
    ...placesOf(points),
    line: { color: colour, width: 1, dash: 'dash' },
    hoverinfo: 'text',
    hovertext: points.map(
      (point) => `${hover(data, name, point, choice)}<br>published: ${plotText(source)}`,
    ),
  };
}

function hover(
  data: PageDataset,
  name: string,
  { bpp, value }: DrawnPoint,
  { metric, decibels }: Axis,
): string {
  const told = decibels ? `${formatSignificant(value, 4)} dB` : formatMetric(data, metric, value);
  return `${plotText(name)}<br>${formatBpp(bpp)} bpp, ${plotText(metricTitle(data, metric))} ${told}`;
}
