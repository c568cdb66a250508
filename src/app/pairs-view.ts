import './pairs-view.css';
import { type BdMethod, bdMethods } from '../curves/bd-rate.js';
import { matchTolerance as usual } from '../curves/matched-pairs.js';
import { formatPercent } from '../page/model/format.js';
import type { PageTimes } from '../page/model/image-times-file.js';
import { metricTitle } from '../page/model/metric-text.js';
import { pairings, tolerances } from '../page/model/pairs.js';
import { type Matrix, pairsMatrix } from '../page/model/pairs-matrix.js';
import { codecCurves } from '../page/model/recompute.js';
import { curveOptions } from '../page/model/selection.js';
import { changed } from './changed.js';
import { select } from './controls.js';
import { h, replace } from './dom.js';
import { createMatrixTable, type MatrixTable } from './matrix-table.js';
import { pairsTable, toleranceOf } from './pairs-table.js';
import { saveButton, scrollBox } from './saved-table.js';
import type { Page, View } from './view.js';

/** Curves by pairs: pictures at nearly equal quality beside the anchor's, and BD-rates of all pairs. */
export const pairsView: View = {
  id: 'pairs',
  title: 'Pairs',
  controls: ['data', 'class', 'metric', 'anchor', 'testbed'],
  mount(host, page) {
    const { data, state } = page;
    const curves = codecCurves(data);
    const matched = h('div', {});
    const matrix = scrollBox('All pairs');
    const beside = h('div', {});
    const lede = h('p', { class: 'lede' });
    const method = select('Drawn by', (value) =>
      state.set({ 'pairs.method': value === bdMethods[0] ? null : value }),
    );
    method.offer(bdMethods.map((value) => ({ value, text: methodNames[value] })));
    const tolerance = select('Differ by at most', (value) =>
      state.set({ 'pairs.tolerance': value === String(usual) ? null : value }),
    );
    tolerance.offer(tolerances.map((each) => ({ value: String(each), text: `${100 * each} %` })));
    host.append(
      h('h1', {}, page.dataKey),
      lede,
      h(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'What is a pair' },
        tolerance.element,
      ),
      matched,
      h('h2', { id: 'matrix' }, 'All pairs of curves'),
      h('p', { class: 'lede' }, matrixText),
      h('div', { class: 'tools', role: 'group', 'aria-label': 'How it is made' }, method.element),
      matrix,
      beside,
    );
    let shown: MatrixTable | null = null;
    const showMatrix = changed(({ metric, how }: { metric: string; how: BdMethod }) => {
      const made = pairsMatrix(data, curves, { metric, method: how });
      const places = made.lines.length;
      matrix.hidden = places === 0;
      if (shown?.places !== places) {
        shown = createMatrixTable(places);
        replace(matrix, shown.element);
      }
      shown.show(made.lines);
      replace(beside, ...besideMatrix(page, made, metric));
    });
    let seconds: PageTimes | null = null;
    let asked = false;
    const update = (): void => {
      const [metric, anchor] = [page.metric(), page.anchor()];
      const how = methodOf(page);
      method.set(how);
      const most = toleranceOf(page, tolerances);
      tolerance.set(String(most));
      if (metric === null || anchor === null) {
        replace(lede, 'There is nothing to compare yet.');
        replace(matched);
        matrix.hidden = true;
        replace(beside, h('p', { class: 'empty' }, 'No curve was measured.'));
        return;
      }
      const rows = pairings(data, curves, {
        ...{ anchor, metric, timing: page.timing(), seconds, tolerance: most },
        bootstrap: page.index.bootstrap,
      });
      replace(lede, ledeOf(page, { anchor, metric, most }));
      replace(matched, ...pairsTable(page, rows, anchor));
      showMatrix({ metric, how });
      const own = data.group.anchorCurve === anchor && most === usual;
      const file = page.index.datasets.find(({ key }) => key === page.dataKey)?.times ?? null;
      // Those of single images lie in the order of all images.
      if (own || file === null || asked || data.content !== undefined) return;
      asked = true;
      page
        .load<PageTimes>(file)
        .then((loaded) => {
          seconds = loaded;
          update();
        })
        .catch((error: unknown) => page.announce(String(error)));
    };
    return { update };
  },
};

const methodNames: Readonly<Record<BdMethod, string>> = {
  pchip: 'PCHIP, exact integral (JVET)',
  akima: 'Akima',
  poly3: 'one cubic (VCEG-M33)',
  pchip100: 'PCHIP, 100 samples (AOM)',
};

const matrixText =
  'BD-rate in percent of each curve (left) against each other one (above), of mean curves: negative needs fewer bits. Blue needs fewer and orange more, fullest at half and at twice the rate. Sorted by the geometric mean over the other curves; one that lacks a figure against some of them stands behind, for its mean is over others. n/N: over the n of N images that have a value at enough points of both. * marks curves that have less than 75 % of their range of quality in common.';

function methodOf({ state }: Page): BdMethod {
  return bdMethods.find((method) => method === state.get('pairs.method')) ?? bdMethods[0];
}

function ledeOf(
  page: Page,
  { anchor, metric, most }: { anchor: number; metric: string; most: number },
): string {
  const name = curveOptions(page.data.group)[anchor]!.name;
  const tolerance = Number((100 * most).toPrecision(3));
  const level = Math.round(100 * page.index.bootstrap.level);
  return `Pairs of one image in which ${metricTitle(page.data, metric)} differs by at most ${tolerance} % from that of ${name}; geometric means of the ratios of bytes and of seconds: below 1 is smaller or faster. Below the size its ${level} % interval over the images; a codec's name lists its pairs.`;
}

/** What stands below the matrix, or for it. */
function besideMatrix(page: Page, matrix: Matrix, metric: string): HTMLElement[] {
  const { lines, alone, incomplete } = matrix;
  const notes = [
    ...(alone.length > 0 ? [`No figure against any other curve: ${alone.join(', ')}.`] : []),
    ...(incomplete.length > 0 ? [`Not of all images, so left out: ${incomplete.join(', ')}.`] : []),
  ];
  const note = notes.length === 0 ? [] : [h('p', { class: 'notes' }, notes.join(' '))];
  if (lines.length === 0) {
    const text = `No two complete curves can be compared by ${metricTitle(page.data, metric)}.`;
    return [h('p', { class: 'empty' }, text), ...note];
  }
  const figures = [
    ['curve', 'mean_percent', 'compared', ...lines.map(({ name }) => name)],
    ...lines.map(({ name, mean, compared, cells }) => [
      ...[name, mean, compared],
      ...cells.map(({ percent }) => percent),
    ]),
  ];
  page.announce(`${lines.length} curves, ${formatPercent(lines[0]!.mean)} % the cheapest`);
  return [saveButton(`matrix-${page.dataKey}-${metric}`, () => figures), ...note];
}
