import { fnv1a } from '../../base/fnv1a.js';

/** How a curve is drawn: the colour is its codec's, the marker and the dashes are its own. */
export interface Ink {
  /** On white and on near black, `#rrggbb`. */
  readonly light: string;
  readonly dark: string;
  /** plotly's name of a marker. */
  readonly symbol: string;
  /** plotly's name of a pattern of dashes. */
  readonly dash: string;
}

/** The ink of each curve, by its place in the list given. */
export type Palette = (curve: Labelled) => Ink;

export interface Labelled {
  readonly codec: string;
  readonly label: string;
}

/**
 * Colours at 3:1 or better against their background. The first eight stay apart for readers who do
 * not see red or green apart: at 25 or more in L*a*b*, searched for. Markers tell the others apart.
 */
export const inks: readonly (readonly [light: string, dark: string])[] = [
  ['#4666cb', '#5f82ee'],
  ['#d4701a', '#d95835'],
  ['#48a05f', '#8efaab'],
  ['#673976', '#bd5fa5'],
  ['#714705', '#f7c65b'],
  ['#76797e', '#d8dbdf'],
  ['#179ec8', '#52ccfc'],
  ['#781c33', '#c47480'],
  ['#8a6fd8', '#a9a1ff'],
  ['#6d8200', '#b7d35c'],
  ['#c2507e', '#f0a0c0'],
  ['#0a8478', '#3cb8a8'],
];

/** Places in `inks` of codecs that most leaderboards have, so that they differ from each other. */
const fixed: Readonly<Record<string, number>> = {
  jxl: 0,
  avif: 1,
  webp: 2,
  vvc: 3,
  heic: 4,
  jpeg: 5,
  mozjpeg: 6,
  jpeg2000: 7,
  jpegli: 8,
  htj2k: 9,
  sprig: 10,
  taef2: 11,
};

const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star'];
const dashes = ['solid', 'dash', 'dot', 'dashdot'];

/**
 * Gives every codec its colour: the same in all charts and data sets that have the same codecs. A
 * codec without a colour of its own gets one by its name, or the next one that is free.
 * @param curves of all data sets
 */
export function createPalette(curves: readonly Labelled[]): Palette {
  const codecs = [...new Set(curves.map(({ codec }) => codec))].sort();
  const places = new Map<string, number>();
  const known = codecs.filter((codec) => Object.hasOwn(fixed, codec));
  for (const codec of known) places.set(codec, fixed[codec]!);
  for (const codec of codecs.filter((each) => !places.has(each))) {
    const taken = new Set([...places.values()].map((place) => place % inks.length));
    let place = fnv1a(codec) % inks.length;
    if (taken.size < inks.length) while (taken.has(place)) place = (place + 1) % inks.length;
    // Colours used twice differ in their marker.
    while ([...places.values()].includes(place)) place += inks.length;
    places.set(codec, place);
  }
  return ({ codec, label }) => {
    const place = places.get(codec) ?? fnv1a(codec);
    const [light, dark] = inks[place % inks.length]!;
    const siblings = [
      ...new Set(curves.filter((each) => each.codec === codec).map((each) => each.label)),
    ].sort();
    const nth = Math.max(0, siblings.indexOf(label));
    const round = Math.floor(place / inks.length);
    return {
      ...{ light, dark },
      symbol: symbols[(place + round + nth) % symbols.length]!,
      dash: dashes[nth % dashes.length]!,
    };
  };
}
