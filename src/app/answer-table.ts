import type { AnswerChoice, AnswerRow } from '../page/model/answer.js';
import { settingText } from '../page/model/answer-text.js';
import { formatSignificant, signed } from '../page/model/format.js';
import { timingRowsOf, usualTimesOf } from '../page/model/memo.js';
import { curveOptions } from '../page/model/selection.js';
import { breakable, dash, h, reasoned, star, wasmTag } from './dom.js';
import { scrollBox } from './saved-table.js';
import { isDark } from './theme.js';
import type { Page } from './view.js';

const tied =
  'It may as well need no more bytes than the first: the interval of the difference holds 0';

/** The rows of an answer as a table, with the legend of its marks. */
export function answerTable(
  page: Page,
  rows: readonly AnswerRow[],
  choice: AnswerChoice,
): HTMLElement[] {
  if (rows.length === 0) return [];
  const { group } = page.data;
  const { anchor, timing } = choice;
  const hasFront = rows.some(({ front }) => front !== null);
  const against = anchor === null ? null : curveOptions(group)[anchor]!.name;
  const head = (name: string, wide: string, narrow = wide): HTMLElement =>
    h(
      'th',
      { scope: 'col', class: name },
      h('span', { class: 'wide' }, wide),
      h('span', { class: 'narrow' }, narrow),
    );
  const heads = [
    head('codec', 'Codec'),
    head('setting', 'Setting to use'),
    head('size', 'kB per megapixel', 'kB/MP'),
    ...(against === null ? [] : [head('saving', `Saved against ${against}`, 'Saved')]),
    ...(timing === null
      ? []
      : [head('encode', 'Encode MP/s', 'Enc MP/s'), head('decode', 'Decode MP/s', 'Dec MP/s')]),
    ...(hasFront ? [head('front', 'Pareto')] : []),
  ];
  const lines = rows.map((row) =>
    h(
      'tr',
      { 'data-key': curveOptions(group)[row.curve]!.key },
      codecCell(page, row),
      h('td', { class: 'setting' }, ...settingCell(row)),
      h(
        'td',
        { class: 'size' },
        h('span', { class: 'figure' }, formatSignificant(row.kilobytesPerMegapixel)),
      ),
      against === null ? null : h('td', { class: 'saving' }, ...savingCell(row, choice)),
      ...(timing === null
        ? []
        : (['encode', 'decode'] as const).map((direction) =>
            h('td', { class: direction }, ...speedCell(page, row, { direction, timing })),
          )),
      hasFront ? h('td', { class: 'front' }, frontMark(row)) : null,
    ),
  );
  const legend = [
    ...(rows.some(({ measured, setting }) => !measured && setting !== null)
      ? ['≈ read between two measured settings.']
      : []),
    ...(hasFront
      ? [
          '● no other curve beats it in bytes, encode time, decode time and memory together; ○ another does.',
        ]
      : []),
  ];
  return [
    scrollBox(
      'Good enough',
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)),
    ),
    ...(legend.length === 0 ? [] : [h('p', { class: 'legend' }, legend.join(' '))]),
  ];
}

function codecCell(page: Page, row: AnswerRow): HTMLElement {
  const curve = page.data.group.curves[row.curve]!;
  const { key, name } = curveOptions(page.data.group)[row.curve]!;
  const ink = page.palette(curve);
  const dot = h('span', { class: 'dot' });
  dot.style.background = isDark() ? ink.dark : ink.light;
  const change = { view: 'curves', 'curves.one': key };
  const onclick = (event: Event): void => {
    event.preventDefault();
    page.state.set(change, { push: true });
  };
  const rest = name.slice(curve.codec.length).replace(/^:/, ' ');
  return h(
    'th',
    { scope: 'row', class: 'codec' },
    dot,
    h(
      'a',
      { href: page.state.link(change), onclick, title: 'Show its curve' },
      h('span', { class: 'name' }, curve.codec),
      rest === '' ? null : h('span', { class: 'settings' }, ...breakable(rest)),
    ),
    h(
      'span',
      { class: 'under-name settings', 'aria-hidden': 'true' },
      ...breakable(settingOf(row)),
    ),
    curve.engine.runtime === 'wasm' ? wasmTag() : null,
    row.tied ? reasoned('badge', 'tie', { reason: tied, label: `tie: ${tied}` }) : null,
  );
}

function settingCell(row: AnswerRow): (HTMLElement | string)[] {
  const text = settingOf(row);
  if (text === '') return [dash('it has no rate knob that is a number')];
  return [h('span', { class: 'settings' }, text)];
}

function settingOf(row: AnswerRow): string {
  const text = settingText(row);
  return row.measured || text === '' ? text : `≈ ${text}`;
}

function savingCell({ curve, saving }: AnswerRow, { anchor }: AnswerChoice): HTMLElement[] {
  if (curve === anchor) return [dash('the others are compared with it')];
  if (saving === null) return [dash('the anchor does not reach this quality')];
  const { percent, interval } = saving;
  const figure = h('span', { class: 'figure' }, `${whole(percent)} %`);
  if (interval === null) return [figure];
  const text = `${whole(interval.low)} … ${whole(interval.high)}`;
  return [figure, h('span', { class: 'interval' }, text)];
}

function whole(percent: number): string {
  return signed(String(Math.round(percent)));
}

function speedCell(
  { data }: Page,
  row: AnswerRow,
  { direction, timing }: { readonly direction: 'encode' | 'decode'; readonly timing: number },
): HTMLElement[] {
  const speed =
    direction === 'encode' ? row.encodeMegapixelsPerSecond : row.decodeMegapixelsPerSecond;
  if (speed === null) return [dash('not all of its points are timed on this testbed')];
  const { points, engine } = data.group.curves[row.curve]!;
  const rows = points.map((place) => data.group.rows[place]!);
  const notes = [
    ...(engine.runtime === 'cli' ? ['a command line: its times hold the start of a process'] : []),
    ...usualTimesOf(data, timing).notesOf(timingRowsOf(data.timings[timing]!, rows), direction),
  ];
  const mark = notes.length === 0 ? null : star(notes.join('; '));
  return [h('span', { class: 'figure' }, formatSignificant(speed, 2), mark)];
}

function frontMark({ front }: AnswerRow): HTMLElement {
  if (front === null)
    return dash('it lacks a figure that the front is made of, or may not be ranked');
  return reasoned(front ? 'on' : 'off', front ? '●' : '○', {
    reason: front
      ? 'no other curve beats it in bytes, encode time, decode time and memory together'
      : 'another curve beats it in bytes, encode time, decode time and memory together',
  });
}
