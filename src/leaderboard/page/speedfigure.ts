import type { PageDataset } from './contract.js';
import { formatBpp, formatPercent, formatSignificant, metricTitle } from './format.js';
import type { Palette } from './palette.js';
import { plotText } from './plottext.js';
import { curveOptions, timingOptions } from './selection.js';
import { type Box, placeLabels } from './speedlabels.js';
import type { SpeedChoice, SpeedPoint } from './speedpoints.js';

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
 */
export function speedFigure(
  data: PageDataset,
  palette: Palette,
  { points: all, choice, room }: { points: readonly SpeedPoint[]; choice: SpeedChoice; room: Room },
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const points = all.filter(({ rate, speed }) => rate.value !== null && speed.value !== null);
  const names = curveOptions(data.group).map(({ name }) => name);
  const testbeds = timingOptions(data.timings).map(({ name }) => name);
  const groups = [...new Set(points.map(({ timing }) => timing))];
  const ink = dark ? '#e9edf1' : '#16191d';
  const muted = dark ? '#98a3af' : '#5a636e';
  const nameOf = ({ curve, timing }: SpeedPoint): string =>
    groups.length > 1 ? `${names[curve]}, ${data.timings[timing]!.testbed}` : names[curve]!;
  const fronts = groups.map((timing, nth) => {
    const front = frontOf(points.filter((point) => point.timing === timing));
    return {
      ...{ type: 'scatter', mode: 'lines', hoverinfo: 'skip' },
      name: plotText(`Pareto front, ${testbeds[timing]}`),
      x: front.map(({ speed }) => speed.value),
      y: front.map(({ rate }) => rate.value),
      line: { color: muted, width: 1.5, shape: 'vh', dash: nth === 0 ? 'solid' : 'dash' },
    };
  });
  const dots = points.map((point): Trace => {
    const { rate, speed, on, curve } = point;
    const own = palette(data.group.curves[curve]!);
    const colour = dark ? own.dark : own.light;
    const symbol =
      groups.length > 1 ? symbols[groups.indexOf(point.timing) % symbols.length]! : own.symbol;
    return {
      ...{ type: 'scatter', mode: 'markers', name: plotText(nameOf(point)) },
      ...{ x: [speed.value], y: [rate.value], hoverinfo: 'text' },
      hovertext: hover(nameOf(point), point, choice),
      marker: {
        ...{ color: colour, size: on ? 11 : 8, symbol: on ? symbol : `${symbol}-open` },
        line: { color: colour, width: 1.5 },
      },
      ...{ error_x: bars(speed, colour), error_y: bars(rate, colour) },
    };
  });
  const speeds = points.map(({ speed }) => speed.value!);
  const title = `${choice.direction === 'encode' ? 'Encode' : 'Decode'} MP/s${choice.normalised ? ' as on the reference machine' : ''}, faster to the right`;
  const rates = points.map(({ rate }) => rate.value!);
  const annotations = placeLabels(
    points.map((point) => ({
      ...{ x: Math.log10(point.speed.value!), y: point.rate.value! },
      ...{ text: nameOf(point), first: point.on === true },
    })),
    { x: range(speeds.map(Math.log10)), y: range(rates), ...room },
  ).map(({ point, x, y }: Box) => ({
    ...{ x: Math.log10(points[point]!.speed.value!), y: points[point]!.rate.value },
    ...{ xshift: x, yshift: y, xanchor: 'center', yanchor: 'middle', showarrow: false },
    text: plotText(nameOf(points[point]!)),
    font: { size: 12, color: points[point]!.on ? ink : muted },
  }));
  return {
    traces: [...fronts, ...dots],
    layout: {
      xaxis: {
        title: { text: title },
        type: 'log',
        range: range(speeds.map(Math.log10)),
        ...tickText(speeds),
      },
      yaxis: { title: { text: plotText(rateTitle(data, choice)) }, range: range(rates) },
      hovermode: 'closest',
      annotations,
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
  if (at !== null) return `Bits per pixel at ${metricTitle(at.metric)} ${at.value}`;
  const name = anchor === null ? '' : ` against ${curveOptions(data.group)[anchor]!.name}`;
  return `BD-rate %${name}${metric === null ? '' : ` by ${metricTitle(metric)}`}`;
}

const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'star'];

function bars({ value, low, high }: SpeedPoint['rate'], color: string): Trace {
  if (value === null || low === undefined || high === undefined) return { visible: false };
  const shared = { type: 'data', symmetric: false, thickness: 1, width: 3, color };
  return { ...shared, array: [high - value], arrayminus: [value - low] };
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

function between({ low, high }: SpeedPoint['rate'], format: (value: number) => string): string {
  return low === undefined || high === undefined ? '' : ` (${format(low)} … ${format(high)})`;
}

/** The range of values with some room about them. */
function range(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.1 * (high - low) || 0.5;
  return [low - room, high + room];
}

/** Ticks that a reader can tell: 1, 2, 5 of each power, or the powers alone where there are many. */
function tickText(values: readonly number[]): Trace {
  const [low, high] = range(values.map(Math.log10));
  const digits = high - low > 3 ? [1] : high - low > 1.5 ? [1, 3] : [1, 2, 5];
  const powers = Array.from({ length: 17 }, (_, i) => i - 8);
  const ticks = powers.flatMap((power) => digits.map((digit) => digit * 10 ** power));
  return { tickvals: ticks, ticktext: ticks.map((tick) => String(Number(tick.toPrecision(3)))) };
}
