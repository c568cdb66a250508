import {
  type BarsChoice,
  barsOf,
  barsTitle,
  barText,
  formatTotal,
  stageLook,
} from '../page/model/speed-bars.js';
import { type StagedTimes, stagesOf } from '../page/model/speed-stages.js';
import { h, replace } from './dom.js';
import { isDark, onTheme } from './theme.js';

/** The stages that the bars of both directions have, each with its colour and its hatching. */
export function stageLegend(): {
  readonly element: HTMLElement;
  show(timed: readonly StagedTimes[]): void;
  destroy(): void;
} {
  const element = h('ul', { class: 'legend' });
  let stages: string[] = [];
  const draw = (): void =>
    replace(element, ...stages.map((stage) => h('li', {}, partOf(stage, isDark()), stage)));
  return {
    element,
    show: (timed) => {
      const both = [...stagesOf(timed, 'encode'), ...stagesOf(timed, 'decode')];
      stages = [...new Set(both)].sort(
        (a, b) =>
          Number(a === 'other') - Number(b === 'other') || both.indexOf(a) - both.indexOf(b),
      );
      draw();
    },
    destroy: onTheme(draw),
  };
}

/** What `barsFigure` draws, as elements. */
export function stageBars(
  timed: readonly StagedTimes[],
  choice: BarsChoice,
  dark: boolean,
): HTMLElement {
  const bars = barsOf(timed, choice.direction);
  const stages = stagesOf(timed, choice.direction);
  const longest = Math.max(0, ...bars.map(({ times }) => times.total));
  const lines = bars.flatMap((bar) => {
    const { name, times } = bar;
    const whole = choice.shares ? times.total : longest;
    const parts = stages.flatMap((stage) => {
      const share = (times.stages.get(stage) ?? 0) / whole;
      if (!(share > 0)) return [];
      const part = partOf(stage, dark);
      part.style.width = `${(100 * share).toFixed(3)}%`;
      return [part];
    });
    return [
      h('span', { class: 'of', title: name }, name),
      h('span', { class: 'track', title: barText(bar, stages) }, ...parts),
      h('span', { class: 'total' }, formatTotal(bar)),
    ];
  });
  const ticks = choice.shares ? [0, 25, 50, 75, 100] : [];
  return h(
    'div',
    { class: 'bars' },
    ...lines,
    h('span', { class: 'ticks' }, ...ticks.map((tick) => h('span', {}, tick))),
    h('span', { class: 'title' }, barsTitle(choice)),
  );
}

/** The classes of plotly's patterns. */
const hatchings: Readonly<Record<string, string>> = {
  '': 'part',
  '/': 'part slash',
  x: 'part cross',
  '-': 'part lines',
  '+': 'part grid',
  '.': 'part dots',
};

function partOf(stage: string, dark: boolean): HTMLElement {
  const { colour, pattern } = stageLook(stage, dark);
  const part = h('span', { class: hatchings[pattern]! });
  part.style.backgroundColor = colour;
  return part;
}
