import { formatSignificant } from './format.js';
import { inks } from './palette.js';
import { plotText } from './plottext.js';
import { atOnce } from './speedaxes.js';
import { stagesOf, type Timed } from './speedstages.js';

type Trace = Readonly<Record<string, unknown>>;
type Row = (string | number | null)[];

/** Stacked bars of one direction. */
export interface BarsChoice {
  readonly direction: 'encode' | 'decode';
  /** Shares of the time instead of the time. */
  readonly shares: boolean;
  /** Whether there is little room: names are cut short. */
  readonly narrow: boolean;
  /** How wide a text is drawn, in pixels. */
  readonly widthOf: (text: string) => number;
}

/** Places in `inks`: stages that undo each other look alike. Hatched where the two could be taken for one another. */
const looks: Readonly<Record<string, { readonly ink: number; readonly pattern: string }>> = {
  parse: { ink: 4, pattern: '' },
  store: { ink: 4, pattern: '' },
  prepare: { ink: 6, pattern: '/' },
  finish: { ink: 6, pattern: '/' },
  resize: { ink: 9, pattern: 'x' },
  analysis: { ink: 0, pattern: '' },
  synthesis: { ink: 0, pattern: '' },
  transfer: { ink: 3, pattern: '-' },
  entropy: { ink: 1, pattern: '' },
  encode: { ink: 5, pattern: '' },
  decode: { ink: 5, pattern: '' },
  other: { ink: 10, pattern: '.' },
};

/** How a stage is drawn: `pattern` is plotly's name of a hatching, or empty. */
export function stageLook(stage: string, dark: boolean): { colour: string; pattern: string } {
  const { ink, pattern } = Object.hasOwn(looks, stage) ? looks[stage]! : { ink: 7, pattern: '+' };
  return { colour: inks[ink]![dark ? 1 : 0], pattern };
}

/**
 * The stages of each curve's time as a stacked bar, with the total at its end; command lines and
 * codecs that cannot be split have the one stage that covers all. Pure.
 */
export function barsFigure(
  timed: readonly Timed[],
  { direction, shares, narrow, widthOf }: BarsChoice,
  dark: boolean,
): { traces: Trace[]; layout: Trace; table: Row[]; description: string } {
  const shown = timed.filter((each) => each[direction] !== null);
  const names = stagesOf(shown, direction);
  const places = shown.map((_, place) => place);
  const ink = dark ? '#e9edf1' : '#16191d';
  const paper = dark ? '#101418' : '#ffffff';
  const traces = names.map((stage): Trace => {
    const { colour, pattern } = stageLook(stage, dark);
    const values = shown.map((each) => each[direction]!.stages.get(stage) ?? 0);
    const share = shown.map((each, i) => (100 * values[i]!) / each[direction]!.total);
    return {
      ...{ type: 'bar', orientation: 'h', name: plotText(stage) },
      ...{ y: places, x: shares ? share : values, hoverinfo: 'text', textposition: 'none' },
      hovertext: shown.map(
        ({ name }, i) =>
          `${plotText(name)}<br>${plotText(stage)}: ${formatSignificant(values[i]!)} ms a megapixel, ${formatSignificant(share[i]!, 2)} %`,
      ),
      marker: {
        ...{ color: colour, line: { color: paper, width: 1 } },
        ...(pattern === ''
          ? {}
          : {
              pattern: {
                ...{ shape: pattern, fillmode: 'overlay', fgcolor: paper },
                ...{ size: 6, solidity: 0.25 },
              },
            }),
      },
    };
  });
  const labels = shown.map(({ name }) => short(name, narrow ? 20 : 34));
  const longest = Math.max(0, ...shown.map((each) => each[direction]!.total));
  const totals = {
    ...{ type: 'scatter', mode: 'text', showlegend: false, hoverinfo: 'skip', cliponaxis: false },
    ...{
      name: 'total',
      y: places,
      textposition: 'middle right',
      textfont: { size: 12, color: ink },
    },
    x: shown.map((each) => (shares ? 100 : each[direction]!.total)),
    text: shown.map((each) => `\u00a0${formatSignificant(each[direction]!.total)} ms`),
  };
  return {
    traces: [...traces, totals],
    layout: {
      ...{ barmode: 'stack', bargap: 0.35, hovermode: 'closest' },
      margin: { l: 8 + Math.ceil(Math.max(0, ...labels.map(widthOf))), r: 16, t: 16, b: 48 },
      xaxis: {
        title: {
          text: shares ? `Share of ${direction} time, %` : `${sentence(direction)} ms a megapixel`,
        },
        // Room for the totals.
        range: [0, (narrow ? 1.45 : 1.2) * (shares ? 100 : longest || 1)],
        ...(shares ? { tickvals: [0, 25, 50, 75, 100] } : { nticks: 5 }),
        ...atOnce,
      },
      yaxis: {
        ...{
          tickvals: places,
          ticktext: labels.map(plotText),
        },
        ...{ range: [shown.length - 0.4, -0.6], showgrid: false, tickfont: { color: ink } },
        ...{ ticks: '', ...atOnce },
      },
    },
    table: [
      ['name', `${direction}_ms_per_mp`, ...names.map((stage) => `${stage}_ms_per_mp`)],
      ...shown.map(
        ({ name, [direction]: times }): Row => [
          ...[name, times!.total],
          ...names.map((stage) => times!.stages.get(stage) ?? null),
        ],
      ),
    ],
    description: `Stages of ${direction} time of ${shown.length} bars: ${names.join(', ')}`,
  };
}

/** The beginning of a name, where the whole of it would leave no room for its bar. */
function short(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
