import type { PageDataset } from './contract.js';
import {
  type Axis,
  type DrawnPoint,
  imagePoints,
  meanPoints,
  referencePoints,
} from './curvepoints.js';
import type { Listed } from './curveshown.js';
import {
  formatBpp,
  formatMetric,
  formatSignificant,
  isDistance,
  metricAxis,
  metricTitle,
} from './format.js';
import type { Ink, Palette } from './palette.js';
import { plotText } from './plottext.js';

/** What of the curves is drawn, and how. */
export interface CurvesChoice extends Axis {
  readonly shown: readonly Listed[];
  /** The curve whose images are drawn behind it, by its place; or null. */
  readonly one: number | null;
  /** Whether bits per pixel stand on a logarithmic axis. */
  readonly logarithmic: boolean;
  readonly bars: boolean;
  readonly hull: boolean;
}

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** A figure for plotly, with its table and its description. Pure. */
export function curvesFigure(
  data: PageDataset,
  palette: Palette,
  choice: CurvesChoice,
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const behind: Trace[] = [];
  const front: Trace[] = [];
  const table: Row[] = [
    ['curve', 'point', 'image', 'bpp', choice.metric, 'p10', 'p90', 'images', 'dominated', 'hull'],
  ];
  const quiet = dark ? '#98a3af' : '#5a636e';
  for (const { name, curve, reference } of choice.shown) {
    if (reference !== null) {
      const source = data.group.references[reference]!;
      const points = referencePoints(source, choice);
      behind.push(published(name, source.source, points, { choice, colour: quiet }));
      table.push(...points.map(({ bpp, value }) => [name, 'published', null, bpp, value]));
      continue;
    }
    if (curve === null) continue;
    const ink = palette(data.group.curves[curve]!);
    const colour = dark ? ink.dark : ink.light;
    if (choice.one === curve) {
      for (const { image, points } of imagePoints(data, curve, choice)) {
        behind.push(single(image, points, { choice, colour }));
        table.push(...points.map((each) => [name, each.name, image, each.bpp, each.value]));
      }
    }
    const { points } = meanPoints(data, curve, choice);
    front.push(...means(name, points, { choice, colour, ink }));
    table.push(
      ...points.map(({ name: spec, bpp, value, low, high, images, dominated, hull }) => [
        ...[name, spec, 'mean', bpp, value, low, high, images],
        ...[String(dominated), String(hull)],
      ]),
    );
  }
  const quality = choice.decibels
    ? `${metricTitle(choice.metric)} (dB)`
    : metricAxis(choice.metric);
  const reversed = isDistance(choice.metric) && !choice.decibels;
  return {
    traces: [...behind, ...front],
    layout: {
      xaxis: {
        title: { text: 'Bits per pixel' },
        type: choice.logarithmic ? 'log' : 'linear',
        ...(choice.logarithmic ? { tickvals: ticks } : { rangemode: 'tozero' }),
      },
      yaxis: {
        title: { text: plotText(reversed ? `${quality}, less is better` : quality) },
        autorange: reversed ? 'reversed' : true,
      },
      hovermode: 'closest',
    },
    table,
    description: `${quality} over bits per pixel of ${choice.shown.length} curves on ${data.group.dataset}`,
  };
}

/** On a logarithmic axis plotly would call 0.02 to 0.05 by their first digit alone. */
const ticks = [-2, -1, 0, 1].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

interface Look {
  readonly choice: CurvesChoice;
  readonly colour: string;
}

function means(
  name: string,
  points: ReturnType<typeof meanPoints>['points'],
  { choice, colour, ink }: Look & { ink: Ink },
): Trace[] {
  const x = points.map(({ bpp }) => bpp);
  const y = points.map(({ value }) => value);
  const bars = {
    ...{ type: 'data', symmetric: false, thickness: 1, width: 3, color: colour },
    array: points.map(({ high, value }) => high - value),
    arrayminus: points.map(({ low, value }) => value - low),
  };
  const hull = points.filter((point) => point.hull);
  const main = {
    ...{ type: 'scatter', mode: 'lines+markers', name: plotText(name), x, y },
    line: { color: colour, width: 2, dash: ink.dash },
    marker: {
      ...{ color: colour, size: 7, line: { color: colour, width: 1.5 } },
      symbol: points.map(({ dominated }) => (dominated ? `${ink.symbol}-open` : ink.symbol)),
    },
    hoverinfo: 'text',
    hovertext: points.map((point) => {
      const told = point.dominated ? '<br>another point is cheaper and no worse' : '';
      return `${hover(point.name, point, choice)}, mean of ${point.images} images${told}`;
    }),
    ...(choice.bars ? { error_y: bars } : {}),
  };
  if (!choice.hull) return [main];
  const outline = {
    ...{
      type: 'scatter',
      mode: 'lines',
      name: plotText(`${name}, convex hull`),
      hoverinfo: 'skip',
    },
    ...{ x: hull.map(({ bpp }) => bpp), y: hull.map(({ value }) => value), showlegend: false },
    line: { color: colour, width: 1, dash: 'dot' },
  };
  return [outline, main];
}

function single(image: string, points: readonly DrawnPoint[], { choice, colour }: Look): Trace {
  return {
    ...{ type: 'scatter', mode: 'lines', name: plotText(image), opacity: 0.35, showlegend: false },
    x: points.map(({ bpp }) => bpp),
    y: points.map(({ value }) => value),
    line: { color: colour, width: 1 },
    hoverinfo: 'text',
    hovertext: points.map((point) => `${plotText(image)}<br>${hover(point.name, point, choice)}`),
  };
}

function published(
  name: string,
  source: string,
  points: readonly DrawnPoint[],
  { choice, colour }: Look,
): Trace {
  return {
    ...{ type: 'scatter', mode: 'lines', name: plotText(`${name}, published`) },
    x: points.map(({ bpp }) => bpp),
    y: points.map(({ value }) => value),
    line: { color: colour, width: 1, dash: 'dash' },
    hoverinfo: 'text',
    hovertext: points.map(
      (point) => `${hover(name, point, choice)}<br>published: ${plotText(source)}`,
    ),
  };
}

function hover(name: string, { bpp, value }: DrawnPoint, { metric, decibels }: Axis): string {
  const told = decibels ? `${formatSignificant(value, 4)} dB` : formatMetric(metric, value);
  return `${plotText(name)}<br>${formatBpp(bpp)} bpp, ${plotText(metricTitle(metric))} ${told}`;
}
