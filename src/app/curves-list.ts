import { meanPoints } from '../page/model/curve-points.js';
import type { Listed } from '../page/model/curves-shown.js';
import { search } from './controls.js';
import { h, svg } from './dom.js';
import { fold } from './fold.js';
import { isDark, onTheme } from './theme.js';
import type { Page } from './view.js';

/** So many published curves are listed without being asked for. */
const fewPublished = 4;

/** The list of curves beside the chart: a legend whose entries are switched on and off. */
export function createCurveList(
  page: Page,
  listed: readonly Listed[],
  {
    show,
    shown,
    standard,
  }: {
    show(keys: Set<string>): void;
    shown(): Set<string>;
    standard: ReadonlySet<string>;
  },
): { readonly element: HTMLElement; update(): void; destroy(): void } {
  const filter = search('Find a curve', (text) => page.state.set({ 'curves.q': text || null }));
  const entries = listed.map((each) => {
    const box = h('input', {
      type: 'checkbox',
      onchange: () => {
        const keys = shown();
        if (box.checked) keys.add(each.key);
        else keys.delete(each.key);
        show(keys);
      },
    });
    const sample = h('span', { class: 'sample', 'aria-hidden': 'true' });
    const note = h('span', { class: 'note' });
    const element = h('label', { class: 'entry' }, box, sample, h('span', {}, each.name), note);
    return { ...each, box, sample, note, element };
  });
  const button = (text: string, keys: () => Iterable<string>): HTMLElement =>
    h('button', { type: 'button', class: 'quiet', onclick: () => show(new Set(keys())) }, text);
  const visible = (): string[] =>
    entries.filter(({ element }) => !element.hidden).map(({ key }) => key);
  const own = entries.filter(({ curve }) => curve !== null);
  const published = entries.filter(({ curve }) => curve === null);
  const rest = h('div', {}, ...published.map(({ element }) => element));
  const more = fold(`Published, ${published.length}`, rest);
  const draw = (): void => {
    for (const { curve, sample } of entries) {
      sample.replaceChildren(curve === null ? publishedSample() : curveSample(page, curve));
    }
  };
  draw();
  const forget = onTheme(draw);
  const update = (): void => {
    const text = page.state.get('curves.q') ?? '';
    const words = text.toLowerCase().split(/\s+/);
    const keys = shown();
    const metric = page.metric();
    filter.set(text);
    for (const { key, name, curve, box, note, element } of entries) {
      box.checked = keys.has(key);
      element.hidden = !words.every((word) => name.toLowerCase().includes(word));
      note.textContent = curve === null || metric === null ? '' : noteOf(page, curve, metric);
    }
    // What is shown or looked for is not behind a word.
    const isShown = published.some(({ key }) => keys.has(key));
    if (isShown || text !== '' || published.length <= fewPublished) more.element.open = true;
  };
  return {
    element: h(
      'div',
      { class: 'curve-list', role: 'group', 'aria-label': 'Curves shown' },
      filter.element,
      h(
        'div',
        { class: 'buttons' },
        button('All', () => [...shown(), ...visible()]),
        button('None', () => []),
        button('Usual', () => standard),
      ),
      ...own.map(({ element }) => element),
      published.length > 0 ? more.element : null,
    ),
    update,
    destroy: forget,
  };
}

function noteOf(page: Page, curve: number, metric: string): string {
  const { images, complete, points } = page.data.group.curves[curve]!;
  const { lacking } = meanPoints(page.data, curve, { metric, decibels: false });
  if (!complete) return `${images}/${page.data.group.images} images`;
  if (lacking === points.length) return 'no finite mean';
  return lacking > 0 ? `${points.length - lacking} of ${points.length} points` : '';
}

function curveSample(page: Page, curve: number): SVGElement {
  const ink = page.palette(page.data.group.curves[curve]!);
  const colour = isDark() ? ink.dark : ink.light;
  return sampleOf(colour, 2, dashes[ink.dash] ?? null, shapes[ink.symbol] ?? null);
}

function publishedSample(): SVGElement {
  return sampleOf('currentColor', 1, '5 3', null);
}

const dashes: Readonly<Record<string, string>> = { dash: '6 3', dot: '2 2', dashdot: '6 2 2 2' };

/** The markers of `Ink`, about the middle of a sample, as plotly draws them. */
const shapes: Readonly<Record<string, string>> = {
  circle: 'M9.5 7a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z',
  square: 'M10 4h6v6h-6z',
  diamond: 'M13 2.5l4 4.5l-4 4.5l-4 -4.5z',
  'triangle-up': 'M13 3l4 7h-8z',
  cross: 'M11.7 3h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z',
  star: 'M13 2.2l1.3 3.1l3.4 .3l-2.6 2.2l.8 3.3l-2.9 -1.8l-2.9 1.8l.8 -3.3l-2.6 -2.2l3.4 -.3z',
};

function sampleOf(
  colour: string,
  width: number,
  dash: string | null,
  shape: string | null,
): SVGElement {
  const line = { x1: 0, x2: 26, y1: 7, y2: 7, stroke: colour, 'stroke-width': width };
  return svg(
    'svg',
    { width: 26, height: 14 },
    svg('line', { ...line, 'stroke-dasharray': dash }),
    shape === null ? null : svg('path', { d: shape, fill: colour }),
  );
}
