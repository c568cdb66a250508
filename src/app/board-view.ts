import './board-view.css';
import { type BoardChoice, type BoardRow, boardRows, publishedRows } from '../page/model/board.js';
import { type At, atOptions, chooseAt, printAt } from '../page/model/board-at.js';
import { boardCsv } from '../page/model/board-csv.js';
import { boardLede } from '../page/model/board-lede.js';
import {
  type Filter,
  filterRows,
  firstSorting,
  parseSorting,
  printSorting,
  type Sorting,
  sortRows,
} from '../page/model/board-list.js';
import { damagedText, mostDamaged } from '../page/model/damaged-text.js';
import { metricTitle } from '../page/model/metric-text.js';
import { codecCurves } from '../page/model/recompute.js';
import { timedImages } from '../page/model/timed-images.js';
import { boardRow, type Column, columnsFor, whiskerScale } from './board-table.js';
import { type Choice, search, select } from './controls.js';
import { h, replace } from './dom.js';
import { fold } from './fold.js';
import { saveButton, scrollBox } from './saved-table.js';
import type { Page, View } from './view.js';

/** The sortable table of all curves. */
export const boardView: View = {
  id: 'board',
  title: 'Board',
  controls: ['data', 'class', 'metric', 'anchor', 'testbed'],
  mount(host, page) {
    const { data, state } = page;
    const ats = atOptions(data);
    const curves = codecCurves(data);
    const all = boardRows(data, curves, choiceOf(page, ats));
    const columns = columnsFor(all);
    const filters = createFilters(page, all, ats);
    const lede = h('p', { class: 'lede' });
    const heads = columns.map((column) => headOf(column, page));
    const body = h('tbody', {});
    const caption = h('caption', { class: 'visually-hidden' });
    const table = h('table', {}, caption, h('thead', {}, h('tr', {}, ...heads)), body);
    const foot = h('div', { class: 'notes' });
    const legend = h('p', { class: 'legend' }, frontLegend);
    legend.hidden = columns.every(({ id }) => id !== 'front');
    let shown: BoardRow[] = [];
    host.append(
      h('h1', {}, page.dataKey),
      lede,
      filters.element,
      scrollBox('Board', table),
      legend,
      saveButton(`board-${page.dataKey}`, () => boardCsv(data, shown, choiceOf(page, ats))),
      foot,
    );
    return {
      update: () => {
        const choice = choiceOf(page, ats);
        const published = state.get('board.published') === '1';
        const rows = [
          ...boardRows(data, curves, choice),
          ...(published ? publishedRows(data, curves, choice) : []),
        ];
        const sorting = parseSorting(state.get('board.sort'));
        shown = filterRows(rows, filterOf(page));
        const ranked = sortRows(shown, sorting);
        filters.update();
        const images = timedImages(data, choice.timing);
        for (const [i, column] of columns.entries()) markHead(heads[i]!, column, sorting, images);
        const intro = boardLede(data, rows, choice);
        replace(lede, intro);
        replace(caption, intro);
        const scale = whiskerScale(rows);
        const lines = ranked.map((each) => boardRow(each, columns, { page, scale }));
        replace(body, ...(lines.length > 0 ? lines : [emptyRow(columns.length, rows.length)]));
        replace(foot, ...notesOf(shown, page));
        page.announce(`${shown.length} of ${rows.length} curves`);
      },
    };
  },
};

const frontLegend =
  'Pareto: ● no other curve beats it in rate, encode time, decode time and memory together; ○ another does.';

function choiceOf(page: Page, ats: readonly At[]): BoardChoice {
  const metric = page.metric();
  return {
    metric,
    anchor: page.anchor(),
    timing: page.timing(),
    at: chosenAt(page, ats),
    aggregate: page.state.get('board.of') === 'mean' ? 'mean' : 'images',
    bootstrap: page.index.bootstrap,
  };
}

function chosenAt(page: Page, ats: readonly At[]): At | null {
  return chooseAt(page.data, ats, {
    asked: page.state.get('board.at'),
    metric: page.metric(),
  });
}

const keyOf = ({ metric, value }: At): string => printAt(metric, value);

function filterOf({ state }: Page): Filter {
  const kind = state.get('board.kind');
  const lossless = state.get('board.lossless');
  return {
    text: state.get('board.q') ?? '',
    kind: kind === 'learned' || kind === 'conventional' ? kind : null,
    lossless: lossless === 'only' ? true : lossless === 'none' ? false : null,
    runtime: state.get('board.runtime'),
  };
}

