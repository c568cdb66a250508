import type { PageDataset } from './contract.js';
import {
  bestBeside,
  type FindPicture,
  type ImagePoint,
  imageKeys,
  nearestInQuality,
  nearestInSize,
  pictured,
  pointsOf,
} from './pictures-shown.js';
import { curveOptions } from './selection.js';

export const modes = ['side', 'slider', 'flicker', 'errors'] as const;
export type Mode = (typeof modes)[number];

/** Names of what is shown: the original, the reference, and what is matched with it. */
export const letters = ['original', 'a', 'b', 'c'] as const;
export type Letter = (typeof letters)[number];

/** A codec's picture beside the reference's. */
export interface Slot {
  readonly letter: Letter;
  readonly curve: number;
  /** Null where the curve has no point that could be matched. */
  readonly point: ImagePoint | null;
  /** How far off it is, null of the reference itself. */
  readonly off: number | null;
  readonly near: boolean;
}

/** What the view shows of one image. */
export interface Scene {
  readonly image: number;
  /** Reference first. */
  readonly slots: readonly Slot[];
  /** Points of the reference's curve that can be chosen, and the place of the one that is. */
  readonly points: readonly ImagePoint[];
  readonly at: number;
  readonly by: 'size' | 'quality';
  readonly mode: Mode;
  /** The two pictures of slider and flicker. */
  readonly pair: readonly [Letter, Letter];
  /** What differences are taken from. */
  readonly base: Letter;
  /** Metric of the error maps; null for differences. */
  readonly map: string | null;
  /** How much errors are amplified: a power of 2. */
  readonly gain: number;
  /** Share of the slider's picture that is the left one's. */
  readonly split: number;
}

export const gains = [1, 2, 4, 8, 16, 32] as const;
/** Differences are faint; maps have a white of their own. */
const defaultGain = { differences: 8, map: 1 };
/** Bits per pixel that the reference is nearest to unless chosen: differences are seen there. */
const defaultBpp = 0.75;

/** Place of the image asked for; null where none is, and the gallery is shown. */
export function imageOf(data: PageDataset, get: (key: string) => string | null): number | null {
  const place = imageKeys(data).indexOf(get('images.image') ?? '');
  return place >= 0 ? place : null;
}

/**
 * What the reader chose for one image, with defaults for what is not chosen or not there. Null
 * where no curve has the image.
 * @param get of the page's state
 * @param anchor place of the page's anchor
 */
export function sceneOf(
  data: PageDataset,
  find: FindPicture,
  {
    image,
    get,
    anchor,
    metric,
  }: {
    image: number;
    get: (key: string) => string | null;
    anchor: number | null;
    metric: string | null;
  },
): Scene | null {
  const keys = curveOptions(data.group).map(({ key }) => key);
  const all = (curve: number): readonly ImagePoint[] =>
    pictured(pointsOf(data, find, { curve, image }));
  const usable = keys.map((_, place) => place).filter((place) => all(place).length > 0);
  const named = (key: string): number | undefined =>
    usable.find((place) => keys[place] === get(key));
  const reference = named('images.a') ?? usable.find((place) => place === anchor) ?? usable[0];
  if (reference === undefined) return null;
  const points = all(reference);
  const best = bestBeside(data, find, { curve: reference, image, metric });
  const others = (['b', 'c'] as const).flatMap((letter, nth) => {
    const key = `images.${letter}`;
    const curve = get(key) === 'none' ? undefined : (named(key) ?? best[nth]);
    return curve === undefined ? [] : [{ letter, curve, points: all(curve) }];
  });
  const asked = points.findIndex(({ spec }) => spec === get('images.at'));
  const at = asked >= 0 ? asked : usual(points, others);
  const by = get('images.by') === 'quality' && metric !== null ? 'quality' : 'size';
  const slots: Slot[] = [
    { letter: 'a', curve: reference, point: points[at]!, off: null, near: true },
  ];
  for (const { letter, curve, points: choice } of others) {
    const matched =
      by === 'size'
        ? nearestInSize(choice, points[at]!.bytes)
        : nearestInQuality(data, choice, { reference: points[at]!, image, metric: metric! });
    const { point = null, off = null, near = true } = matched ?? {};
    slots.push({ letter, curve, point, off, near });
  }
  const there = (letter: string | null): Letter | undefined =>
    letters.find(
      (each) =>
        each === letter && (each === 'original' || slots.some((slot) => slot.letter === each)),
    );
  const maps = new Set(slots.flatMap(({ point }) => Object.keys(point?.picture?.maps ?? {})));
  const wanted = get('images.map');
  const map = wanted !== null && maps.has(wanted) ? wanted : null;
  return {
    ...{ image, slots, points, at, by },
    mode: modes.find((mode) => mode === get('images.mode')) ?? 'side',
    pair: [there(get('images.left')) ?? 'original', there(get('images.right')) ?? 'a'],
    base: there(get('images.base')) ?? 'original',
    map,
    gain:
      gains.find((gain) => String(gain) === get('images.gain')) ??
      defaultGain[map === null ? 'differences' : 'map'],
    split: shareOf(get('images.split')),
  };
}

/** A point near the usual rate that the others come near in size. */
function usual(
  points: readonly ImagePoint[],
  others: readonly { readonly points: readonly ImagePoint[] }[],
): number {
  const costs = points.map(({ bytes, bpp }) => {
    const offs = others.map(({ points: choice }) => Math.abs(nearestInSize(choice, bytes)!.off));
    const rate = bpp === null || bpp === 0 ? 0 : Math.abs(Math.log(bpp / defaultBpp));
    return rate / 2 + Math.max(0, ...offs);
  });
  return costs.indexOf(Math.min(...costs));
}

function shareOf(text: string | null): number {
  const share = Number.parseInt(text ?? '', 10);
  return share >= 0 && share <= 100 ? share / 100 : 0.5;
}
