import './speed-view.css';
import { boardRows } from '../page/model/board.js';
import { outWords, pageCommand, printCommand, sweepWords } from '../page/model/commands.js';
import { metricTitle } from '../page/model/metric-text.js';
import { codecCurves } from '../page/model/recompute.js';
import { curveOptions, timingOptions } from '../page/model/selection.js';
import { frontOf, rateTitle, speedFigure } from '../page/model/speed-figure.js';
import {
  frontOptions,
  hasNormalised,
  type SpeedChoice,
  type SpeedPoint,
  speedPoints,
  whyNoPoints,
} from '../page/model/speed-points.js';
import { bdTimes } from '../page/model/speed-times.js';
import { timedSentence } from '../page/model/timed-images.js';
import { changed } from './changed.js';
import { createChart } from './chart.js';
import { select, toggle } from './controls.js';
import { h, lines, replace } from './dom.js';
import { openPicture } from './open-picture.js';
import { speedTable } from './speed-table.js';
import { createStages } from './stage-panels.js';
import type { Page, View } from './view.js';

/** Rate against speed, where the time goes, and the figures of time. */
export const speedView: View = {
  id: 'speed',
  draws: true,
  title: 'Speed',
  controls: ['data', 'class', 'metric', 'anchor', 'testbed'],
  mount(host, page) {
    const { data } = page;
    const curves = codecCurves(data);
    const lede = h('p', { class: 'lede' });
    if (data.timings.length === 0) {
      host.append(h('h1', {}, page.dataKey), ...untimed(page));
      return { update: () => {} };
    }
    const tools = createTools(page);
    const scatter = createChart(
      () => `speed-${page.dataKey}-${directionOf(page)}`,
      openPicture(page),
    );
    const front = h('p', { class: 'front-members' });
    const missing = h('div', {});
    const empty = h('p', { class: 'empty' });
    const stages = createStages(page);
    const table = h('div', {});
    host.append(
      h('h1', {}, page.dataKey),
      lede,
      tools.element,
      empty,
      scatter.element,
      front,
      missing,
      h('h2', {}, 'Where the time goes'),
      stages.element,
      h('h2', {}, 'Times'),
      table,
    );
    const showRates = changed(({ whole, ...choice }: SpeedChoice & { whole: boolean }) => {
      const points = speedPoints(data, curves, choice);
      const why = whyNoPoints(data, choice, points);
      replace(lede, ledeOf(page, choice, points));
      replace(empty, why);
      empty.hidden = why === null;
      scatter.element.hidden = why !== null;
      replace(front, ...(why === null ? frontText(page, points) : []));
      replace(missing, ...missingText(page, points));
      if (why !== null) return;
      void scatter.draw((dark, forFile) => {
        const room = roomOf(scatter.element);
        return speedFigure(data, page.palette, { points, choice, room, whole }, dark, forFile);
      });
    });
    const showTable = changed(({ metric, anchor, timing, one }: TableChoice) => {
      if (timing === null) return;
      const compared =
        anchor === null || metric === null
          ? null
          : bdTimes(data, curves, { anchor, metric, times: data.timings[timing]! });
      const rows = boardRows(data, curves, {
        ...{ metric: null, anchor: null, at: null, timing },
        ...{ aggregate: 'images', bootstrap: page.index.bootstrap },
      });
      replace(table, ...speedTable(page, stages.shown(one), { compared, rows }));
    });
    return {
      update: () => {
        const choice = choiceOf(page);
        const { metric, anchor, timing } = choice;
        tools.update();
        showRates({ ...choice, whole: page.state.get('speed.all') === '1' });
        stages.update();
        showTable({ metric, anchor, timing, one: page.state.get('speed.one') });
      },
      unmount: () => {
        scatter.destroy();
        stages.destroy();
      },
    };
  },
};

interface TableChoice extends Pick<SpeedChoice, 'metric' | 'anchor' | 'timing'> {
  /** The curve whose settings are shown, as in the address. */
  readonly one: string | null;
}

/** What the axes' titles and texts leave of a chart. */
function roomOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: Math.max(200, clientWidth - 80), height: Math.max(200, clientHeight - 110) };
}

function directionOf({ state }: Page): 'encode' | 'decode' {
  return state.get('speed.direction') === 'decode' ? 'decode' : 'encode';
}

function choiceOf(page: Page): SpeedChoice {
  const { data, state } = page;
  const wanted = state.get('speed.rate');
  return {
    direction: directionOf(page),
    metric: page.metric(),
    anchor: page.anchor(),
    timing: page.timing(),
    at: frontOptions(data).find(({ metric, value }) => `${metric}@${value}` === wanted) ?? null,
    normalised: hasNormalised(data) && state.get('speed.normalised') === '1',
    bootstrap: page.index.bootstrap,
  };
}