function createFilters(
  page: Page,
  rows: readonly BoardRow[],
  ats: readonly At[],
): { element: HTMLElement; update(): void } {
  const { state } = page;
  const put = (key: string) => (value: string) => state.set({ [key]: value === '' ? null : value });
  const text = search('Filter', put('board.q'));
  const list = (label: string, key: string, choices: readonly Choice[]) => {
    const control = select(label, put(key));
    control.offer(choices);
    return { element: control.element, update: (value: string) => control.set(value), key };
  };
  const runtimes = [...new Set(rows.flatMap(({ engine }) => engine?.runtime ?? []))].sort();
  const [someLearned, someNot] = [
    rows.some((row) => row.learned),
    rows.some((row) => !row.learned),
  ];
  const lists = [
    list('Bits per pixel at', 'board.at', [
      ...ats.map((at) => ({
        value: keyOf(at),
        text: `${metricTitle(page.data, at.metric)} ${at.value}`,
      })),
    ]),
    list('BD-rate of', 'board.of', [
      { value: '', text: 'the images, mean' },
      { value: 'mean', text: 'the mean curves' },
    ]),
    ...(someLearned && someNot
      ? [
          list('Kind', 'board.kind', [
            { value: '', text: 'all' },
            { value: 'conventional', text: 'conventional' },
            { value: 'learned', text: 'learned' },
          ]),
        ]
      : []),
    list('Lossless', 'board.lossless', [
      { value: '', text: 'with the lossy' },
      { value: 'only', text: 'alone' },
      { value: 'none', text: 'left out' },
    ]),
    ...(runtimes.length > 1
      ? [
          list('Engine', 'board.runtime', [
            { value: '', text: 'all' },
            ...runtimes.map((value) => ({ value, text: value })),
          ]),
        ]
      : []),
    ...(page.data.group.references.length > 0
      ? [
          list('Published curves', 'board.published', [
            { value: '', text: 'left out' },
            { value: '1', text: 'with the measured' },
          ]),
        ]
      : []),
  ];
  const tools = h(
    'div',
    { class: 'tools', role: 'group', 'aria-label': 'Filters' },
    text.element,
    ...lists.map(({ element }) => element),
  );
  const open = ['board.q', ...lists.map(({ key }) => key)].some((key) => state.get(key) !== null);
  return {
    element: fold('Filter and choose', tools, { open }).element,
    update: () => {
      text.set(state.get('board.q') ?? '');
      for (const { key, update } of lists) {
        const at = chosenAt(page, ats);
        update(state.get(key) ?? (key === 'board.at' && at !== null ? keyOf(at) : ''));
      }
    },
  };
}

function headOf(column: Column, page: Page): HTMLElement {
  const { state } = page;
  if (column.sort === null) {
    const title = column.title(page) || h('span', { class: 'visually-hidden' }, column.hint);
    return h('th', { scope: 'col', class: column.id }, title);
  }
  const by = column.sort;
  const sort = (): void => {
    const now = parseSorting(state.get('board.sort'));
    const next = now.by === by ? { by, descending: !now.descending } : firstSorting(by);
    state.set({ 'board.sort': printSorting(next) });
  };
  const timed = column.timed ? h('small', { class: 'timed' }) : null;
  return h(
    'th',
    { scope: 'col', class: column.id },
    h(
      'button',
      { type: 'button', class: 'sort', title: column.hint, onclick: sort },
      h('span', {}, column.title(page)),
      h('span', { class: 'arrow', 'aria-hidden': 'true' }),
    ),
    timed,
  );
}

function markHead(
  head: HTMLElement,
  { sort, timed }: Column,
  { by, descending }: Sorting,
  images: string | null,
): void {
  if (sort === by) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  else head.removeAttribute('aria-sort');
  if (timed) replace(head.querySelector('small')!, images ?? '');
}

function emptyRow(width: number, of: number): HTMLElement {
  const text = of === 0 ? 'No curve was measured.' : 'No curve fits the filters.';
  return h('tr', {}, h('td', { colspan: width, class: 'empty' }, text));
}

/** Settings of which every job failed: they are points of no curve, so no line tells of them. */
function failuresOf({ data: { group } }: Page): HTMLLIElement[] {
  const failures = group.rows.filter(({ failed, images }) => failed > 0 && images === 0);
  return failures.map(({ spec, engine, failed }) => {
    const jobs = failed === 1 ? 'its job' : `all of its ${failed} jobs`;
    return h('li', {}, h('b', {}, spec), ` (${engine.name} ${engine.version}) ${jobs} failed`);
  });
}

/** The damaged files among the images, which are the same for all settings. */
function damagedOf({ data: { group } }: Page): HTMLLIElement[] {
  const damaged = mostDamaged(group.rows);
  return damaged === 0 ? [] : [h('li', {}, damagedText(damaged, group.images))];
}

function notesOf(rows: readonly BoardRow[], page: Page): HTMLElement[] {
  const notes = rows.flatMap((row) => {
    const cells = [
      ['BD-rate', row.cells.bd],
      ['encode', row.cells.encode],
      ['decode', row.cells.decode],
    ] as const;
    const warnings = cells.flatMap(([name, { value, note }]) =>
      value === null || note === null ? [] : [`${name}: ${note}`],
    );
    if (!row.complete && row.published === null) {
      warnings.unshift(`${row.images} of ${page.data.group.images} images: shown, not ranked`);
    }
    if (row.failed > 0) warnings.push(`${row.failed} ${row.failed === 1 ? 'job' : 'jobs'} failed`);
    return warnings.map((warning) => h('li', {}, h('b', {}, row.label), ` ${warning}`));
  });
  notes.push(...failuresOf(page), ...damagedOf(page));
  if (notes.length === 0) return [];
  const count = `${notes.length} ${notes.length === 1 ? 'thing' : 'things'} to mind`;
  return [
    h('details', { open: notes.length <= 4 }, h('summary', {}, count), h('ul', {}, ...notes)),
  ];
}
