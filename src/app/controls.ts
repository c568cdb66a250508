import { h, replace } from './dom.js';

let made = 0;

/** What can be chosen. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A control with its label, and what brings it up to date. */
export interface Control<T> {
  readonly element: HTMLElement;
  set(value: T): void;
}

/** A labelled list to choose one from. */
export function select(
  label: string,
  choose: (value: string) => void,
): Control<string> & { offer(choices: readonly Choice[]): void } {
  const id = `control-${++made}`;
  const list = h('select', { id, onchange: () => choose(list.value) });
  return {
    element: h('div', { class: 'control' }, h('label', { for: id }, label), list),
    offer: (choices) => {
      const next = choices.map(({ value, text }) => h('option', { value }, text));
      replace(list, ...next);
    },
    set: (value) => {
      list.value = value;
    },
  };
}

/** A labelled box to tick. */
export function toggle(label: string, choose: (on: boolean) => void): Control<boolean> {
  const box = h('input', { type: 'checkbox', onchange: () => choose(box.checked) });
  return {
    element: h('label', { class: 'toggle' }, box, h('span', {}, label)),
    set: (on) => {
      box.checked = on;
    },
  };
}

/** A labelled field of text that tells every change. */
export function search(label: string, choose: (text: string) => void): Control<string> {
  const id = `control-${++made}`;
  const field = h('input', {
    ...{ id, type: 'search', autocomplete: 'off', spellcheck: 'false' },
    oninput: () => choose(field.value),
  });
  return {
    element: h('div', { class: 'control' }, h('label', { for: id }, label), field),
    set: (text) => {
      if (field.value !== text) field.value = text;
    },
  };
}
