import type { Cell } from './board-cells.js';
import type { PageDataset } from './contract.js';
import { formatBpp, formatPercent, formatSignificant } from './format.js';
import { drawn, type LogAxis, percentAxis, valueAxis } from './log-axes.js';
import { metricTitle } from './metric-text.js';
import type { Palette } from './palette.js';
import { plotText } from './plot-text.js';
import { curveOptions, timingOptions } from './selection.js';
import { placeLabels } from './speed-labels.js';
import type { SpeedChoice, SpeedPoint } from './speed-points.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** How much room there is for the chart, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * Rate over speed, each point with its intervals, and the Pareto front of each group of times as
 * steps: what rate the best curve of that speed or a higher one has. Pure.
 * @param forFile each point has its name in the legend
 */
export function speedFigure(
  data: PageDataset,
  palette: Palette,
  { points: all, choice, room }: { points: readonly SpeedPoint[]; choice: SpeedChoice; room: Room },
  dark: boolean,
  forFile = false,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const points = all.filter(({ rate, speed }) => rate.value !== null && speed.value !== null);
  const names = curveOptions(data.group).map(({ name }) => name);
  const testbeds = timingOptions(data.timings).map(({ name }) => name);
  const groups = [...new Set(points.map(({ timing }) => timing))];
  const x = valueAxis(
    points.flatMap(({ speed }) => endsOf(speed)),
    Math.max(3, room.width / 70),
  );
  const rates = points.flatMap(({ rate }) => endsOf(rate));
  const most = Math.max(3, room.height / 45);
  const y = choice.at === null ? percentAxis(rates, most) : valueAxis(rates, most);
  const ink = dark ? '#e9edf1' : '#16191d';
  const muted = dark ? '#98a3af' : '#5a636e';
  const nameOf = ({ curve, timing }: SpeedPoint): string =>
    groups.length > 1 ? `${names[curve]}, ${data.timings[timing]!.testbed}` : names[curve]!;
  const fronts = groups.map((timing, nth) => {
    const front = frontOf(points.filter((point) => point.timing === timing));
    return {
      ...{ type: 'scatter', mode: 'lines', hoverinfo: 'skip' },
      name: plotText(`Pareto front, ${testbeds[timing]}`),
      x: front.map(({ speed }) => x.place(speed.value!)),
      y: front.map(({ rate }) => y.place(rate.value!)),
      line: { color: muted, width: 1.5, shape: 'vh', dash: nth === 0 ? 'solid' : 'dash' },
    };
  });
  const labels = placeLabels(
    points.map((point) => ({
      ...{ x: x.place(point.speed.value!), y: y.place(point.rate.value!) },
      ...{ text: nameOf(point), first: point.on === true },
    })),
    { x: x.range, y: y.range, ...room },
  );
  const dots = points.map((point, nth): Dot => {
    const { rate, speed, on, curve } = point;
    const own = palette(data.group.curves[curve]!);
    const symbol =
      groups.length > 1 ? symbols[groups.indexOf(point.timing) % symbols.length]! : own.symbol;
    return {
      name: plotText(nameOf(point)),
      hover: hover(nameOf(point), point, choice),
      colour: dark ? own.dark : own.light,
      symbol: on ? symbol : `${symbol}-open`,
      size: on ? 11 : 8,
      label: labels[nth]!,
      ink: on ? ink : muted,
      x: reachOf(speed, x),
      y: reachOf(rate, y),
    };
  });
  // A trace for each point is slow; only the legend of a saved file needs it.
  const together = forFile
    ? dots.map((dot) => [dot])
    : [...new Set(dots.map(({ colour }) => colour))].map((own) =>
        dots.filter(({ colour }) => colour === own),
      );
  const title = `${choice.direction === 'encode' ? 'Encode' : 'Decode'} MP/s${choice.normalised ? ' as on the reference machine' : ''}, faster to the right`;
  return {
    traces: [...fronts, ...together.map(dotTrace)],
    layout: {
      xaxis: { title: { text: title }, ...drawn(x) },
      yaxis: { title: { text: plotText(rateTitle(data, choice)) }, ...drawn(y) },
      hovermode: 'closest',
      margin: { l: 64, r: 16, t: 16, b: 48 },
    },
    table: [
      [
        ...[
          'curve',
          'testbed',
          'crop',
          'threads',
          `${choice.direction}_mp_per_s`,
          'speed_low',
          'speed_high',
        ],
        ...[
          choice.at === null ? 'bd_rate_percent' : 'bpp',
          'rate_low',
          'rate_high',
          'front',
          'notes',
        ],
      ],
      ...all.map(({ curve, timing, rate, speed, on }): Row => {
        const { testbed, crop, threads } = data.timings[timing]!;
        const notes = [rate.note, speed.note].filter((note) => note !== null).join('; ');
        return [
          ...[names[curve]!, testbed, crop, threads],
          ...[speed.value, speed.low ?? null, speed.high ?? null],
          ...[rate.value, rate.low ?? null, rate.high ?? null],
          ...[on === null ? null : String(on), notes],
        ];
      }),
    ],
    description: `${rateTitle(data, choice)} over ${title} of ${points.length} points; on the Pareto front: ${
      points
        .filter(({ on }) => on)
        .map(nameOf)
        .join(', ') || 'none'
    }`,
  };
}

