import './estimates-view.css';
import { outWords, pageCommand, printCommand } from '../page/model/commands.js';
import { classesFigure } from '../page/model/estimates-classes.js';
import type { EstimateRow, PageEstimates } from '../page/model/estimates-file.js';
import { frontFigure, frontOfEstimators } from '../page/model/estimates-front.js';
import { farthest, scatterFigure } from '../page/model/estimates-scatter.js';
import {
  codecOptions,
  contentsOf,
  type EstimatesChoice,
  estimatorNames,
  seriesOf,
  summaryRows,
} from '../page/model/estimates-shown.js';
import { changed } from './changed.js';
import { createChart } from './chart.js';
import { select } from './controls.js';
import { h, lines, replace } from './dom.js';
import { estimatesTable } from './estimates-table.js';
import type { MountedView, Page, View } from './view.js';

/** Predicted sizes beside actual ones: of all data sets together, by codec and class of content. */
export const estimatesView: View = {
  id: 'estimates',
  title: 'Estimates',
  controls: [],
  mount(host, page) {
    const { index } = page;
    const title = h('h1', {}, 'Estimates');
    if (index.estimates === null) {
      host.append(title, ...nothing(page));
      return { update: () => {} };
    }
    const status = h('p', { role: 'status' }, 'Loading the estimates…');
    host.append(title, status);
    let shown: MountedView | null = null;
    let gone = false;
    page.load<PageEstimates>(index.estimates).then(
      (data) => {
        if (gone) return;
        status.remove();
        shown = showEstimates(host, page, data);
        shown.update();
      },
      (error: unknown) => {
        replace(status, error instanceof Error ? error.message : String(error));
      },
    );
    return {
      update: () => shown?.update(),
      unmount: () => {
        gone = true;
        shown?.unmount?.();
      },
    };
  },
};

function showEstimates(host: HTMLElement, page: Page, data: PageEstimates): MountedView {
  const names = estimatorNames(data);
  const tools = createTools(page, data);
  const lede = h('p', { class: 'lede' });
  const fileName = (what: string) => () => {
    const { codec, content } = choiceOf(page, data);
    return `estimates-${what}-${codec.split('@')[0]!.replaceAll(/[^\w-]+/g, '-')}-${content}`;
  };
  const front = createChart(fileName('time'));
  const members = h('p', { class: 'note' });
  const scatter = createChart(fileName('sizes'));
  const classes = createChart(fileName('classes'));
  const table = h('div', {});
  classes.element.classList.add('classes');
  host.append(
    ...[lede, tools.element],
    ...[h('h2', {}, 'Error over time spent'), members, front.element],
    ...[h('h2', {}, 'Predicted over actual size'), h('p', { class: 'note' }, sizesNote)],
    ...[tools.estimator, scatter.element],
    ...[h('h2', {}, 'Error by class of content'), h('p', { class: 'note' }, classesNote)],
    ...[classes.element],
    ...[h('h2', {}, 'Figures'), table],
  );
  const draw = changed((choice: EstimatesChoice) => {
    const all = summaryRows(data, choice.codec);
    const rows = all.filter(({ content }) => content === choice.content);
    const series = seriesOf(data, choice);
    const contents = contentsOf(data, choice.codec);
    replace(lede, ledeOf(rows));
    replace(members, membersOf(rows));
    void front.draw((dark) => frontFigure(rows, names, roomOf(front.element), dark));
    void scatter.draw((dark) => scatterFigure(data, series, names, roomOf(scatter.element), dark));
    void classes.draw((dark) => classesFigure(all, contents, names, roomOf(classes.element), dark));
    replace(table, ...estimatesTable(all, fileName('figures')()));
  });
  return {
    update: () => {
      tools.update();
      draw(choiceOf(page, data));
    },
    unmount: () => {
      for (const chart of [front, scatter, classes]) chart.destroy();
    },
  };
}

const sizesNote = `On the line the prediction is right. A prediction that is off by more than ${farthest} times is drawn at ${farthest} times.`;
const classesNote =
  'The mark is the mean of the absolute errors; its line ends at the error that 95 % of the answers stay below.';

/** What the axes' titles and texts leave of a chart. */
function roomOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: Math.max(200, clientWidth - 80), height: Math.max(200, clientHeight - 110) };
}

function choiceOf({ state }: Page, data: PageEstimates): EstimatesChoice {
  const codecs = codecOptions(data);
  const wanted = state.get('estimates.codec');
  const codec = (codecs.find(({ key }) => key === wanted) ?? codecs[0]!).key;
  const contents = contentsOf(data, codec);
  const content = contents.find((each) => each === state.get('estimates.class')) ?? contents[0]!;
  const one = state.get('estimates.one');
  return { codec, content, estimator: estimatorNames(data).find((each) => each === one) ?? null };
}

function createTools(
  page: Page,
  data: PageEstimates,
): { element: HTMLElement; estimator: HTMLElement; update(): void } {
  const { state } = page;
  const put = (key: string) => (value: string) => state.set({ [key]: value === '' ? null : value });
  const codec = select('Codec', put('estimates.codec'));
  codec.offer(codecOptions(data).map(({ key, name }) => ({ value: key, text: name })));
  const content = select('Class of content', put('estimates.class'));
  const estimator = select('Estimator', put('estimates.one'));
  estimator.offer([
    { value: '', text: 'all' },
    ...estimatorNames(data).map((name) => ({ value: name, text: name })),
  ]);
  return {
    element: h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'What is shown' },
      codec.element,
      content.element,
    ),
    estimator: h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'What is drawn' },
      estimator.element,
    ),
    update: () => {
      const choice = choiceOf(page, data);
      codec.set(choice.codec);
      content.offer(contentsOf(data, choice.codec).map((each) => ({ value: each, text: each })));
      content.set(choice.content);
      estimator.set(choice.estimator ?? '');
    },
  };
}

function ledeOf(rows: readonly EstimateRow[]): string {
  const images = Math.max(0, ...rows.map((row) => row.images));
  const of = `${images} ${images === 1 ? 'image' : 'images'}`;
  return `Sizes as estimators predict them, beside those of the files, of ${of} of all data sets at all qualities measured. Errors are shares of the actual size. Time is CPU time with the samples in memory, as a share of the whole encode of the same picture. An estimator that had to hand over to another one has no point.`;
}

function membersOf(rows: readonly EstimateRow[]): string {
  const names = frontOfEstimators(rows).map(({ estimator }) => estimator);
  return `On the Pareto front, from fast to slow: ${names.join(', ') || 'none'}.`;
}

function nothing({ index, data }: Page): HTMLElement[] {
  const { dataset } = data.group;
  const own = index.own.datasets.includes(dataset);
  const command = printCommand([
    ...['npx', 'pareto', 'estimate', '--compare'],
    ...['--dataset', own ? `path/to/${dataset}` : dataset, '--codec', 'webp,avif,jxl'],
    ...outWords(index),
  ]);
  return [
    h(
      'p',
      { class: 'lede' },
      'No estimates of sizes were compared with actual ones. A sweep over estimates does that:',
    ),
    lines(`${command}\n${pageCommand(index)}`),
  ];
}
