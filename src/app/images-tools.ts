import { printSettings, readSpec } from '../base/spec.js';
import { formatBpp, formatBytes } from '../page/model/format.js';
import { metricTitle } from '../page/model/metric-text.js';
import { gains, type Mode, modes, type Scene } from '../page/model/pictures-scene.js';
import { curveOptions } from '../page/model/selection.js';
import { select } from './controls.js';
import { h } from './dom.js';
import type { Pane } from './images-panes.js';
import { paneNames } from './images-stage.js';
import type { Page } from './view.js';

const modeNames: Readonly<Record<Mode, string>> = {
  side: 'Side by side',
  slider: 'Slider',
  flicker: 'Flicker',
  errors: 'Error map',
};

/** A part of the view that is brought up to date. */
interface Tools {
  readonly element: HTMLElement;
  update(scene: Scene, panes: readonly Pane[]): void;
}

/** Which codecs are compared, and at what. */
export function codecTools(page: Page): Tools {
  const { state, data } = page;
  const options = curveOptions(data.group).map(({ key, name }) => ({ value: key, text: name }));
  const put = (key: string) => (value: string) => state.set({ [key]: value });
  // Another curve has points of its own.
  const a = select('A, the reference', (value) =>
    state.set({ 'images.a': value, 'images.at': null }),
  );
  const others = (['b', 'c'] as const).map((letter) => ({
    letter,
    control: select(letter.toUpperCase(), put(`images.${letter}`)),
  }));
  a.offer(options);
  for (const { control } of others) control.offer([{ value: 'none', text: 'none' }, ...options]);
  const by = select('B and C at', (value) => state.set({ 'images.by': value || null }));
  let specs: readonly string[] = [];
  const at = range('Setting of A', (place) => state.set({ 'images.at': specs[place] ?? null }));
  return {
    element: h(
      'div',
      { class: 'tools codecs', role: 'group', 'aria-label': 'Codecs' },
      a.element,
      at.element,
      by.element,
      ...others.map(({ control }) => control.element),
    ),
    update: ({ slots, points, at: place, by: kind }) => {
      const metric = page.metric();
      by.offer([
        { value: '', text: 'nearly equal size' },
        ...(metric === null
          ? []
          : [{ value: 'quality', text: `nearly equal ${metricTitle(data, metric)}` }]),
      ]);
      by.set(kind === 'quality' ? 'quality' : '');
      a.set(options[slots[0]!.curve]!.value);
      for (const { letter, control } of others) {
        const slot = slots.find((each) => each.letter === letter);
        control.set(slot === undefined ? 'none' : options[slot.curve]!.value);
      }
      specs = points.map(({ spec }) => spec);
      const { bytes, bpp, spec } = points[place]!;
      const knob = data.group.curves[slots[0]!.curve]!.knob;
      const rated = readSpec(spec).settings.find(([name]) => name === knob);
      const setting = rated === undefined ? spec : printSettings([rated]);
      const rate = bpp === null ? '' : `, ${formatBpp(bpp)} bpp`;
      at.set(place, points.length - 1, `${setting}, ${formatBytes(bytes)}${rate}`);
    },
  };
}

