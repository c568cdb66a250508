import type { Interval } from '../base/statistics.js';
import type { BdRate } from '../curves/bd-rate.js';
import type { BoardRow } from '../page/model/board.js';
import { formatBytes, formatPercent, formatSignificant } from '../page/model/format.js';
import type { StagedTimes } from '../page/model/speed-stages.js';
import type { BdTimes } from '../page/model/speed-times.js';
import { breakable, dash, h, star } from './dom.js';
import { saveButton, scrollBox, table } from './saved-table.js';
import type { Page } from './view.js';

type Direction = 'encode' | 'decode';

/**
 * The figures of time as a table, and what to mind about them.
 * @param compared in the order of `group.curves`; null where there is nothing to compare
 * @param rows of the board, for the speeds of whole curves
 */
export function speedTable(
  page: Page,
  timed: readonly StagedTimes[],
  { compared, rows }: { compared: readonly BdTimes[] | null; rows: readonly BoardRow[] },
): HTMLElement[] {
  if (timed.length === 0) return [h('p', { class: 'empty' }, 'No times on this testbed.')];
  const bd = ({ curve, speed }: StagedTimes): BdTimes | null =>
    curve === null || speed === null ? null : (compared?.[curve] ?? null);
  const heads = [
    ...['Codec', 'Encode MP/s', 'Decode MP/s', 'CPU/wall encode', 'CPU/wall decode'],
    ...['BD-time encode', 'BD-time decode', 'Set-up ms', 'Memory'],
  ];
  const timing = page.timing();
  const timedImages = timing === null ? null : page.data.timings[timing]!.images;
  const lines = timed.map((each) =>
    h(
      'tr',
      {},
      nameCell(page, each),
      ...directions.map((direction) => h('td', {}, ...speedFigure(speedOf(each, direction, rows)))),
      ...directions.map((direction) => h('td', {}, cpuFigure(each, direction))),
      ...directions.map((direction) => h('td', {}, bdFigure(bd(each)?.[direction]))),
      h('td', {}, setupFigure(each)),
      h('td', {}, memoryFigure(each)),
    ),
  );
  const notes = timed.flatMap(({ name, notes }) =>
    notes.map((note) => h('li', {}, h('b', {}, name), ` ${note}`)),
  );
  const count = `${notes.length} ${notes.length === 1 ? 'thing' : 'things'} to mind`;
  return [
    scrollBox('Times', table({}, heads, lines)),
    saveButton(`times-${page.dataKey}`, () => csv(timed, { bd, rows, timedImages })),
    ...(notes.length === 0
      ? []
      : [
          h(
            'details',
            { class: 'notes', open: notes.length <= 4 },
            h('summary', {}, count),
            h('ul', {}, ...notes),
          ),
        ]),
  ];
}

const directions: readonly Direction[] = ['encode', 'decode'];

function nameCell(page: Page, { name, codec, key, speed }: StagedTimes): HTMLElement {
  const settings = name.slice(codec.length);
  const change = { 'speed.one': key };
  const go = (event: Event): void => {
    event.preventDefault();
    page.state.set(change, { push: true });
  };
  const text = [
    h('span', { class: 'name' }, codec),
    settings === '' ? null : h('span', { class: 'settings' }, ...breakable(settings)),
  ];
  // One setting has no settings of its own to show.
  if (key === null || speed === null) return h('th', { scope: 'row' }, ...text);
  const title = 'Show its settings one by one';
  return h(
    'th',
    { scope: 'row' },
    h('a', { href: page.state.link(change), onclick: go, title }, ...text),
  );
}

