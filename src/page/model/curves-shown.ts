import type { RdGroup } from '../../leaderboard/schema.js';
import { anchorOf, curveOptions, metricsOf } from './selection.js';

/** A curve that can be shown: of the group, or published. */
export interface Listed {
  /** In the address. */
  readonly key: string;
  readonly name: string;
  /** Place in `group.curves`, or in `group.references`. */
  readonly curve: number | null;
  readonly reference: number | null;
}

/** Curves that are shown before the reader chooses. More would only hide each other. */
const fewCurves = 10;

/** All curves of a group, then the published ones. */
export function listCurves(group: RdGroup): Listed[] {
  return [
    ...curveOptions(group).map(({ key, name }, curve) => ({ key, name, curve, reference: null })),
    ...group.references.map(({ label }, reference) => ({
      ...{ key: `published:${label}`, name: label },
      ...{ curve: null, reference },
    })),
  ];
}

/**
 * What is shown unless the reader chose: the anchor, then of each codec the curve that needs fewest
 * bits against it, cheapest first, up to ten; and the published ones where they are few.
 */
export function defaultShown(group: RdGroup): Set<string> {
  const listed = listCurves(group);
  const metric = metricsOf(group)[0];
  const cost = (place: number): number => {
    const compared = group.curves[place]!.comparisons.find((each) => each.metric === metric);
    return compared?.images?.percent ?? compared?.percent ?? Number.POSITIVE_INFINITY;
  };
  const places = group.curves
    .map((_, place) => place)
    .filter((place) => group.curves[place]!.points.length > 1)
    .toSorted((a, b) => compare(cost(a), cost(b)));
  const anchor = anchorOf(group, null);
  const best = new Map<string, number>();
  for (const place of anchor === null ? places : [anchor, ...places]) {
    const { codec } = group.curves[place]!;
    if (!best.has(codec)) best.set(codec, place);
  }
  const published =
    group.references.length <= 4 ? listed.filter((each) => each.curve === null) : [];
  const some = [...best.values()].slice(0, fewCurves);
  const all = some.length > 0 ? some : group.curves.map((_, place) => place).slice(0, fewCurves);
  return new Set([...all.map((place) => listed[place]!.key), ...published.map(({ key }) => key)]);
}

// The difference of two infinities is no order.
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Keys as they stand in the address; null where they are those that are shown anyway. */
export function printShown(
  shown: ReadonlySet<string>,
  standard: ReadonlySet<string>,
): string | null {
  const same = shown.size === standard.size && [...shown].every((key) => standard.has(key));
  return same
    ? null
    : [...shown].map((key) => encodeURIComponent(key).replaceAll('~', '%7E')).join('~');
}

export function parseShown(text: string | null, standard: ReadonlySet<string>): Set<string> {
  if (text === null) return new Set(standard);
  const keys = text.split('~').flatMap((key) => {
    try {
      return key === '' ? [] : [decodeURIComponent(key)];
    } catch {
      return [];
    }
  });
  return new Set(keys);
}
