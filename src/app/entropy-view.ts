import './entropy-view.css';
import { outWords, pageCommand, printCommand, sweepWords } from '../page/model/commands.js';
import { entropyFigure, gridTable, type Over } from '../page/model/entropy-figure.js';
import {
  type EntropyCell,
  type EntropyGrid,
  type EntropyLine,
  entropyGrid,
} from '../page/model/entropy-grid.js';
import { formatBpp, formatPercent, formatSignificant } from '../page/model/format.js';
import { createChart } from './chart.js';
import { select } from './controls.js';
import { dash, h, lines, replace } from './dom.js';
import { saveButton, scrollBox, table } from './saved-table.js';
import type { Page, View } from './view.js';

/** Transforms by entropy coders: real bytes, the model's estimate, the gap, the time. */
export const entropyView: View = {
  id: 'entropy',
  title: 'Entropy',
  controls: ['data', 'testbed'],
  mount(host, page) {
    const { data, state } = page;
    const gridOf = (): EntropyGrid => {
      const timing = page.timing();
      return entropyGrid(data, timing === null ? null : data.timings[timing]!);
    };
    if (gridOf().lines.length === 0) {
      host.append(h('h1', {}, page.dataKey), ...nothing(page));
      return { update: () => {} };
    }
    const table = h('div', {});
    const chart = createChart(() => `entropy-${page.dataKey}-${overOf(page)}`);
    const empty = h('p', { class: 'empty' });
    const over = select('Over', (value) =>
      state.set({ 'entropy.over': value === 'rate' ? null : value }),
    );
    host.append(
      h('h1', {}, page.dataKey),
      h('p', { class: 'lede' }, ledeText),
      table,
      h('h2', {}, 'What a coder loses to the estimate'),
      h('div', { class: 'tools', role: 'group', 'aria-label': 'What is drawn' }, over.element),
      empty,
      chart.element,
    );
    return {
      update: () => {
        const grid = gridOf();
        over.offer([
          { value: 'rate', text: 'the rate' },
          ...(page.timing() === null
            ? []
            : [
                { value: 'encode', text: 'its time in encode' },
                { value: 'decode', text: 'its time in decode' },
              ]),
        ]);
        over.set(overOf(page));
        replace(table, ...gridPart(page, grid));
        const drawn = entropyFigure(grid, overOf(page), false).traces.length > 0;
        replace(empty, 'No row has both an estimate of its model and what it is to be drawn over.');
        empty.hidden = drawn;
        chart.element.hidden = !drawn;
        if (drawn) void chart.draw((dark) => entropyFigure(grid, overOf(page), dark));
      },
      unmount: () => chart.destroy(),
    };
  },
};

const ledeText =
  'Each transform at each setting, with each entropy coder: bits per pixel of the whole file; how much longer its coded part is than the estimate by the model’s own distributions; and the time of the stage entropy, encode and decode, in ms a megapixel. A coder that finds statistics of its own can stay below the estimate. The cheapest of a line is bold.';

function overOf(page: Page): Over {
  const wanted = page.state.get('entropy.over');
  if (page.timing() === null) return 'rate';
  return wanted === 'encode' || wanted === 'decode' ? wanted : 'rate';
}

function gridPart(page: Page, grid: EntropyGrid): HTMLElement[] {
  const timed = page.timing() !== null;
  const heads = ['Transform', 'Estimate bpp', ...grid.coders];
  const rows = grid.lines.map((line, nth) => {
    const first = grid.lines[nth - 1]?.transform !== line.transform;
    return h(
      'tr',
      { class: first ? 'first' : null },
      h(
        'th',
        { scope: 'row' },
        h('span', { class: 'name' }, line.transform),
        line.setting === null ? null : h('span', { class: 'settings' }, line.setting),
      ),
      h('td', { class: 'estimate' }, ...estimateOf(line)),
      ...grid.coders.map((coder) => cellOf(page, line, { coder, timed })),
    );
  });
  return [
    scrollBox('Entropy coders', table({}, heads, rows)),
    saveButton(`entropy-${page.dataKey}`, () => gridTable(grid)),
  ];
}

function estimateOf({ estimateBpp, cells }: EntropyLine): HTMLElement[] {
  if (estimateBpp !== null) return [h('span', { class: 'figure' }, formatBpp(estimateBpp))];
  const some = [...cells.values()].some((cell) => cell.estimateBpp !== null);
  return [
    dash(
      some ? 'it is not the same with all coders: see there' : 'the model has no estimate of it',
    ),
  ];
}

function cellOf(
  page: Page,
  { cells, estimateBpp: shared }: EntropyLine,
  { coder, timed }: { coder: string; timed: boolean },
): HTMLElement {
  const cell = cells.get(coder);
  if (cell === undefined) return h('td', {}, dash('not measured with this coder'));
  const { bpp, gap, estimateBpp, complete, row } = cell;
  const least = Math.min(...[...cells.values()].map((each) => each.bpp));
  const own = shared === null && estimateBpp !== null;
  return h(
    'td',
    { class: bpp === least && cells.size > 1 ? 'least' : null, title: row.spec },
    h('span', { class: 'figure' }, formatBpp(bpp)),
    complete ? null : h('span', { class: 'badge' }, `${row.images}/${page.data.group.images}`),
    h(
      'span',
      { class: 'part' },
      gap === null ? dash('the model has no estimate of it') : `${formatPercent(100 * gap)} %`,
      own ? ` of ${formatBpp(estimateBpp)}` : null,
    ),
    timed ? h('span', { class: 'part' }, ...timesOf(cell)) : null,
  );
}

function timesOf({ encode, decode }: EntropyCell): (HTMLElement | string)[] {
  const figure = (value: number | null): HTMLElement | string =>
    value === null ? dash('not timed on this testbed') : formatSignificant(value);
  if (encode === null && decode === null) return [figure(null)];
  return [figure(encode), ' / ', figure(decode), ' ms'];
}

function nothing(page: Page): HTMLElement[] {
  const { dataset } = page.data.group;
  const text =
    'No learned codec was measured on this data set. Learned codecs have a transform and an entropy coder that can be swapped; a sweep over coders fills this grid:';
  const { index } = page;
  const specs = ['taef2:entropy=range+brotli+jpegls'];
  const sweep = printCommand(sweepWords(index, { specs, dataset, options: outWords(index) }));
  return [h('p', { class: 'lede' }, text), lines(`${sweep}\n${pageCommand(index)}`)];
}
