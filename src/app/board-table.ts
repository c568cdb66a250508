import type { BoardRow, ColumnId } from '../page/model/board.js';
import type { Cell } from '../page/model/board-cells.js';
import type { Ranked, Sorting } from '../page/model/board-list.js';
import { formatBpp, formatBytes, formatPercent, formatSignificant } from '../page/model/format.js';
import { type Attributes, breakable, dash, h, reasoned, star, svg, wasmTag } from './dom.js';
import { isDark } from './theme.js';
import type { Page } from './view.js';

/** A column of the board. */
export interface Column {
  readonly id: ColumnId | 'rank' | 'codec' | 'sketch' | 'front';
  readonly sort: Sorting['by'] | null;
  title(page: Page): string;
  /** Whether its figures are of the images that were timed. */
  readonly timed?: true;
  readonly hint: string;
}

interface Context {
  readonly page: Page;
  readonly scale: Scale;
}

const all: readonly Column[] = [
  { id: 'rank', sort: null, title: () => '', hint: 'Rank' },
  { id: 'codec', sort: 'codec', title: () => 'Codec', hint: 'Codec, its settings, its engine' },
  { id: 'sketch', sort: null, title: () => '', hint: 'Interval' },
  {
    id: 'bd',
    sort: 'bd',
    title: () => 'BD-rate %',
    hint: 'Mean difference in bits at equal quality against the anchor; negative is cheaper',
  },
  { id: 'bpp', sort: 'bpp', title: () => 'bpp', hint: 'Bits per pixel at the quality chosen' },
  {
    id: 'encode',
    sort: 'encode',
    title: () => 'Encode MP/s',
    timed: true,
    hint: 'Megapixels a second over all points of the curve',
  },
  {
    id: 'decode',
    sort: 'decode',
    title: () => 'Decode MP/s',
    timed: true,
    hint: 'Megapixels a second over all points of the curve',
  },
  {
    id: 'memory',
    sort: 'memory',
    title: () => 'Memory',
    timed: true,
    hint: 'Greatest resident size of a fresh process, encode or decode',
  },
  {
    id: 'macs',
    sort: 'macs',
    title: () => 'kMAC/pixel',
    hint: 'Multiply-accumulates per pixel of encode and decode, in thousands',
  },
  {
    id: 'front',
    sort: 'front',
    title: () => 'Pareto',
    hint: 'Whether no other curve beats it in rate, encode time, decode time and memory together',
  },
];

/** The columns that say something of these rows: nobody needs a column of dashes. */
export function columnsFor(rows: readonly BoardRow[]): Column[] {
  const needed: Readonly<Partial<Record<Column['id'], boolean>>> = {
    bpp: rows.some(({ cells }) => cells.bpp.value !== null),
    encode: rows.some(({ cells }) => cells.encode.value !== null),
    decode: rows.some(({ cells }) => cells.decode.value !== null),
    memory: rows.some(({ cells }) => cells.memory.value !== null),
    macs: rows.some(({ cells }) => cells.macs.value !== null),
    front: rows.some(({ front }) => front.on !== null),
  };
  return all.filter(({ id }) => needed[id] ?? true);
}

/** A row of the table. */
export function boardRow(
  { row, rank }: Ranked,
  columns: readonly Column[],
  context: Context,
): HTMLElement {
  const cells = columns.map(({ id }) => {
    switch (id) {
      case 'rank':
        return h('td', { class: 'rank' }, rank);
      case 'codec':
        return codecCell(row, context);
      case 'sketch':
        return h('td', { class: 'sketch', 'aria-hidden': 'true' }, whisker(row, context));
      case 'front':
        return frontCell(row);
      default:
        return h('td', { class: id }, ...figures[id](row));
    }
  });
  return h('tr', { class: row.complete ? null : 'incomplete', 'data-key': row.key }, ...cells);
}

const figures: Readonly<Record<ColumnId, (row: BoardRow) => HTMLElement[]>> = {
  bd: ({ cells }) => bdFigure(cells.bd),
  bpp: ({ cells }) => [plain(cells.bpp, formatBpp)],
  encode: ({ cells }) => withInterval(cells.encode),
  decode: ({ cells }) => withInterval(cells.decode),
  memory: ({ cells }) => [plain(cells.memory, formatBytes)],
  macs: ({ cells: { macs } }) => {
    if (macs.value === null) return [plain(macs, String)];
    const [encode, decode] = [macs.low!, macs.high!].map((value) => formatSignificant(value / 1e3));
    return [h('span', { class: 'figure' }, `${encode} + ${decode}`)];
  },
};

