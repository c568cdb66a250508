import { stageLook } from '../speedbars.js';
import { stagesOf, type Timed } from '../speedstages.js';
import { h, replace, svg } from './dom.js';
import { isDark, onTheme } from './theme.js';

/** The stages that the bars of both directions have, each with its colour and its hatching. */
export function stageLegend(): {
  readonly element: HTMLElement;
  show(timed: readonly Timed[]): void;
  destroy(): void;
} {
  const element = h('ul', { class: 'legend' });
  let stages: string[] = [];
  const draw = (): void =>
    replace(element, ...stages.map((stage) => h('li', {}, sample(stage), stage)));
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

function sample(stage: string): SVGElement {
  const { colour, pattern } = stageLook(stage, isDark());
  return svg(
    'svg',
    { width: 14, height: 14, 'aria-hidden': 'true' },
    svg('rect', { width: 14, height: 14, fill: colour }),
    Object.hasOwn(hatchings, pattern) ? svg('path', { d: hatchings[pattern]! }) : null,
  );
}

/** Lines of the hatchings of plotly's patterns. */
const hatchings: Readonly<Record<string, string>> = {
  '/': 'M0 7L7 0M0 14L14 0M7 14L14 7',
  x: 'M0 7L7 0M0 14L14 0M7 14L14 7M7 0L14 7M0 0L14 14M0 7L7 14',
  '-': 'M0 3.5H14M0 10.5H14',
  '+': 'M0 3.5H14M0 10.5H14M3.5 0V14M10.5 0V14',
  '.': 'M2.5 3.5h2M9.5 3.5h2M2.5 10.5h2M9.5 10.5h2',
};
