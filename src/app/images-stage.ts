import type { Letter, Scene } from '../page/model/pictures-scene.js';
import { h, replace } from './dom.js';
import { createPictures, type Pane, paneTitle } from './images-panes.js';
import type { Viewport } from './images-viewport.js';

/** Where pictures are shown. */
export interface Stage {
  readonly element: HTMLElement;
  show(scene: Scene, panes: readonly Pane[], size: { width: number; height: number }): void;
  /** Shows the other one of the two pictures that take turns. */
  flick(): void;
}

/** @param onSplit told where the slider is dragged to, 0 to 1 */
export function createStage(
  viewport: Viewport,
  { onSplit, onFlick }: { onSplit(share: number): void; onFlick(pane: Pane): void },
): Stage {
  const pictures = createPictures();
  const element = h('div', {
    ...{ class: 'stage', tabindex: '0', role: 'group', 'aria-label': 'Pictures' },
    'aria-describedby': 'images-keys',
    onkeydown: (event) => pressed(event as KeyboardEvent, viewport),
  });
  let drawn = '';
  let turn: { readonly panes: readonly Pane[]; readonly tag: Element; now: number } | null = null;
  let divide: ((share: number) => void) | null = null;

  const port = (): HTMLElement => h('div', { class: 'port' });
  const figure = (box: HTMLElement, pane: Pane): HTMLElement =>
    h('figure', {}, h('figcaption', {}, ...captionOf(pane)), box);

  const showSide = (panes: readonly Pane[]): void => {
    const shown = panes.map((pane) => ({
      pane,
      box: port(),
      layer: pictures.picture(`side ${pane.letter}`, pane),
    }));
    for (const { box, layer } of shown) box.append(layer);
    replace(element, ...shown.map(({ pane, box }) => figure(box, pane)));
    attach(shown.map(({ box, layer }) => ({ port: box, layers: layersOf(layer) })));
  };
  const showErrors = (scene: Scene, panes: readonly Pane[]): void => {
    const base = panes.find(({ letter }) => letter === scene.base)!;
    // A map is of a codec and its original, whatever else is compared.
    const against = scene.map === null ? base : panes[0]!;
    const shown = [against, ...panes.filter((pane) => pane !== against)].map((pane) => ({
      pane,
      box: port(),
      layer:
        pane === against
          ? pictures.picture('errors', pane)
          : pictures.errors(`errors ${pane.letter}`, pane, { ...scene, base }),
    }));
    for (const { box, layer } of shown) box.append(layer);
    replace(element, ...shown.map(({ pane, box }) => figure(box, pane)));
    attach(shown.map(({ box, layer }) => ({ port: box, layers: layersOf(layer) })));
  };
  const showPair = (scene: Scene, panes: readonly Pane[]): void => {
    const pair = scene.pair.map((letter) => panes.find((pane) => pane.letter === letter)!);
    const box = port();
    const halves = pair.map((pane, nth) => {
      const layer = pictures.picture(`pair ${nth}`, pane);
      const half = h('div', { class: 'half' }, layer);
      return { half, layer };
    });
    box.append(...halves.map(({ half }) => half));
    if (scene.mode === 'slider') {
      const handle = h('div', { class: 'handle', 'aria-hidden': 'true' });
      drag(handle, box, onSplit);
      box.append(handle, tag('left', pair[0]!), tag('right', pair[1]!));
      divide = (share) => {
        halves[0]!.half.style.clipPath = `inset(0 ${100 - 100 * share}% 0 0)`;
        halves[1]!.half.style.clipPath = `inset(0 0 0 ${100 * share}%)`;
        handle.style.left = `${100 * share}%`;
      };
    } else {
      const name = tag('left', pair[0]!);
      box.append(name);
      turn = { panes: pair, tag: name, now: 0 };
      halves[1]!.half.classList.add('hidden');
    }
    replace(element, h('figure', {}, box));
    attach([{ port: box, layers: halves.flatMap(({ layer }) => layersOf(layer)) }]);
  };
  let attach: (ports: Parameters<Viewport['attach']>[0]) => void = () => {};
  return {
    element,
    show: (scene, panes, size) => {
      const { mode, pair, base, map, gain } = scene;
      const paired = mode === 'slider' || mode === 'flicker';
      const key = JSON.stringify([mode, panes, size, paired ? pair : [base, map, gain]]);
      if (key !== drawn) {
        drawn = key;
        turn = null;
        divide = null;
        attach = (ports) => viewport.attach(ports, size);
        const count = paired ? 1 : panes.length;
        element.className = `stage ${mode} of-${count}`;
        element.style.setProperty('--shape', String(size.width / size.height));
        if (mode === 'side') showSide(panes);
        else if (mode === 'errors') showErrors(scene, panes);
        else showPair(scene, panes);
      }
      divide?.(scene.split);
    },
    flick: () => {
      if (turn === null) return;
      turn.now = 1 - turn.now;
      const { panes, now } = turn;
      for (const [nth, half] of [...element.querySelectorAll('.half')].entries()) {
        half.classList.toggle('hidden', nth !== now);
      }
      replace(turn.tag, paneTitle(panes[now]!));
      onFlick(panes[now]!);
    },
  };
}

/** The pictures and maps among what a port shows, which are moved; sentences are not. */
function layersOf(layer: HTMLElement): HTMLElement[] {
  return layer instanceof HTMLParagraphElement ? [] : [layer];
}

function captionOf(pane: Pane): HTMLElement[] {
  return [
    h('span', { class: 'name' }, pane.colour === null ? null : dot(pane.colour), paneTitle(pane)),
    ...pane.figures.map(({ text, far }) => h('span', { class: far ? 'warning' : 'note' }, text)),
  ];
}

function dot(colour: string): HTMLElement {
  const element = h('span', { class: 'dot', 'aria-hidden': 'true' });
  element.style.background = colour;
  return element;
}

function tag(side: 'left' | 'right', pane: Pane): HTMLElement {
  return h('div', { class: `tag ${side}` }, paneTitle(pane));
}

/** Dragging the handle over the port tells the share of its width, and moves no picture. */
function drag(handle: HTMLElement, port: HTMLElement, onSplit: (share: number) => void): void {
  const tell = (event: PointerEvent): void => {
    event.stopPropagation();
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = port.getBoundingClientRect();
    onSplit(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  handle.addEventListener('pointerdown', (event) => {
    handle.setPointerCapture(event.pointerId);
    tell(event);
  });
  handle.addEventListener('pointermove', tell);
}

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
};

function pressed(event: KeyboardEvent, viewport: Viewport): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step !== undefined && viewport.movable) viewport.move(...step);
  else if (key === '+' || key === '=') viewport.zoomBy(2);
  else if (key === '-') viewport.zoomBy(0.5);
  else if (key === '0') viewport.zoomTo(null);
  else if (key === '1') viewport.zoomTo(1);
  else return;
  event.preventDefault();
}

/** Names of the pictures, for lists. */
export function paneNames(panes: readonly Pane[]): { value: Letter; text: string }[] {
  return panes.map(({ letter, title }) => ({
    value: letter,
    text: letter === 'original' ? title : `${letter.toUpperCase()} ${title}`,
  }));
}