function createTools(page: Page): { element: HTMLElement; update(): void } {
  const { data, state } = page;
  const put = (key: string) => (value: string) => state.set({ [key]: value === '' ? null : value });
  const direction = select('Speed of', put('speed.direction'));
  direction.offer([
    { value: '', text: 'encode' },
    { value: 'decode', text: 'decode' },
  ]);
  const rate = select('Rate', put('speed.rate'));
  rate.offer([
    { value: '', text: 'BD-rate' },
    ...frontOptions(data).map(({ metric, value }) => ({
      value: `${metric}@${value}`,
      text: `bpp at ${metricTitle(data, metric)} ${value}`,
    })),
  ]);
  const normalised = toggle('All testbeds, normalised', (on) =>
    state.set({ 'speed.normalised': on ? '1' : null }),
  );
  const whole = toggle('Far ones in full', (on) => state.set({ 'speed.all': on ? '1' : null }));
  whole.element.title = 'Without it, curves far from the best stand as arrows at the edge';
  const able = hasNormalised(data);
  const box = normalised.element.querySelector('input')!;
  box.disabled = !able;
  normalised.element.title = able
    ? 'Speeds as on the reference machine, by the calibration kernel that every testbed runs'
    : 'No testbed of this data set has a calibration that is known of the reference machine';
  if (!able) normalised.element.classList.add('off');
  return {
    element: h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'What is drawn' },
      direction.element,
      rate.element,
      whole.element,
      normalised.element,
    ),
    update: () => {
      direction.set(directionOf(page) === 'decode' ? 'decode' : '');
      const { at } = choiceOf(page);
      rate.set(at === null ? '' : `${at.metric}@${at.value}`);
      whole.set(state.get('speed.all') === '1');
      normalised.set(able && state.get('speed.normalised') === '1');
    },
  };
}

function frontText(page: Page, points: readonly SpeedPoint[]): (HTMLElement | string)[] {
  const options = curveOptions(page.data.group);
  const groups = [...new Set(points.map(({ timing }) => timing))];
  return groups.flatMap((timing, nth) => {
    const members = frontOf(points.filter((point) => point.timing === timing));
    const links = members.flatMap(({ curve }, i) => {
      const { key, name } = options[curve]!;
      const change = { view: 'curves', 'curves.one': key };
      const go = (event: Event): void => {
        event.preventDefault();
        page.state.set(change, { push: true });
      };
      const link = h('a', { href: page.state.link(change), onclick: go }, name);
      return i === 0 ? [link] : [', ', link];
    });
    const where = groups.length > 1 ? ` of ${timingOptions(page.data.timings)[timing]!.name}` : '';
    const intro = `${nth > 0 ? ' ' : ''}On the Pareto front${where}, from slow to fast: `;
    return [intro, ...(links.length === 0 ? ['none'] : links), '.'];
  });
}

/** Points that lack a figure, each with the reason. */
function missingText(page: Page, points: readonly SpeedPoint[]): HTMLElement[] {
  const names = curveOptions(page.data.group).map(({ name }) => name);
  const several = new Set(points.map(({ timing }) => timing)).size > 1;
  const notes = points
    .filter(({ rate, speed }) => rate.value === null || speed.value === null)
    .map(({ curve, timing, rate, speed }) => {
      const why = [rate, speed].flatMap(({ value, note }) => (value === null ? (note ?? []) : []));
      const where = several ? `, ${page.data.timings[timing]!.testbed}` : '';
      return h('li', {}, h('b', {}, `${names[curve]!}${where}`), ` ${why.join('; ')}`);
    });
  if (notes.length === 0) return [];
  const count = `${notes.length} ${notes.length === 1 ? 'curve is' : 'curves are'} not drawn`;
  return [h('details', { class: 'notes' }, h('summary', {}, count), h('ul', {}, ...notes))];
}

function ledeOf(page: Page, choice: SpeedChoice, points: readonly SpeedPoint[]): string {
  const { data } = page;
  const testbed = choice.timing === null ? '' : timingOptions(data.timings)[choice.timing]!.name;
  const level = Math.round(100 * page.index.bootstrap.level);
  const where = choice.normalised ? 'all testbeds as on the reference machine' : testbed;
  const whole = choice.at === null ? `, with ${level} % intervals` : '';
  return `${rateTitle(data, choice)} over speed on ${where}${whole}. Lower is cheaper, further right is faster; none is below and right of the line.${timedSentence(data, choice.normalised ? null : choice.timing)}${startsOf(points)}`;
}

/** Which of the points drawn are of command lines, whose times hold more than the codec's. */
function startsOf(points: readonly SpeedPoint[]): string {
  const drawn = points.filter(({ rate, speed }) => rate.value !== null && speed.value !== null);
  const commands = drawn.filter(({ row }) => row.engine?.runtime === 'cli');
  const codecs = [...new Set(commands.map(({ row }) => row.codec))].join(', ');
  return codecs === ''
    ? ''
    : ` The times of command lines (${codecs}) hold the start of a process.`;
}

function untimed(page: Page): HTMLElement[] {
  const curves = page.index.datasets.find(({ key }) => key === page.dataKey)?.curves ?? [];
  const codecs = [...new Set(curves.map(({ codec }) => codec))];
  const some = codecs.length === 0 ? ['jxl'] : codecs.slice(0, 3);
  const { dataset } = page.data.group;
  const { index } = page;
  const options = ['--measure', 'timing', ...outWords(index)];
  const command = printCommand(sweepWords(index, { specs: some, dataset, options }));
  return [
    h(
      'p',
      { class: 'lede' },
      'No times were taken of this data set, so there is nothing to compare rate with. Times belong to a machine; a sweep takes them on this one:',
    ),
    lines(`${command}\n${pageCommand(index)}`),
  ];
}
