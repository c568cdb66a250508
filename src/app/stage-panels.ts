import { curveOptions } from '../page/model/selection.js';
import { type BarsChoice, barsFigure, describeBars } from '../page/model/speed-bars.js';
import { type StagedTimes, stagesOfCurves, stagesOfSettings } from '../page/model/speed-stages.js';
import { changed } from './changed.js';
import { type Chart, createChart } from './chart.js';
import { select } from './controls.js';
import { h, replace } from './dom.js';
import { stageBars, stageLegend } from './stage-bars.js';
import type { Page } from './view.js';

/** Bars of stages of all curves, or of the settings of one. */
export function createStages(page: Page): {
  element: HTMLElement;
  update(): void;
  /** The bars, of all curves or of the settings of one. */
  shown(one: string | null): StagedTimes[];
  destroy(): void;
} {
  const { data, state } = page;
  const one = select('Bars', (value) => state.set({ 'speed.one': value === '' ? null : value }));
  const length = select('Length', (value) =>
    state.set({ 'speed.bars': value === 'time' ? value : null }),
  );
  length.offer([
    { value: '', text: 'share of the time' },
    { value: 'time', text: 'time a megapixel' },
  ]);
  const options = curveOptions(data.group);
  one.offer([
    { value: '', text: 'all curves, means of their settings' },
    ...options.map(({ key, name }) => ({ value: key, text: `settings of ${name}` })),
  ]);
  const charts: [BarsChoice['direction'], Chart][] = [
    ['encode', createChart(() => `stages-encode-${page.dataKey}`)],
    ['decode', createChart(() => `stages-decode-${page.dataKey}`)],
  ];
  const empty = h('p', { class: 'empty' });
  const legend = stageLegend();
  const shownOf = (key: string | null): StagedTimes[] => {
    const timing = page.timing();
    if (timing === null) return [];
    const times = data.timings[timing]!;
    const place = options.findIndex((option) => option.key === key);
    return place < 0 ? bySpeed(stagesOfCurves(data, times)) : stagesOfSettings(data, times, place);
  };
  const show = changed(({ shares }: { timing: number | null; place: number; shares: boolean }) => {
    const some = shownOf(state.get('speed.one')).filter(
      ({ encode, decode }) => encode !== null || decode !== null,
    );
    replace(empty, 'Nothing of it was timed in full on this testbed.');
    empty.hidden = some.length > 0;
    legend.show(some);
    for (const [direction, { element, draw }] of charts) {
      element.hidden = some.length === 0;
      const choice = { direction, shares };
      void draw(
        (dark) => barsFigure(some, choice, dark),
        (dark) => ({
          element: stageBars(some, choice, dark),
          description: describeBars(some, choice),
        }),
      );
    }
  });
  return {
    element: h(
      'div',
      { class: 'stages' },
      h(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'What the bars are' },
        one.element,
        length.element,
      ),
      empty,
      legend.element,
      h('div', { class: 'panels' }, ...charts.map(([, { element }]) => element)),
    ),
    update: () => {
      const timing = page.timing();
      const place = options.findIndex(({ key }) => key === state.get('speed.one'));
      one.set(place < 0 ? '' : options[place]!.key);
      const shares = state.get('speed.bars') !== 'time';
      length.set(shares ? '' : 'time');
      show({ timing, place, shares });
    },
    shown: shownOf,
    destroy: () => {
      legend.destroy();
      for (const [, { destroy }] of charts) destroy();
    },
  };
}

/** The fastest encoder first; what has no time stands behind. */
function bySpeed(timed: readonly StagedTimes[]): StagedTimes[] {
  const total = ({ encode }: StagedTimes): number => encode?.total ?? Number.MAX_VALUE;
  return timed.toSorted((a, b) => total(a) - total(b));
}
