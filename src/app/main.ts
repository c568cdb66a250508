import './page.css';
import './table.css';
import type { PageDataset, PageIndex } from '../page/model/contract.js';
import { classesOf, cutByClass } from '../page/model/cut-data.js';
import { metricTitle } from '../page/model/metric-text.js';
import { createPalette } from '../page/model/palette.js';
import {
  anchorOf,
  curveOptions,
  metricsOf,
  type Option,
  timingOf,
  timingOptions,
} from '../page/model/selection.js';
import { type Asked, unknownParts } from '../page/model/unknown.js';
import { loadData, loadDataset, loadIndex } from './data.js';
import { h, lines, replace } from './dom.js';
import { createFrame, type Frame } from './frame.js';
import { loadPlotly } from './plotly.js';
import { createSharedControls } from './shared-controls.js';
import { createState, type State } from './state.js';
import type { MountedView, Page, SharedControl, View } from './view.js';
import { views } from './views.js';

void start();

async function start(): Promise<void> {
  const state = createState();
  const frame = createFrame(state, views);
  // The largest file comes beside the data, not after them. A chart tells where it does not come.
  if (views.find(({ id }) => id === state.get('view'))?.draws) loadPlotly().catch(() => {});
  try {
    const index = await loadIndex();
    frame.showFoot(index);
    if (index.datasets.length === 0) showEmpty(frame);
    else run(state, frame, index);
  } catch (error) {
    showError(frame, error);
  }
}

function run(state: State, frame: Frame, index: PageIndex): void {
  const palette = createPalette(index.datasets.flatMap(({ curves }) => curves));
  // The data sets have keys of their own state that mean nothing to each other.
  const controls = createSharedControls(frame, (key, value) =>
    state.set({ [key]: value === '' ? null : value }),
  );
  let shown: { key: string; view: View; page: Page; mounted: MountedView } | null = null;
  let latest = 0;

  const render = async (): Promise<void> => {
    const nth = ++latest;
    const view = views.find(({ id }) => id === state.get('view')) ?? views[0]!;
    const entry = chooseDataset(index, state.get('data'));
    frame.showTab(view);
    const content = view.controls.includes('class') ? state.get('class') : null;
    const key = JSON.stringify([entry.key, content]);
    if (shown === null || shown.view !== view || shown.key !== key) {
      const whole = await loadDataset(entry.file);
      // Another choice was made while the file came.
      if (nth !== latest) return;
      shown?.mounted.unmount?.();
      const page = pageOf({ index, whole, content, dataKey: entry.key, state, palette, frame });
      const host = h('div', { class: `view ${view.id}` });
      replace(frame.main, host);
      shown = { key, view, page, mounted: view.mount(host, page) };
    }
    controls.show(view, shown.page);
    frame.warn(unknownParts(askedOf(shown.page, view)));
    shown.mounted.update();
  };
  const renderOrTell = (): void => {
    render().catch((error: unknown) => showError(frame, error));
  };
  state.onChange(renderOrTell);
  renderOrTell();
}

/** What the address asks for of what all views share. */
function askedOf({ index, data, classes, dataKey, state, ...page }: Page, view: View): Asked[] {
  const metric = page.metric();
  const curves = curveOptions(data.group);
  const timings = timingOptions(data.timings);
  const named = (options: readonly Option[], place: number | null): string | null =>
    options[place ?? -1]?.name ?? null;
  const keysOf = (options: readonly Option[]): string[] => options.map(({ key }) => key);
  const ofView = (name: SharedControl, asked: Omit<Asked, 'key'>): Asked[] =>
    view.controls.includes(name) ? [{ ...asked, key: state.get(name) }] : [];
  return [
    {
      ...{ what: 'view', key: state.get('view'), shown: view.title },
      known: views.map(({ id }) => id),
    },
    ...ofView('data', {
      ...{ what: 'data set', known: index.datasets.map(({ key }) => key), shown: dataKey },
    }),
    ...ofView('class', {
      ...{ what: 'class', known: classes.map(({ content }) => content), shown: 'all of them' },
    }),
    ...ofView('metric', {
      ...{ what: 'metric', known: metricsOf(data.group) },
      shown: metric === null ? null : metricTitle(data, metric),
    }),
    ...ofView('anchor', {
      ...{ what: 'curve', known: keysOf(curves), shown: named(curves, page.anchor()) },
    }),
    ...ofView('testbed', {
      ...{ what: 'testbed', known: keysOf(timings), shown: named(timings, page.timing()) },
    }),
  ];
}

/** The data set asked for, else the first of those with most curves. */
function chooseDataset(index: PageIndex, wanted: string | null): PageIndex['datasets'][number] {
  const asked = index.datasets.find(({ key }) => key === wanted);
  const most = Math.max(...index.datasets.map(({ curves }) => curves.length));
  return asked ?? index.datasets.find(({ curves }) => curves.length === most)!;
}

function pageOf(parts: {
  index: PageIndex;
  whole: PageDataset;
  /** The class that is asked for. */
  content: string | null;
  dataKey: string;
  state: State;
  palette: Page['palette'];
  frame: Frame;
}): Page {
  const { frame, whole, content, ...rest } = parts;
  const { state } = parts;
  const classes = classesOf(whole);
  const isClass = classes.some((each) => each.content === content);
  const data = isClass ? cutByClass(whole, content!) : whole;
  const metrics = metricsOf(data.group);
  const usual = curveOptions(whole.group)[whole.group.anchorCurve ?? -1]?.key ?? null;
  return {
    ...{ ...rest, data, classes },
    metric: () => metrics.find((id) => id === state.get('metric')) ?? metrics[0] ?? null,
    anchor: () => anchorOf(data.group, state.get('anchor') ?? usual),
    timing: () => timingOf(data.timings, state.get('testbed')),
    load: loadData,
    announce: frame.announce,
  };
}

function showEmpty(frame: Frame): void {
  replace(
    frame.main,
    h('h1', {}, 'No results yet'),
    h('p', {}, 'A sweep makes some, and the leaderboard writes this page again:'),
    lines('npx pareto sweep --codec jxl\nnpx pareto leaderboard'),
  );
}

function showError(frame: Frame, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  replace(
    frame.main,
    h('h1', {}, 'The page could not be shown'),
    h('p', { role: 'alert' }, message),
  );
  console.error(error);
}
