import './curves-view.css';
import { hasDecibels, meanPoints } from '../page/model/curve-points.js';
import { curvesFigure } from '../page/model/curves-figure.js';
import {
  defaultShown,
  type Listed,
  listCurves,
  parseShown,
  printShown,
} from '../page/model/curves-shown.js';
import { metricTitle } from '../page/model/metric-text.js';
import { createChart } from './chart.js';
import { type Choice, select, toggle } from './controls.js';
import { createCurveList } from './curves-list.js';
import { h, replace } from './dom.js';
import { openPicture } from './open-picture.js';
import type { Page, View } from './view.js';

/** Rate-distortion curves: any metric over bits per pixel. */
export const curvesView: View = {
  id: 'curves',
  draws: true,
  title: 'RD curves',
  controls: ['data', 'class', 'metric'],
  mount(host, page) {
    const { data, state } = page;
    const listed = listCurves(data.group);
    const standard = defaultShown(data.group);
    const lede = h('p', { class: 'lede' });
    const chart = createChart(() => `curves-${page.dataKey}-${page.metric()}`, openPicture(page));
    const tools = createTools(page, listed);
    const shownKeys = (): Set<string> => {
      const keys = parseShown(state.get('curves.show'), standard);
      const one = state.get('curves.one');
      if (one !== null) keys.add(one);
      return keys;
    };
    const list = createCurveList(page, listed, {
      show: (keys) => {
        const one = state.get('curves.one');
        const hidden = one !== null && !keys.has(one);
        const shown = { 'curves.show': printShown(keys, standard) };
        state.set(hidden ? { ...shown, 'curves.one': null } : shown);
      },
      shown: shownKeys,
      standard,
    });
    host.append(
      h('h1', {}, page.dataKey),
      lede,
      tools.element,
      h('div', { class: 'columns' }, chart.element, list.element),
    );
    return {
      update: () => {
        const metric = page.metric();
        tools.update();
        list.update();
        if (metric === null) {
          replace(lede, 'No metric was measured.');
          return;
        }
        const keys = shownKeys();
        const one = listed.find(({ key }) => key === state.get('curves.one'))?.curve ?? null;
        const choice = {
          metric,
          decibels: hasDecibels(data, metric) && state.get('curves.y') === 'db',
          shown: listed.filter(({ key }) => keys.has(key)),
          one,
          logarithmic: state.get('curves.x') !== 'linear',
          bars: state.get('curves.bars') === '1',
          hull: state.get('curves.hull') === '1',
          all: state.get('curves.all') === '1',
        };
        replace(lede, ledeOf(page, choice.shown, one));
        void chart.draw((dark) => curvesFigure(data, page.palette, choice, dark));
      },
      unmount: () => {
        chart.destroy();
        list.destroy();
      },
    };
  },
};

function createTools(
  { state, data, metric }: Page,
  listed: readonly Listed[],
): { element: HTMLElement; update(): void } {
  const put = (key: string) => (value: string) => state.set({ [key]: value === '' ? null : value });
  const put1 = (key: string) => (on: boolean) => state.set({ [key]: on ? '1' : null });
  const rate = select('Bits per pixel', put('curves.x'));
  rate.offer([
    { value: '', text: 'logarithmic' },
    { value: 'linear', text: 'linear' },
  ]);
  const quality = select('Quality', put('curves.y'));
  quality.offer([
    { value: '', text: 'as measured' },
    { value: 'db', text: 'in decibels' },
  ]);
  const images = select('Images of', put('curves.one'));
  const choices: Choice[] = listed
    .filter(({ curve }) => curve !== null)
    .map(({ key, name }) => ({ value: key, text: name }));
  images.offer([{ value: '', text: 'no curve' }, ...choices]);
  const bars = toggle('10 to 90 % of images', put1('curves.bars'));
  const hull = toggle('Convex hulls', put1('curves.hull'));
  const all = toggle('Low qualities too', put1('curves.all'));
  return {
    element: h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'How curves are drawn' },
      rate.element,
      quality.element,
      data.images.length > 1 ? images.element : null,
      data.images.length > 1 ? bars.element : null,
      hull.element,
      all.element,
    ),
    update: () => {
      rate.set(state.get('curves.x') ?? '');
      quality.element.hidden = !hasDecibels(data, metric() ?? '');
      quality.set(state.get('curves.y') ?? '');
      images.set(state.get('curves.one') ?? '');
      bars.set(state.get('curves.bars') === '1');
      hull.set(state.get('curves.hull') === '1');
      all.set(state.get('curves.all') === '1');
    },
  };
}

function ledeOf(page: Page, shown: readonly Listed[], one: number | null): string {
  const { data } = page;
  const { group } = data;
  const metric = page.metric()!;
  const means = shown.filter(({ curve }) => curve !== null);
  const hollow = means.some(({ curve }) =>
    meanPoints(page.data, curve!, { metric, decibels: false }).points.some((p) => p.dominated),
  );
  const images = `means of ${group.images} ${group.images === 1 ? 'image' : 'images'}`;
  const told = [
    `${metricTitle(data, metric)} over bits per pixel, ${group.images === 0 ? 'as published: no image was measured' : images}.`,
    ...(one === null ? [] : [`Thin lines are the images of ${group.curves[one]!.label}.`]),
    ...['A point leads to its picture.'],
    ...(hollow ? ['Hollow points are beaten by another point of their curve.'] : []),
    ...(shown.length > means.length ? ['Thin dashed lines are published curves.'] : []),
  ];
  return told.join(' ');
}
