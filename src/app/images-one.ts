import { infinityText } from '../page/model/alpha-text.js';
import { formatBytes } from '../page/model/format.js';
import { formatMetric, metricTitle } from '../page/model/metric-text.js';
import type { NotShown } from '../page/model/picture-reason.js';
import type { PagePictures } from '../page/model/pictures.js';
import { imageOf, type Scene, type Slot, sceneOf } from '../page/model/pictures-scene.js';
import { imageKeys, indexPictures, scoreOf } from '../page/model/pictures-shown.js';
import { h, replace } from './dom.js';
import { notesOf } from './images-notes.js';
import type { Pane } from './images-panes.js';
import { offText, scoresTable } from './images-scores.js';
import { printSight, readSight } from './images-sight.js';
import { createStage } from './images-stage.js';
import { codecTools, modeTools } from './images-tools.js';
import { createViewport } from './images-viewport.js';
import { isDark, onTheme } from './theme.js';
import type { Page } from './view.js';

/** One image: what codecs make of it, beside each other, with their scores. */
export function createOneImage(
  page: Page,
  pictures: PagePictures | null,
): { readonly elements: readonly HTMLElement[]; update(): void; destroy(): void } {
  const { data, state } = page;
  const keys = imageKeys(data);
  const find = indexPictures(pictures);
  const viewport = createViewport(() => saveSoon());
  const stage = createStage(viewport, {
    onSplit: (share) => state.set({ 'images.split': String(Math.round(100 * share)) }),
    onFlick: ({ title }) => page.announce(`shown: ${title}`),
  });
  const codecs = codecTools(page);
  const mode = modeTools(page, stage.flick);
  const zoom = zoomTools(viewport);
  const scores = h('aside', { 'aria-label': 'Scores' });
  const heading = h('h1', {});
  const walk = h('nav', { class: 'walk', 'aria-label': 'Images' });
  const lede = h('p', { class: 'lede' });
  const notes = h('div', { class: 'hint' });
  const body = h('div', {});
  const compared = [
    codecs.element,
    mode.element,
    h('div', { class: 'split' }, h('div', {}, zoom.element, stage.element, keysHint()), scores),
    notes,
  ];
  let saving: ReturnType<typeof setTimeout> | null = null;
  let image = -1;

  // Browsers take few changes of the address a second.
  const saveSoon = (): void => {
    zoom.update();
    if (saving !== null) clearTimeout(saving);
    saving = setTimeout(() => {
      saving = null;
      state.set(printSight(viewport.sight));
    }, 250);
  };
  const flickBySpace = (event: KeyboardEvent): void => {
    const typed =
      event.target instanceof Element && event.target.closest('a, button, input, select');
    if (event.key !== ' ' || typed || state.get('images.mode') !== 'flicker') return;
    event.preventDefault();
    stage.flick();
  };
  document.addEventListener('keydown', flickBySpace);

  const update = (): void => {
    const next = imageOf(data, state.get);
    if (next === null) return;
    if (next !== image) {
      image = next;
      const { name, width, height } = data.images[image]!;
      const size = width === null || height === null ? '' : `${width} × ${height}`;
      replace(heading, name, ' ', h('small', {}, size));
    }
    replace(walk, ...walkLinks(page, keys, image));
    const metric = page.metric();
    const scene = sceneOf(data, find, {
      ...{ image, metric, get: state.get, anchor: page.anchor() },
    });
    if (scene === null) {
      replace(lede, 'No codec has a result for this image.');
      replace(body);
      return;
    }
    if (body.childElementCount === 0) body.append(...compared);
    const panes = panesOf(page, pictures, scene);
    codecs.update(scene, panes);
    mode.update(scene, panes);
    replace(lede, ledeOf(page, scene));
    const { width, height } = data.images[image]!;
    stage.show(scene, panes, { width: width ?? 1, height: height ?? 1 });
    if (saving === null) viewport.see(readSight(state.get, { width, height }));
    zoom.update();
    replace(scores, scoresTable(page, scene));
    replace(notes, ...notesOf(page, pictures, scene, panes));
  };
  const forget = onTheme(update);
  return {
    elements: [walk, heading, lede, body],
    update,
    destroy: () => {
      document.removeEventListener('keydown', flickBySpace);
      if (saving !== null) clearTimeout(saving);
      forget();
      mode.stop();
      viewport.destroy();
    },
  };
}

