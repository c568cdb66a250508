import { formatSignificant } from './format.js';
import { inks } from './palette.js';
import { plotText } from './plot-text.js';
import { type StagedTimes, type StageTimes, stagesOf } from './speed-stages.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** Stacked bars of one direction. */
export interface BarsChoice {
  readonly direction: 'encode' | 'decode';
  /** Shares of the time instead of the time. */
  readonly shares: boolean;
}

/** Places in `inks` of stages: those that undo each other look alike. Hatched where two could be taken for one another. */
const looks: readonly (readonly [ink: number, pattern: string, ...stages: string[]])[] = [
  [4, '', 'parse', 'store'],
  [6, '/', 'prepare', 'finish'],
  [9, 'x', 'resize'],
  [0, '', 'analysis', 'synthesis'],
  [3, '-', 'transfer'],
  [1, '', 'entropy'],
  [5, '', 'encode', 'decode'],
  [10, '.', 'other'],
];

/** How a stage is drawn: `pattern` is plotly's name of a hatching, or empty. */
export function stageLook(stage: string, dark: boolean): { colour: string; pattern: string } {
  const [ink, pattern] = looks.find(([, , ...stages]) => stages.includes(stage)) ?? [7, '+'];
  return { colour: inks[ink]![dark ? 1 : 0], pattern };
}

/** A bar: the stages of a curve's time, or of a setting's, one after the other. */
export interface Bar {
  readonly name: string;
  readonly times: StageTimes;
}

/** The bars of what has times in one direction. */
export function barsOf(timed: readonly StagedTimes[], direction: BarsChoice['direction']): Bar[] {
  return timed.flatMap(({ name, [direction]: times }) => (times ? [{ name, times }] : []));
}

/** What the lengths of bars are. */
export function barsTitle({ direction, shares }: BarsChoice): string {
  if (shares) return `Share of ${direction} time, %`;
  return `${direction === 'encode' ? 'Encode' : 'Decode'} ms a megapixel`;
}

/** A total as it stands beside its bar. */
export function formatTotal({ times }: Bar): string {
  return `${formatSignificant(times.total)} ms`;
}

/** All that a bar says, in lines. */
export function barText(bar: Bar, stages: readonly string[]): string {
  const { name, times } = bar;
  const parts = stages.flatMap((stage) => {
    const value = times.stages.get(stage);
    if (value === undefined) return [];
    const share = formatSignificant((100 * value) / times.total, 2);
    return [`${stage}: ${formatSignificant(value)} ms, ${share} %`];
  });
  return [name, ...parts, `together: ${formatTotal(bar)} a megapixel`].join('\n');
}

/**
 * The stages of each curve's time as a stacked bar, with the total at its end; command lines and
 * codecs that cannot be split have the one stage that covers all. Pure.
 */
export function barsFigure(
  timed: readonly StagedTimes[],
  choice: BarsChoice,
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const { direction, shares } = choice;
  const bars = barsOf(timed, direction);
  const stages = stagesOf(timed, direction);
  const places = bars.map((_, place) => place);
  const ink = dark ? '#e9edf1' : '#16191d';
  const paper = dark ? '#101418' : '#ffffff';
  const lengths = bars.map(({ times }) => (shares ? 100 : times.total));
  const traces = stages.map((stage): Trace => {
    const { colour, pattern } = stageLook(stage, dark);
    const look = { shape: pattern, fillmode: 'overlay', fgcolor: paper, size: 6, solidity: 0.25 };
    return {
      ...{ type: 'bar', orientation: 'h', name: plotText(stage), y: places },
      x: bars.map(
        ({ times }, i) => ((times.stages.get(stage) ?? 0) * lengths[i]!) / times.total || 0,
      ),
      marker: {
        ...{ color: colour, line: { color: paper, width: 1 } },
        ...(pattern === '' ? {} : { pattern: look }),
      },
    };
  });
  const totals = {
    ...{ type: 'scatter', mode: 'text', showlegend: false, cliponaxis: false, name: 'total' },
    ...{ x: lengths, y: places, textposition: 'middle right', textfont: { size: 12, color: ink } },
    text: bars.map((bar) => `\u00a0${formatTotal(bar)}`),
  };
  return {
    traces: [...traces, totals],
    layout: {
      ...{ barmode: 'stack', bargap: 0.35, legend: { traceorder: 'normal' } },
      xaxis: {
        title: { text: barsTitle(choice) },
        // Room for the totals.
        range: [0, 1.2 * (Math.max(0, ...lengths) || 1)],
        ...(shares ? { tickvals: [0, 25, 50, 75, 100] } : { nticks: 5 }),
      },
      yaxis: {
        ...{ tickvals: places, ticktext: bars.map(({ name }) => plotText(name)) },
        ...{ range: [bars.length - 0.4, -0.6], showgrid: false, tickfont: { color: ink } },
        ticks: '',
      },
    },
    table: [
      ['name', `${direction}_ms_per_mp`, ...stages.map((stage) => `${stage}_ms_per_mp`)],
      ...bars.map(
        ({ name, times }): Row => [
          ...[name, times.total],
          ...stages.map((stage) => times.stages.get(stage) ?? null),
        ],
      ),
    ],
    description: describeBars(timed, choice),
  };
}

/** What the bars show, for those who do not see them. */
export function describeBars(timed: readonly StagedTimes[], { direction }: BarsChoice): string {
  const stages = stagesOf(timed, direction).join(', ');
  return `Stages of ${direction} time of ${barsOf(timed, direction).length} bars: ${stages}`;
}
