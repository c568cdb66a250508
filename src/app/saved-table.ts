import { type Attributes, h } from './dom.js';
import { downloadText, toCsv } from './download.js';

type Rows = readonly (readonly (string | number | null)[])[];

/** A box that a wide table scrolls in, by the keyboard too. */
export function scrollBox(label: string, ...children: readonly HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${label}, scrolls sideways` },
    ...children,
  );
}

/** A table of a line of headings and lines made elsewhere. */
export function table(
  attributes: Attributes,
  heads: readonly string[],
  lines: readonly HTMLElement[],
): HTMLElement {
  return h(
    'table',
    attributes,
    h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...lines),
  );
}

/** A button that saves a table as CSV, made when it is pressed. */
export function saveButton(name: string, rows: () => Rows): HTMLElement {
  const onclick = (): void => downloadText(toCsv(rows()), `${name}.csv`);
  return h('button', { type: 'button', class: 'quiet', onclick }, 'Save as CSV');
}