function zoomTools(viewport: ReturnType<typeof createViewport>): {
  readonly element: HTMLElement;
  update(): void;
} {
  const button = (label: string, text: string, act: () => void): HTMLElement =>
    h('button', { type: 'button', class: 'quiet', 'aria-label': label, onclick: act }, text);
  const value = h('span', { class: 'value' });
  return {
    element: h(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
      button('Zoom out', '−', () => viewport.zoomBy(0.5)),
      value,
      button('Zoom in', '+', () => viewport.zoomBy(2)),
      button('Fit the picture', 'Fit', () => viewport.zoomTo(null)),
      button('Pixel for pixel', '1:1', () => viewport.zoomTo(1)),
    ),
    update: () => {
      value.textContent = `${Math.round(100 * viewport.scale)} %`;
    },
  };
}

function keysHint(): HTMLElement {
  return h(
    'p',
    { class: 'keys', id: 'images-keys' },
    'Drag to move; pinch, Ctrl and wheel, or double click to zoom. Keys on the pictures: + − 0 1 and arrows.',
  );
}

function walkLinks({ data, state }: Page, keys: readonly string[], image: number): HTMLElement[] {
  const link = (text: string, key: string | null, label?: string): HTMLElement =>
    h(
      'a',
      {
        href: state.link({ 'images.image': key }),
        'aria-label': label,
        onclick: (event) => {
          event.preventDefault();
          const changes = {
            'images.image': key,
            'images.zoom': null,
            'images.x': null,
            'images.y': null,
          };
          state.set(changes, { push: true });
        },
      },
      text,
    );
  const beside = (step: number, text: string): HTMLElement => {
    const key = keys[image + step];
    if (key === undefined) return h('span', { class: 'note' }, text);
    return link(text, key, `${text}: ${data.images[image + step]!.name}`);
  };
  return [link('All images', null), beside(-1, 'Previous'), beside(1, 'Next')];
}

function panesOf(page: Page, pictures: PagePictures | null, scene: Scene): Pane[] {
  const { data } = page;
  const { image } = scene;
  const entry = pictures?.images[image];
  const reasonOf = (place: number | null | undefined): NotShown =>
    (place == null ? undefined : pictures?.reasons[place]) ?? { code: 'not-asked' };
  const original: Pane = {
    ...{ letter: 'original', title: 'Original', colour: null, figures: [], maps: {} },
    file: entry?.original ?? null,
    reason: reasonOf(entry?.reason),
  };
  return [
    original,
    ...scene.slots.map((slot): Pane => {
      const { letter, point, curve } = slot;
      const ink = page.palette(data.group.curves[curve]!);
      return {
        letter,
        title: point?.spec ?? data.group.curves[curve]!.label,
        colour: isDark() ? ink.dark : ink.light,
        figures: point === null ? [] : figuresOf(page, scene, slot),
        file: point?.picture?.file ?? null,
        reason: point === null ? { code: 'no-match' } : reasonOf(point.picture?.reason),
        maps: point?.picture?.maps ?? {},
      };
    }),
  ];
}

/** Size and score, and how far the one is off that was matched. */
function figuresOf(page: Page, { image, by }: Scene, slot: Slot): Pane['figures'] {
  const metric = page.metric();
  const point = slot.point!;
  const off =
    slot.letter === 'a' ? '' : ` (${offText(page.data, slot, by === 'quality' ? metric : null)})`;
  const far = !slot.near;
  const size = formatBytes(point.bytes);
  const bytes = by === 'size' ? { text: `${size}${off}`, far } : { text: size, far: false };
  if (metric === null) return [bytes];
  const { value } = scoreOf(page.data, { row: point.row, image, metric });
  if (value === null) return [bytes];
  const told =
    value === Number.POSITIVE_INFINITY
      ? infinityText(page.data, { row: point.row, image })
      : formatMetric(page.data, metric, value);
  const score = `${metricTitle(page.data, metric)} ${told}`;
  return [bytes, by === 'quality' ? { text: `${score}${off}`, far } : { text: score, far: false }];
}

function ledeOf(page: Page, { by, slots }: Scene): string {
  if (slots.length === 1) return 'One codec is chosen; B and C compare others with it.';
  const metric = page.metric();
  const what = by === 'size' || metric === null ? 'size' : metricTitle(page.data, metric);
  return `Of each codec the setting whose ${what} for this image is nearest to A’s.`;
}