/** How they are shown: the mode, and what it needs to be told. */
export function modeTools(page: Page, onFlick: () => void): Tools & { stop(): void } {
  const { state } = page;
  const put = (key: string) => (value: string) => state.set({ [key]: value === '' ? null : value });
  const boxes = modes.map((mode) => ({
    mode,
    box: h('input', {
      ...{ type: 'radio', name: 'images-mode', value: mode },
      onchange: () => state.set({ 'images.mode': mode === 'side' ? null : mode }),
    }),
  }));
  const left = select('Left', put('images.left'));
  const right = select('Right', put('images.right'));
  const split = range('Share of the left picture', (share) =>
    state.set({ 'images.split': share === 50 ? null : String(share) }),
  );
  const map = select('Errors', (value) =>
    state.set({ 'images.map': value || null, 'images.gain': null }),
  );
  const base = select('Differences from', put('images.base'));
  const gain = select('Amplified', put('images.gain'));
  gain.offer(gains.map((each) => ({ value: String(each), text: `× ${each}` })));
  const flick = h(
    'button',
    { type: 'button', class: 'quiet flick', onclick: onFlick, 'aria-keyshortcuts': 'Space' },
    'Show the other one (Space)',
  );
  const auto = createAuto(onFlick);
  return {
    element: h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'How they are shown' },
      h(
        'fieldset',
        { class: 'modes' },
        h('legend', { class: 'visually-hidden' }, 'Comparison'),
        ...boxes.map(({ mode, box }) => h('label', {}, box, h('span', {}, modeNames[mode]))),
      ),
      left.element,
      right.element,
      split.element,
      flick,
      auto.element,
      map.element,
      base.element,
      gain.element,
    ),
    update: (scene, panes) => {
      const { mode, pair } = scene;
      for (const each of boxes) each.box.checked = each.mode === mode;
      const names = paneNames(panes);
      const paired = mode === 'slider' || mode === 'flicker';
      for (const [nth, control] of [left, right].entries()) {
        control.offer(names);
        control.set(pair[nth]!);
        control.element.hidden = !paired;
        const sides = mode === 'slider' ? ['Left', 'Right'] : ['First', 'Second'];
        control.element.querySelector('label')!.textContent = sides[nth]!;
      }
      split.element.hidden = mode !== 'slider';
      const share = Math.round(100 * scene.split);
      split.set(share, 100, `${share} %`);
      flick.hidden = mode !== 'flicker';
      auto.element.hidden = mode !== 'flicker';
      if (mode !== 'flicker') auto.stop();
      const maps = [...new Set(panes.flatMap((pane) => Object.keys(pane.maps)))].sort();
      map.offer([
        { value: '', text: 'differences of samples' },
        ...maps.map((id) => ({ value: id, text: `map of ${metricTitle(page.data, id)}` })),
      ]);
      map.set(scene.map ?? '');
      base.offer(names);
      base.set(scene.base);
      gain.set(String(scene.gain));
      map.element.hidden = mode !== 'errors';
      gain.element.hidden = mode !== 'errors';
      base.element.hidden = mode !== 'errors' || scene.map !== null;
    },
    stop: auto.stop,
  };
}

/** Lets pictures take turns by themselves, slower than what may harm; not where motion is unwanted. */
function createAuto(onFlick: () => void): { readonly element: HTMLElement; stop(): void } {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    box.checked = false;
  };
  const box = h('input', {
    type: 'checkbox',
    onchange: () => {
      if (box.checked) timer = setInterval(onFlick, 700);
      else stop();
    },
  });
  const text = h('span', {});
  const update = (): void => {
    box.disabled = calm.matches;
    text.textContent = calm.matches
      ? 'By itself: off, as your system asks for less motion'
      : 'By itself';
    if (calm.matches) stop();
  };
  calm.addEventListener('change', update);
  update();
  return { element: h('label', { class: 'toggle' }, box, text), stop };
}

/** A labelled slider of whole numbers from 0, with its value in words. */
function range(
  label: string,
  choose: (value: number) => void,
): { readonly element: HTMLElement; set(value: number, max: number, text: string): void } {
  const id = `images-${label.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  const input = h('input', {
    ...{ id, type: 'range', min: 0, step: 1 },
    oninput: () => choose(Number(input.value)),
  });
  const output = h('span', { class: 'value', 'aria-hidden': 'true' });
  return {
    element: h(
      'div',
      { class: 'control range' },
      h('div', { class: 'named' }, h('label', { for: id }, label), output),
      input,
    ),
    set: (value, max, text) => {
      input.max = String(max);
      input.value = String(value);
      input.setAttribute('aria-valuetext', text);
      output.textContent = text;
    },
  };
}
