import { printSettings, readSpec } from '../base/spec.js';
import { imageAlphaText, infinityText } from '../page/model/alpha-text.js';
import type { PageDataset } from '../page/model/contract.js';
import { formatBpp, formatPercent, formatSignificant } from '../page/model/format.js';
import { formatMetric, metricTitle } from '../page/model/metric-text.js';
import type { Scene, Slot } from '../page/model/pictures-scene.js';
import { scoreOf } from '../page/model/pictures-shown.js';
import { metricsOf } from '../page/model/selection.js';
import { dash, h } from './dom.js';
import { letterName } from './images-panes.js';
import type { Page } from './view.js';

type Cell = string | HTMLElement;

/** The figures of the pictures shown: a column each, a row per figure. */
export function scoresTable(page: Page, scene: Scene): HTMLElement {
  const { data } = page;
  const { slots, image } = scene;
  const chosen = page.metric();
  const row = (name: string, cell: (slot: Slot) => Cell, marked = false): HTMLElement =>
    h(
      'tr',
      { class: marked ? 'marked' : null },
      h('th', { scope: 'row' }, name),
      ...slots.map((slot) =>
        h('td', {}, slot.point === null ? dash('no point to match') : cell(slot)),
      ),
    );
  const raw = rawBytes(page, image);
  const reference = slots[0]!.point!;
  const metrics = metricsOf(data.group).map((metric) =>
    row(
      metricTitle(data, metric),
      ({ point }) => {
        const { value, reason } = scoreOf(data, { row: point!.row, image, metric });
        if (value === null) return dash(reason ?? 'not measured');
        return value === Number.POSITIVE_INFINITY
          ? infinityText(data, { row: point!.row, image })
          : formatMetric(data, metric, value);
      },
      metric === chosen,
    ),
  );
  const alphas = slots.map(({ point }) =>
    point === null ? '' : imageAlphaText(data, { row: point.row, image }),
  );
  return h(
    'table',
    {},
    h('caption', { class: 'visually-hidden' }, 'Figures of the pictures shown'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'Figure')),
        ...slots.map(({ letter, curve, point }) => {
          const { label } = data.group.curves[curve]!;
          return h(
            'th',
            { scope: 'col' },
            h('b', {}, letterName(letter)),
            ' ',
            ...specName(point?.spec ?? label),
          );
        }),
      ),
    ),
    h(
      'tbody',
      {},
      row('Bytes', ({ point }) => point!.bytes.toLocaleString('en')),
      row('Bits per pixel', ({ point }) =>
        point!.bpp === null ? dash('the size of the picture is not known') : formatBpp(point!.bpp),
      ),
      row('Ratio', ({ point }) =>
        raw === null
          ? dash('the raw samples are not among the results')
          : `${formatSignificant(raw / point!.bytes)} : 1`,
      ),
      row('Bytes against A', (slot) => {
        if (slot.letter === 'a') return h('small', {}, 'reference');
        const text = formatPercentOf(slot.point!.bytes / reference.bytes - 1);
        return scene.by === 'size' ? marked(slot, text) : text;
      }),
      scene.by === 'quality' && chosen !== null
        ? row('Off in quality', (slot) =>
            slot.letter === 'a'
              ? h('small', {}, 'reference')
              : marked(slot, offText(data, slot, chosen)),
          )
        : null,
      ...metrics,
      alphas.some((text) => text !== '')
        ? row('Alpha', (slot) => alphas[slots.indexOf(slot)] || dash('as the original has it'))
        : null,
    ),
  );
}

/** What is far off is marked. */
function marked({ near }: Slot, text: string): Cell {
  return near ? text : h('span', { class: 'warning' }, text);
}

/** The printed form, which may be broken between its parts. */
function specName(spec: string): (string | HTMLElement)[] {
  const { id, settings } = readSpec(spec);
  if (settings.length === 0) return [id];
  const parts = settings.map((setting, i) =>
    i + 1 < settings.length ? `${printSettings([setting])},` : printSettings([setting]),
  );
  return [id, h('small', {}, ...parts.flatMap((part) => [part, h('wbr', {})]))];
}

/** How far a matched picture is off, `+3.1 % bytes`. */
export function offText(
  data: Pick<PageDataset, 'metrics'>,
  { letter, off }: Slot,
  metric: string | null,
): string {
  if (letter === 'a' || off === null) return '';
  if (metric === null) return formatPercentOf(off);
  if (!Number.isFinite(off)) return 'one is infinite';
  return `${off > 0 ? '+' : ''}${formatMetric(data, metric, off)}`;
}

function formatPercentOf(share: number): string {
  return `${formatPercent(100 * share)} %`;
}

/** Length of the raw samples of an image, which the do-nothing codec measures. */
function rawBytes({ data }: Page, image: number): number | null {
  const row = data.group.rows.findIndex(({ codec }) => codec === 'raw');
  return row < 0 ? null : (data.rows[row]!.bytes[image] ?? null);
}
