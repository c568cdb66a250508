import type { BdRate } from '../../bdrate.js';
import { formatPercent } from '../format.js';
import { type MatrixLine, tintOf } from '../pairsmatrix.js';
import { dash, h } from './dom.js';

/** Share of the curves' range of quality below which a figure gets a mark. */
const sureOverlap = 0.75;

/** The matrix as a table, each figure on its colour. */
export function matrixTable(lines: readonly MatrixLine[]): HTMLElement {
  const heads = lines.map(({ name }) =>
    h('th', { scope: 'col', class: 'upright', title: name }, h('span', {}, name)),
  );
  const rows = lines.map(({ name, mean, compared, cells }, place) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', title: name }, name),
      h(
        'td',
        {
          class: compared < lines.length - 1 ? 'mean few' : 'mean',
          title: `over ${compared} of ${lines.length - 1} other curves`,
        },
        formatPercent(mean),
        compared < lines.length - 1
          ? h('span', { class: 'badge' }, `${compared}/${lines.length - 1}`)
          : null,
      ),
      ...cells.map((cell, other) =>
        other === place ? h('td', { class: 'own' }) : cellOf(cell, name, lines[other]!.name),
      ),
    ),
  );
  const table = h(
    'table',
    { class: 'matrix' },
    h(
      'thead',
      {},
      h('tr', {}, h('td', {}), h('th', { scope: 'col', class: 'mean' }, 'Mean'), ...heads),
    ),
    h('tbody', {}, ...rows),
  );
  // With the width given, the browser need not measure thousands of cells.
  table.style.width = `${16.5 + 3.7 * lines.length}rem`;
  return table;
}

function cellOf({ percent, overlap, reason }: BdRate, name: string, other: string): HTMLElement {
  if (percent === null) return h('td', {}, dash(reason ?? 'not measured'));
  const note = reason === null ? '' : `; ${reason}`;
  const cell = h(
    'td',
    { title: `${name} against ${other}: ${formatPercent(percent, 2)} %${note}` },
    formatPercent(percent, Math.abs(percent) < 99.95 ? 1 : 0),
    (overlap ?? 1) < sureOverlap ? h('span', { class: 'warn', 'aria-label': note }, '*') : null,
  );
  const tint = tintOf(percent);
  const colour = tint < 0 ? 'var(--cheap)' : 'var(--dear)';
  cell.style.background = `color-mix(in srgb, ${colour} ${(50 * Math.abs(tint)).toFixed(1)}%, var(--paper))`;
  return cell;
}
