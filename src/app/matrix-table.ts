import { printable } from '../base/foreign-text.js';
import { formatPercent } from '../page/model/format.js';
import { type MatrixCell, type MatrixLine, tintOf } from '../page/model/pairs-matrix.js';
import { breakable, dash, h, replace } from './dom.js';

/** Share of the curves' range of quality below which a figure gets a mark. */
const sureOverlap = 0.75;

/** A table of as many lines as there are places, which shows one matrix after the other. */
export interface MatrixTable {
  readonly element: HTMLElement;
  readonly places: number;
  /** @param lines as many as there are places */
  show(lines: readonly MatrixLine[]): void;
}

/** The matrix as a table, each figure on its colour. Cells are reused: thousands are slow to make. */
export function createMatrixTable(places: number): MatrixTable {
  addShades();
  const heads = Array.from({ length: places }, () => {
    const name = h('span', {});
    return { name, element: h('th', { scope: 'col', class: 'upright' }, name) };
  });
  const rows = Array.from({ length: places }, (_, place) => {
    const name = h('th', { scope: 'row' });
    const mean = h('td', { class: 'mean' });
    const cells = heads.map((_, other) => h('td', { class: other === place ? 'own' : null }));
    return { name, mean, cells, element: h('tr', {}, name, mean, ...cells) };
  });
  let shown: readonly MatrixLine[] = [];
  // Titles of thousands of cells are slow to make; only the one below the pointer is needed.
  const entitle = ({ target }: Event): void => {
    const cell = target instanceof Element ? target.closest('td') : null;
    const place = rows.findIndex(({ element }) => element === cell?.parentElement);
    if (cell === null || place < 0) return;
    const other = rows[place]!.cells.indexOf(cell);
    if (other >= 0 && other !== place) cell.title = printable(titleOf(shown, place, other));
  };
  const element = h(
    'table',
    { class: 'matrix', onpointerover: entitle },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', {}),
        h('th', { scope: 'col', class: 'mean' }, 'Mean'),
        ...heads.map((head) => head.element),
      ),
    ),
    h('tbody', {}, ...rows.map((row) => row.element)),
  );
  // With the width given, the browser need not measure thousands of cells.
  element.style.setProperty('--places', String(places));
  return {
    element,
    places,
    show: (lines) => {
      shown = lines;
      for (const [place, { name, mean, compared, cells }] of lines.entries()) {
        const [head, row] = [heads[place]!, rows[place]!];
        put(head.name, name);
        head.element.title = printable(name);
        if (row.name.textContent !== name) replace(row.name, ...breakable(name));
        row.name.title = printable(name);
        const few = compared < places - 1;
        row.mean.className = few ? 'mean few' : 'mean';
        row.mean.title = `over ${compared} of ${places - 1} other curves`;
        const badge = few && h('span', { class: 'badge' }, `${compared}/${places - 1}`);
        replace(row.mean, formatPercent(mean), badge);
        for (const [other, cell] of cells.entries()) {
          if (other !== place) showCell(row.cells[other]!, cell);
        }
      }
    },
  };
}

function showCell(cell: HTMLElement, { percent, overlap, over, reason }: MatrixCell): void {
  if (percent === null) {
    cell.className = '';
    replace(cell, dash(reason ?? 'not measured'));
    return;
  }
  const shade = shadeOf(tintOf(percent));
  if (cell.className !== shade) cell.className = shade;
  const text = formatPercent(percent);
  const sure = (overlap ?? 1) >= sureOverlap;
  if (sure && over === undefined) put(cell, text);
  else {
    const few = over && h('small', { class: 'over' }, `${over.n}/${over.of}`);
    const mark = sure ? null : h('span', { class: 'warn', 'aria-label': reason }, '*');
    replace(cell, text, mark, few ?? null);
  }
}

/** What a cell says in full. */
function titleOf(lines: readonly MatrixLine[], place: number, other: number): string {
  const { name, cells } = lines[place]!;
  const { percent, over, reason } = cells[other]!;
  const told = [
    ...(percent === null ? [] : [`${formatPercent(percent, 2)} %`]),
    ...(percent === null || over === undefined ? [] : [`over ${over.n} of ${over.of} images`]),
    reason ?? [],
  ].flat();
  return `${name} against ${lines[other]!.name}: ${told.join('; ')}`;
}

/** Has an element hold a text alone. */
function put(element: HTMLElement, text: string): void {
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  if (!(only instanceof Text)) replace(element, text);
  else if (only.data !== printable(text)) only.data = printable(text);
}

/** Shades of each of the two colours. */
const shades = 50;

/** The class of a tint's shade: cells that share rules are styled faster than each by its own. */
function shadeOf(tint: number): string {
  return `${tint < 0 ? 'cheap' : 'costly'}${Math.round(shades * Math.abs(tint))}`;
}

let shaded = false;

/** Puts the rules of all shades into the document, once. */
function addShades(): void {
  if (shaded) return;
  shaded = true;
  const rules = ['cheap', 'costly'].flatMap((name) =>
    Array.from({ length: shades + 1 }, (_, step) => {
      const colour = `color-mix(in srgb, var(--${name}) ${(50 * step) / shades}%, var(--paper))`;
      return `.matrix .${name}${step} { background: ${colour}; }`;
    }),
  );
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join(''));
  document.adoptedStyleSheets.push(sheet);
}
