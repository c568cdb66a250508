import type { Cell } from './board-cells.js';
import type { PageDataset } from './contract.js';
import { formatBpp, formatPercent, formatSignificant } from './format.js';
import { drawn, type LogAxis, percentAxis, valueAxis } from './log-axes.js';
import { metricTitle } from './metric-text.js';
import type { Palette } from './palette.js';
import { plotText } from './plot-text.js';
import { curveOptions, timingOptions } from './selection.js';
import { atEdge, competitiveRate } from './speed-frame.js';
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
  {
    points: all,
    choice,
    room,
    whole = false,
  }: {
    points: readonly SpeedPoint[];
    choice: SpeedChoice;
    room: Room;
    /** Whether all points are in the frame; else those far from the best stand at its edge. */
    whole?: boolean;
  },
  dark: boolean,
  forFile = false,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const points = all.filter(({ rate, speed }) => rate.value !== null && speed.value !== null);
  const names = curveOptions(data.group).map(({ name }) => name);
  const testbeds = timingOptions(data.timings).map(({ name }) => name);
  const groups = [...new Set(points.map(({ timing }) => timing))];
  const limit = whole ? null : competitiveRate(points, choice.at !== null);
  const near = points.filter(({ rate }) => limit === null || rate.value! <= limit);
  const x = valueAxis(
    near.flatMap(({ speed }) => endsOf(speed)),
    Math.max(3, room.width / 70),
  );
  const rates = near.flatMap(({ rate }) => endsOf(rate));
  const most = Math.max(3, room.height / 45);
  const y = choice.at === null ? percentAxis(rates, most) : valueAxis(rates, most);
  const ink = dark ? '#e9edf1' : '#16191d';
  const muted = dark ? '#98a3af' : '#5a636e';
  const nameOf = ({ curve, timing }: SpeedPoint): string => {
    const wasm = data.group.curves[curve]!.engine.runtime === 'wasm' ? ' (WASM)' : '';
    const where = groups.length > 1 ? `, ${data.timings[timing]!.testbed}` : '';
    return `${names[curve]!}${wasm}${where}`;
  };
  const placed = points.map((point) => {
    const [across, along] = [atEdge(x, point.speed.value!), atEdge(y, point.rate.value!)];
    const isOut = across.out !== 0 || along.out !== 0;
    const told =
      choice.at === null
        ? `${formatPercent(point.rate.value!, 0)} %`
        : `${formatBpp(point.rate.value!)} bpp`;
    const far = along.out === 0 ? '' : `, ${told}`;
    return { across, along, isOut, label: `${nameOf(point)}${far}` };
  });
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
    points.map((point, nth) => {
      const { across, along, isOut, label } = placed[nth]!;
      const [speed, rate] = [reachOf(point.speed, x), reachOf(point.rate, y)];
      const bars = {
        ...{ left: speed.down || 0, right: speed.up || 0, down: rate.down || 0, up: rate.up || 0 },
      };
      return {
        ...{ x: across.at, y: along.at, text: label, first: point.on === true },
        ...(!isOut && { bars }),
      };
    }),
    { x: x.range, y: y.range, ...room },
  );
  const dots = points.map((point, nth): Dot => {
    const { rate, speed, on, curve } = point;
    const { across, along, isOut, label } = placed[nth]!;
    const own = palette(data.group.curves[curve]!);
    const symbol =
      groups.length > 1 ? symbols[groups.indexOf(point.timing) % symbols.length]! : own.symbol;
    return {
      name: plotText(nameOf(point)),
      hover: hover(nameOf(point), point, choice),
      colour: dark ? own.dark : own.light,
      symbol: isOut ? arrowOf(across.out, along.out) : on ? symbol : `${symbol}-open`,
      size: on ? 11 : 8,
      text: plotText(label),
      label: labels[nth]!,
      ink: on ? ink : muted,
      x: isOut ? edge(across.at) : reachOf(speed, x),
      y: isOut ? edge(along.at) : reachOf(rate, y),
      curve,
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
      // The margins hold every tick: measuring them would draw all a second time.
      xaxis: { title: { text: title }, ...drawn(x), automargin: false },
      yaxis: { title: { text: plotText(rateTitle(data, choice)) }, ...drawn(y), automargin: false },
      hovermode: 'closest',
      margin: { l: 72, r: 16, t: 16, b: 56 },
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
  /** Place in `group.curves`. */
  readonly curve: number;
  readonly hover: string;
  readonly colour: string;
  readonly symbol: string;
  readonly size: number;
  /** What stands beside it, and where; null where there is no room. */
  readonly text: string;
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

function edge(at: number): Reach {
  return { at, up: Number.NaN, down: Number.NaN };
}

/** What points out of the frame, to where the point lies. */
function arrowOf(across: number, along: number): string {
  if (along !== 0) return along > 0 ? 'triangle-up-open' : 'triangle-down-open';
  return across > 0 ? 'triangle-right-open' : 'triangle-left-open';
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
    text: dots.map(({ text, label }) => (label === null ? '' : text)),
    customdata: dots.map(({ curve }) => ({ curve, row: null, image: null })),
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