interface Speed {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Of a curve that of leaderboard.json, of a single setting its own with its interval. */
function speedOf(
  { speed, curve, rows }: StagedTimes,
  direction: Direction,
  board: readonly BoardRow[],
): Speed {
  if (speed !== null && curve !== null) {
    const { value, low, high } = board[curve]!.cells[direction];
    return { value, interval: low === undefined || high === undefined ? null : { low, high } };
  }
  const figures = rows[0]?.[direction];
  return { value: figures?.megapixelsPerSecond ?? null, interval: figures?.interval ?? null };
}

function speedFigure({ value, interval }: Speed): HTMLElement[] {
  if (value === null) return [dash('not all of its points are timed on this testbed')];
  const figure = h('span', { class: 'figure' }, formatSignificant(value));
  if (interval === null) return [figure];
  const { low, high } = interval;
  const text = `${formatSignificant(low)} … ${formatSignificant(high)}`;
  return [figure, h('span', { class: 'interval' }, text)];
}

function cpuFigure(each: StagedTimes, direction: Direction): HTMLElement {
  const told = each[direction]?.cpuPerWall ?? null;
  if (told === null) {
    const command = each.rows.some(({ engine }) => engine.runtime === 'cli');
    return dash(command ? 'the CPU time of the program that was run is not known' : 'not measured');
  }
  const [low, high] = told.map((value) => value.toFixed(2));
  const title =
    'CPU time of the process over wall time: well above 1 where threads ran beside, the garbage collector’s too; well below where the machine was busy';
  return h('span', { class: 'figure', title }, low === high ? low! : `${low}–${high}`);
}

function bdFigure(compared: BdRate | undefined): HTMLElement {
  if (compared === undefined) return dash('of whole curves, with an anchor');
  const { percent, reason } = compared;
  if (percent === null) return dash(reason ?? 'not measured');
  const warn = reason && star(reason);
  // Ten times and more is read more easily as a ratio.
  const text =
    percent < 900 ? `${formatPercent(percent, 0)} %` : `× ${formatSignificant(1 + percent / 100)}`;
  return h('span', { class: 'figure' }, text, warn);
}

function setupFigure({ rows }: StagedTimes): HTMLElement {
  const setups = rows.flatMap(({ setupSeconds }) => setupSeconds ?? []);
  if (setups.length === 0) return dash('not measured');
  const [low, high] = [Math.min(...setups), Math.max(...setups)].map((seconds) =>
    formatSignificant(1000 * seconds, 2),
  );
  return h('span', { class: 'figure' }, low === high ? low! : `${low}–${high}`);
}

function memoryOf({ speed, rows }: StagedTimes): number | null {
  if (speed !== null) return speed.peakBytes;
  const peak = rows[0]?.peakBytes ?? null;
  return peak && Math.max(peak.encode, peak.decode);
}

function memoryFigure(each: StagedTimes): HTMLElement {
  const bytes = memoryOf(each);
  if (bytes === null) return dash('not measured on this testbed');
  return h('span', { class: 'figure' }, formatBytes(bytes));
}

type Row = (string | number | null)[];

function csv(
  timed: readonly StagedTimes[],
  {
    bd,
    rows,
    timedImages,
  }: {
    bd: (each: StagedTimes) => BdTimes | null;
    rows: readonly BoardRow[];
    /** Of how many images the times are. */
    timedImages: number | null;
  },
): Row[] {
  const header = [
    ...['name', 'encode_mp_per_s', 'decode_mp_per_s', 'encode_normalised', 'decode_normalised'],
    ...['encode_cpu_per_wall_low', 'encode_cpu_per_wall_high'],
    ...['decode_cpu_per_wall_low', 'decode_cpu_per_wall_high'],
    ...['bd_time_encode_percent', 'bd_time_decode_percent', 'peak_bytes', 'timed_images', 'notes'],
  ];
  const lines = timed.map((each): Row => {
    const { name, encode, decode, speed, notes } = each;
    return [
      ...[name, speedOf(each, 'encode', rows).value, speedOf(each, 'decode', rows).value],
      ...[speed?.encodeNormalised ?? null, speed?.decodeNormalised ?? null],
      ...(encode?.cpuPerWall ?? [null, null]),
      ...(decode?.cpuPerWall ?? [null, null]),
      ...[bd(each)?.encode.percent ?? null, bd(each)?.decode.percent ?? null],
      ...[memoryOf(each), timedImages, notes.join('; ')],
    ];
  });
  return [header, ...lines];
}