function codecCell(row: BoardRow, { page }: Context): HTMLElement {
  if (row.published !== null) return publishedCell(row, row.published);
  const ink = page.palette({ codec: row.codec, label: row.label });
  const dot = h('span', { class: 'dot' });
  dot.style.background = isDark() ? ink.dark : ink.light;
  const { engine, images, complete } = row;
  const link = page.state.link({ view: 'curves', 'curves.one': row.key });
  const go = (event: Event): void => {
    event.preventDefault();
    page.state.set({ view: 'curves', 'curves.one': row.key }, { push: true });
  };
  return h(
    'th',
    { scope: 'row', class: 'codec' },
    dot,
    h(
      'div',
      { class: 'names' },
      h(
        'a',
        { href: link, onclick: go, title: 'Show its curve' },
        h('span', { class: 'name' }, row.codec),
        row.settings === ''
          ? null
          : h('span', { class: 'settings' }, ...breakable(` ${row.settings}`)),
      ),
      complete ? null : h('span', { class: 'badge' }, `${images}/${page.data.group.images}`),
      engine?.runtime === 'wasm' ? wasmTag() : null,
      row.learned ? h('span', { class: 'badge' }, 'learned') : null,
      row.verified === 'architecture' ? unprovenTag() : null,
      row.lossless ? h('span', { class: 'badge' }, 'lossless') : null,
      row.alpha === '' ? null : h('span', { class: 'badge' }, row.alpha),
      engine &&
        h('span', { class: 'engine' }, `${engine.name} ${engine.version}, ${engine.runtime}`),
    ),
  );
}

/** Of weights that were never compared with what is published of them. */
function unprovenTag(): HTMLElement {
  const reason =
    'verified: architecture, with random weights; the official weights were not compared with what is published of them';
  return reasoned('badge', 'architecture verified', { reason });
}

function publishedCell({ label }: BoardRow, source: string): HTMLElement {
  const names = [
    h('span', { class: 'name' }, label),
    h('span', { class: 'badge' }, 'published'),
    h('span', { class: 'engine' }, reasoned('source', publisher(source), { reason: source })),
  ];
  return h('th', { scope: 'row', class: 'codec' }, h('div', { class: 'names' }, ...names));
}

/** Who published a curve: of an address its beginning, of a citation all of it. */
function publisher(source: string): string {
  return /^https?:\/\/([^\s,;]+)/.exec(source)?.[1] ?? source;
}

function frontCell({ front: { on, note } }: BoardRow): HTMLElement {
  if (on === null) return h('td', { class: 'front' }, dash(note));
  const text = on ? '●' : '○';
  return h('td', { class: 'front' }, reasoned(on ? 'on' : 'off', text, { reason: note }));
}

function plain({ value, note }: Cell, format: (value: number) => string): HTMLElement {
  if (value === null) return dash(note ?? 'not measured');
  return h('span', { class: 'figure' }, format(value));
}

function withInterval({ value, low, high, note }: Cell): HTMLElement[] {
  if (value === null) return [dash(note ?? 'not measured')];
  const figure = h('span', { class: 'figure' }, formatSignificant(value), mark(note));
  if (low === undefined || high === undefined) return [figure];
  const text = `${formatSignificant(low)} … ${formatSignificant(high)}`;
  return [figure, h('span', { class: 'interval' }, text)];
}

function bdFigure({ value, low, high, over, note }: Cell): HTMLElement[] {
  if (value === null) return [dash(note ?? 'not measured')];
  const figure = h('span', { class: 'figure' }, formatPercent(value), mark(note));
  const few = over !== undefined && over.n < over.of ? `${over.n}/${over.of}` : '';
  const ends =
    low === undefined || high === undefined ? '' : `${formatPercent(low)} … ${formatPercent(high)}`;
  if (few === '' && ends === '') return [figure];
  const text = ends === '' ? `${few} images` : few === '' ? ends : `${ends} (${few})`;
  return [figure, h('span', { class: 'interval' }, text)];
}

function mark(note: string | null): HTMLElement | null {
  return note === null ? null : star(note);
}

interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The range of BD-rates that all rows are drawn in, with 0 in it; few need more bits than its end. */
export function whiskerScale(rows: readonly BoardRow[]): Scale {
  const ends = rows.flatMap(({ cells: { bd } }) =>
    bd.value === null ? [] : [bd.low ?? bd.value, bd.high ?? bd.value],
  );
  const low = Math.min(0, ...ends);
  return { low, high: Math.min(Math.max(15, -low / 3), Math.max(0, ...ends)) };
}

/** The BD-rate with its interval as a dot on a line, from the anchor's 0. */
function whisker(row: BoardRow, { page, scale }: Context): SVGElement | null {
  const { value, low, high } = row.cells.bd;
  if (value === null) return null;
  const ink = page.palette({ codec: row.codec, label: row.label });
  const own = isDark() ? ink.dark : ink.light;
  const colour = row.published === null ? own : 'currentColor';
  const x = (percent: number): string => {
    const share = (Math.min(percent, scale.high) - scale.low) / (scale.high - scale.low || 1);
    return `${(2 + 96 * share).toFixed(2)}%`;
  };
  const line = (from: number, to: number, look: Attributes): SVGElement =>
    svg('line', { x1: x(from), x2: x(to), y1: 12, y2: 12, ...look });
  return svg(
    'svg',
    { width: '100%', height: 24 },
    svg('line', { x1: x(0), x2: x(0), y1: 0, y2: 24, class: 'zero' }),
    line(0, value, { class: 'reach' }),
    line(low ?? value, high ?? value, { stroke: colour, 'stroke-width': 2 }),
    // One that lies beyond the end is hollow.
    value > scale.high
      ? svg('circle', { cx: x(value), cy: 12, r: 4, fill: 'none', stroke: colour })
      : svg('circle', { cx: x(value), cy: 12, r: 4, fill: colour }),
  );
}