/** The members of a front, from slow to fast. */
export function frontOf(points: readonly SpeedPoint[]): SpeedPoint[] {
  return points.filter(({ on }) => on).toSorted((a, b) => a.speed.value! - b.speed.value!);
}

/** What the rate is. */
export function rateTitle(data: PageDataset, { at, metric, anchor }: SpeedChoice): string {
  if (at !== null) return `Bits per pixel at ${metricTitle(data, at.metric)} ${at.value}`;
  const name = anchor === null ? '' : ` against ${curveOptions(data.group)[anchor]!.name}`;
  return `BD-rate %${name}${metric === null ? '' : ` by ${metricTitle(data, metric)}`}`;
}

const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'star'];

function endsOf({ value, low, high }: Cell): number[] {
  return [value!, ...(low === undefined || high === undefined ? [] : [low, high])];
}

/** A point as it is drawn, all of its texts as plotly takes them. */
interface Dot {
  readonly name: string;
  readonly hover: string;
  readonly colour: string;
  readonly symbol: string;
  readonly size: number;
  readonly label: string | null;
  readonly ink: string;
  readonly x: Reach;
  readonly y: Reach;
}

/** A place on an axis, and how far the interval reaches from it; NaN where there is none. */
interface Reach {
  readonly at: number;
  readonly up: number;
  readonly down: number;
}

function reachOf({ value, low, high }: Cell, { place }: LogAxis): Reach {
  const at = place(value!);
  if (low === undefined || high === undefined) return { at, up: Number.NaN, down: Number.NaN };
  return { at, up: place(high) - at, down: at - place(low) };
}

/** Points of one colour as a trace. */
function dotTrace(dots: readonly Dot[]): Trace {
  const color = dots[0]!.colour;
  const bars = (reaches: readonly Reach[]): Trace => ({
    ...{ type: 'data', symmetric: false, thickness: 1, width: 3, color },
    visible: reaches.some(({ up }) => !Number.isNaN(up)),
    array: reaches.map(({ up }) => up),
    arrayminus: reaches.map(({ down }) => down),
  });
  const labelled = dots.some(({ label }) => label !== null);
  return {
    ...{ type: 'scatter', mode: labelled ? 'markers+text' : 'markers' },
    ...{ name: dots.map(({ name }) => name).join(', '), cliponaxis: false },
    text: dots.map(({ name, label }) => (label === null ? '' : name)),
    textposition: dots.map(({ label }) => label ?? 'top right'),
    textfont: { size: 12, color: dots.map(({ ink }) => ink) },
    ...{ x: dots.map((dot) => dot.x.at), y: dots.map((dot) => dot.y.at), hoverinfo: 'text' },
    hovertext: dots.map((dot) => dot.hover),
    marker: {
      ...{ color, size: dots.map(({ size }) => size), symbol: dots.map(({ symbol }) => symbol) },
      line: { color, width: 1.5 },
      // Where sizes differ, plotly's default is translucent.
      opacity: 1,
    },
    ...{ error_x: bars(dots.map((dot) => dot.x)), error_y: bars(dots.map((dot) => dot.y)) },
  };
}

function hover(name: string, { rate, speed, on, row }: SpeedPoint, choice: SpeedChoice): string {
  const told =
    choice.at === null
      ? `BD-rate ${formatPercent(rate.value!)} %${between(rate, formatPercent)}`
      : `${formatBpp(rate.value!)} bpp`;
  const lines = [
    name,
    told,
    `${choice.direction} ${formatSignificant(speed.value!)} MP/s${between(speed, formatSignificant)}`,
    ...(on ? ['on the Pareto front'] : []),
    ...(row.complete ? [] : [`${row.images} images only: not ranked`]),
    ...(row.engine?.runtime === 'cli' ? ['a command line: not ranked'] : []),
  ];
  return lines.map(plotText).join('<br>');
}

function between({ low, high }: Cell, format: (value: number) => string): string {
  return low === undefined || high === undefined ? '' : ` (${format(low)} … ${format(high)})`;
}
