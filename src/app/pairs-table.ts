import { matchTolerance } from '../curves/matched-pairs.js';
import { formatSignificant } from '../page/model/format.js';
import type { Pairing } from '../page/model/pairs.js';
import { imageKeys } from '../page/model/pictures-shown.js';
import { curveOptions } from '../page/model/selection.js';
import { breakable, dash, h, wasmTag } from './dom.js';
import { saveButton, scrollBox, table } from './saved-table.js';
import type { Page } from './view.js';

/** The matched pairs of all curves, and below them those of one curve, one by one. */
export function pairsTable(page: Page, rows: readonly Pairing[], anchor: number): HTMLElement[] {
  const options = curveOptions(page.data.group);
  const sorted = rows
    .filter(({ curve }) => curve !== anchor)
    .toSorted(
      (a, b) =>
        (a.matched?.sizeRatio ?? Number.MAX_VALUE) - (b.matched?.sizeRatio ?? Number.MAX_VALUE),
    );
  if (sorted.length === 0) return [h('p', { class: 'empty' }, 'There is no other curve.')];
  const timed = page.timing() !== null;
  const heads = [
    ...['Codec', 'Pairs', 'Images', 'Size', '10 to 90 % of pairs', 'Widest difference'],
    ...(timed ? ['Encode time', 'Decode time', 'Timed pairs'] : []),
  ];
  const figure = (value: number | undefined, why: string): HTMLElement =>
    h('td', {}, value === undefined ? dash(why) : h('span', { class: 'figure' }, ratio(value)));
  const lines = sorted.map(({ curve, matched, spread, times, reason, timeReason }) =>
    h(
      'tr',
      {},
      nameCell(page, curve),
      h('td', {}, matched?.pairs ?? dash(reason)),
      h('td', {}, matched?.images ?? dash(reason)),
      h('td', { class: 'size' }, ...sizeCell(matched?.sizeRatio, spread?.interval ?? null, reason)),
      h('td', {}, spread === null ? dash(reason) : range(spread.p10, spread.p90)),
      h('td', {}, matched ? `${formatSignificant(100 * matched.widest, 2)} %` : dash(reason)),
      ...(timed
        ? [
            figure(times?.encodeRatio, timeReason),
            figure(times?.decodeRatio, timeReason),
            h('td', {}, times?.pairs ?? dash(timeReason)),
          ]
        : []),
    ),
  );
  const figures = [
    [
      ...['curve', 'pairs', 'images', 'size_ratio', 'size_low', 'size_high', 'size_p10'],
      ...['size_p90', 'widest', 'encode_time_ratio', 'decode_time_ratio', 'timed_pairs'],
    ],
    ...sorted.map(({ curve, matched, spread, times }) => [
      ...[options[curve]!.name, matched?.pairs ?? null, matched?.images ?? null],
      ...[matched?.sizeRatio ?? null, spread?.interval?.low ?? null],
      ...[spread?.interval?.high ?? null, spread?.p10 ?? null, spread?.p90 ?? null],
      ...[matched?.widest ?? null, times?.encodeRatio ?? null],
      ...[times?.decodeRatio ?? null, times?.pairs ?? null],
    ]),
  ];
  const one = sorted.find(({ curve }) => options[curve]!.key === page.state.get('pairs.one'));
  return [
    scrollBox('Matched pairs', table({ class: 'matched' }, heads, lines)),
    saveButton(`pairs-${page.dataKey}-${page.metric()}`, () => figures),
    ...(one === undefined ? [] : pairList(page, one, anchor)),
  ];
}

/** The greatest difference of a pair that the reader chose. */
export function toleranceOf({ state }: Page, offered: readonly number[]): number {
  return offered.find((each) => String(each) === state.get('pairs.tolerance')) ?? matchTolerance;
}

const ratio = (value: number): string => `× ${formatSignificant(value)}`;

function range(low: number, high: number): string {
  return `${formatSignificant(low)} … ${formatSignificant(high)}`;
}

function sizeCell(
  value: number | undefined,
  interval: { readonly low: number; readonly high: number } | null,
  reason: string,
): HTMLElement[] {
  if (value === undefined) return [dash(reason)];
  const figure = h('span', { class: 'figure' }, ratio(value));
  if (interval === null) return [figure];
  return [figure, h('span', { class: 'interval' }, range(interval.low, interval.high))];
}

function nameCell(page: Page, curve: number): HTMLElement {
  const { codec, complete, images, engine } = page.data.group.curves[curve]!;
  const { key, name } = curveOptions(page.data.group)[curve]!;
  const change = { 'pairs.one': page.state.get('pairs.one') === key ? null : key };
  const onclick = (event: Event): void => {
    event.preventDefault();
    page.state.set(change, { push: true });
  };
  return h(
    'th',
    { scope: 'row' },
    h(
      'a',
      { href: page.state.link(change), onclick, title: 'List its pairs' },
      h('span', { class: 'name' }, codec),
      h('span', { class: 'settings' }, ...breakable(name.slice(codec.length))),
    ),
    engine.runtime === 'wasm' ? wasmTag() : null,
    complete ? null : h('span', { class: 'badge' }, `${images}/${page.data.group.images}`),
  );
}

/** The pairs of one curve, each with its image, the two settings, and the ratio of their bytes. */
function pairList(page: Page, { curve, pairs }: Pairing, anchor: number): HTMLElement[] {
  const { data, state } = page;
  const { group } = data;
  const options = curveOptions(group);
  const keys = imageKeys(data);
  const specOf = (place: number, point: number): string =>
    group.rows[group.curves[place]!.points[point]!]!.spec;
  const sorted = pairs.toSorted(
    (a, b) => a.test.rate / a.anchor.rate - b.test.rate / b.anchor.rate,
  );
  const told = sorted.map(({ image, anchor: a, test: t, difference }) => ({
    image,
    name: data.images[image]!.name,
    specs: [specOf(anchor, a.point), specOf(curve, t.point)] as const,
    difference,
    ratio: t.rate / a.rate,
  }));
  const lines = told.map((pair) => {
    const change = {
      ...{ view: 'images', 'images.image': keys[pair.image]!, 'images.a': options[anchor]!.key },
      ...{ 'images.at': pair.specs[0], 'images.b': options[curve]!.key, 'images.by': 'quality' },
    };
    const onclick = (event: Event): void => {
      event.preventDefault();
      state.set(change, { push: true });
      scrollTo(0, 0);
    };
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('a', { href: state.link(change), onclick }, pair.name)),
      ...pair.specs.map((spec) => h('td', { class: 'settings' }, spec)),
      h('td', {}, `${formatSignificant(100 * pair.difference, 2)} %`),
      h('td', {}, h('span', { class: 'figure' }, ratio(pair.ratio))),
    );
  });
  const { name } = options[curve]!;
  const heads = ['Image', options[anchor]!.name, name, 'Difference', 'Size'];
  return [
    h('h2', { id: 'pairs-of' }, `Pairs of ${name}`),
    scrollBox(`Pairs of ${name}`, table({ class: 'list' }, heads, lines)),
    saveButton(`pairs-${page.dataKey}-${name}`, () => [
      ['image', 'anchor', 'test', 'difference', 'size_ratio'],
      ...told.map((pair) => [pair.name, ...pair.specs, pair.difference, pair.ratio]),
    ]),
  ];
}
