import type { Choice } from './controls.js';
import { h, replace } from './dom.js';

let made = 0;

/** A row of a few choices, of which one is taken. */
export function segments(
  label: string,
  choose: (value: string) => void,
): { readonly element: HTMLElement; offer(choices: readonly Choice[], value: string): void } {
  const name = `segments-${++made}`;
  const element = h('span', { class: 'segments', role: 'radiogroup', 'aria-label': label });
  let shown = '';
  return {
    element,
    offer: (choices, value) => {
      const key = JSON.stringify(choices);
      // What stays is not made again, so that it keeps the focus.
      if (key !== shown) {
        const boxes = choices.map((each) => {
          const onchange = (): void => choose(each.value);
          const box = h('input', { type: 'radio', name, value: each.value, onchange });
          return h('label', {}, box, h('span', {}, each.text));
        });
        replace(element, ...boxes);
        shown = key;
      }
      for (const box of element.querySelectorAll('input')) box.checked = box.value === value;
    },
  };
}
