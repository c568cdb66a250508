import { metricTitle } from '../page/model/metric-text.js';
import type { MadeRun, TimedRun } from '../page/model/provenance.js';
import { metricsOf } from '../page/model/selection.js';
import { dash, h } from './dom.js';
import { scrollBox, table } from './saved-table.js';
import type { Page } from './view.js';

type Content = HTMLElement | string | number;

/** The programs that made the records, and how those of time were made. */
export function programTable({ index, dataKey }: Page): HTMLElement[] {
  const entry = index.datasets.find(({ key }) => key === dataKey);
  const { made = [], timed = [] } = entry ?? {};
  const text = `This page and leaderboard.json, schema ${index.schema}, were written by paretobench ${index.program}.`;
  const row = (what: Content, each: MadeRun, how: Content): Content[] => [
    ...[what, `${each.version}${each.commit === null ? '' : ` at ${each.commit}`}`],
    ...[each.protocol, each.records.toLocaleString('en'), span(each), how],
  ];
  const rows = [
    ...made.map((each) => row('rate and distortion', each, '')),
    ...timed.map((each) => row(`time on ${each.testbed}`, each, howTimed(each))),
  ];
  return [
    h('p', { class: 'lede' }, text),
    ...(rows.length === 0
      ? []
      : [
          boxed('Programs', ['Records of', 'Version', 'Protocol', 'Count', 'Written', 'How'], rows),
        ]),
  ];
}

function howTimed({ crop, threads, passes, seed, node }: TimedRun): string {
  const cut = crop === null ? 'whole pictures' : `centre crops ${crop}`;
  const [t, p] = [threads === 1 ? 'thread' : 'threads', passes === 1 ? 'pass' : 'passes'];
  return `${cut}, ${threads} ${t}, ${passes} ${p}, seed ${seed}, Node ${node}`;
}

function span({ from, to }: MadeRun): string {
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  return first === last ? first : `${first} … ${last}`;
}

/** The libraries that did the work, with their versions. */
export function engineTable({ data }: Page): HTMLElement[] {
  const engines = new Map<string, { cells: [string, string, string]; codecs: Set<string> }>();
  const timed = data.timings.flatMap(({ rows }) => rows);
  for (const { codec, engine } of [...data.group.curves, ...timed]) {
    const cells: [string, string, string] = [engine.name, engine.version, engine.runtime];
    const key = JSON.stringify(cells);
    const known = engines.get(key) ?? { cells, codecs: new Set<string>() };
    engines.set(key, known);
    known.codecs.add(codec);
  }
  if (engines.size === 0) return [h('p', { class: 'lede' }, 'No curve was measured.')];
  const rows = [...engines.values()].map(({ cells, codecs }) => [[...codecs].join(', '), ...cells]);
  rows.sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
  return [boxed('Engines', ['Codec', 'Engine', 'Version', 'Runtime'], rows)];
}

/** The metrics, the versions that curves are read by, and how many of the rows have them. */
export function metricTable({ data }: Page): HTMLElement[] {
  const { rows, curves } = data.group;
  const metrics = metricsOf(data.group);
  if (metrics.length === 0) return [h('p', { class: 'lede' }, 'No metric was computed.')];
  const lines = metrics.map((id): Content[] => {
    const found = rows.flatMap(({ metrics: all }) => (Object.hasOwn(all, id) ? all[id]! : []));
    const read = curves.flatMap(({ versions }) =>
      Object.hasOwn(versions, id) ? versions[id]! : [],
    );
    const versions = [...new Set([...read, ...found.map(({ version }) => version)])];
    const values = found.reduce((total, { n }) => total + n, 0);
    const exact = found.reduce((total, each) => total + each.exact, 0);
    return [
      ...[metricTitle(data, id), h('code', {}, id)],
      versions.filter((version) => version !== '').join(', ') || dash('no value was computed'),
      ...[values.toLocaleString('en'), exact === 0 ? '' : exact.toLocaleString('en')],
    ];
  });
  return [boxed('Metrics', ['Metric', 'Id', 'Version', 'Values', 'Infinite'], lines)];
}

/** The pictures by name, folded up: there may be many. */
export function imageList({ data }: Page): HTMLElement[] {
  if (data.images.length === 0) return [h('p', { class: 'lede' }, 'No image has a good record.')];
  const rows = data.images.map(({ name, width, height, sha256 }): Content[] => [
    ...[name, width === null ? dash('not known') : `${width} × ${height}`],
    h('code', {}, sha256),
  ]);
  const count = `${rows.length} ${rows.length === 1 ? 'picture' : 'pictures'}, with size and SHA-256`;
  return [
    h('details', {}, h('summary', {}, count), boxed('Images', ['Name', 'Size', 'SHA-256'], rows)),
  ];
}

function boxed(name: string, heads: readonly string[], rows: readonly Content[][]): HTMLElement {
  const lines = rows.map(([first, ...rest]) =>
    h('tr', {}, h('th', { scope: 'row' }, first), ...rest.map((content) => h('td', {}, content))),
  );
  return scrollBox(name, table({}, heads, lines));
}
