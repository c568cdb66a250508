import { type FamilyCurve, guideFrom, spreadOf } from '../curves/guide.js';
import type { Evenness } from '../curves/knob-ladder.js';
import { type KnobPoint, nextOfSearch, type SearchStep } from '../curves/target-search.js';
import type { Knob } from './contract.js';

/** A value of a knob that was tried. */
export interface Tried {
  readonly knob: number;
  /** Rises with quality; infinite where every sample is as it was. */
  readonly quality: number;
  readonly bytes: number;
}

/** Encodes after which a search takes the best that it has; of a knob of whole numbers. */
export const mostEncodes = 6;

/**
 * The same of a knob that is continuous, once a value of it met the target: nearer is always possible. More
 * only where the best that it has is farther than a step of other knobs.
 */
const mostContinuous = 4;

/**
 * Share of the bytes that a file may have more than its target needs: a step of a knob of whole numbers
 * is about as much, and to come nearer would take an encode more to know that the next one misses.
 */
const excessShare = { whole: 0.03, continuous: 0.016 } as const;

/**
 * The same of a search by chance. Of a knob of whole numbers what counts is what an encode more is expected
 * to save.
 */
const excessByChance = { whole: 0, continuous: 0.01 } as const;

/** Where tries of a search by chance aim, and what one must be worth, as shares of the bytes. */
const byChance = {
  whole: { aim: 0.005, worth: 0.005 },
  continuous: { aim: 0.012, worth: 0.002 },
} as const;

/** Distance of a picture's curve from the guide, as share of the spread of the family. */
const guideShare = 0.5;

/** The same for a slow codec on a large picture: it is to be encoded once or twice. */
export const slowExcessShare = 0.03;

/** What a search is for. */
export interface Search {
  readonly knob: Pick<Knob, 'values' | 'grid'>;
  /** Least quality that is wanted. */
  readonly quality?: number | undefined;
  /** Most bytes that are wanted. */
  readonly maxBytes?: number | undefined;
  /** Pixels of the picture: what a family's bytes are counted by. */
  readonly pixels?: number;
  /** Bytes for each pixel of the picture's quick JPEG, by which curves of its kind are told. */
  readonly jpegBytes?: number | undefined;
  /** Quality of that JPEG, where it was scored: it tells where the picture's curves lie. */
  readonly jpegQuality?: number | undefined;
  /** Curves of other pictures. */
  readonly family?: readonly FamilyCurve[];
  /** What was measured on a part of the picture: it leads in place of the family. */
  readonly sample?: readonly Tried[];
  /** Points after which it ends; `mostEncodes` unless told. */
  readonly mostPoints?: number | undefined;
  /** Share of the bytes that may be more than the target needs; by the kind of knob unless told. */
  readonly tolerance?: number | undefined;
  /** Where values of the knob lie beside an even curve: with it and a family the search goes by chance. */
  readonly evenness?: Evenness | null | undefined;
}

/**
 * The next value of a knob to try, or null where the answer is among those tried: the coarsest value
 * that meets the quality or, without one, the finest within the bytes. The first guess is where the
 * family of curves meets the target; after each point the family is weighted anew, and moved so that it
 * goes through the points.
 */
export function nextValue(tried: readonly Tried[], search: Search): number | null {
  const { knob, quality, maxBytes, pixels = 1, family = [], sample = [] } = search;
  const isWhole = knob.values.every(Number.isInteger);
  const isMet = tried.some(meetsAll(search));
  const { mostPoints = isMet && !isWhole ? mostContinuous : mostEncodes } = search;
  const isLed = sample.length > 1;
  const guide = guideFrom(family, [...sample, ...(isLed ? [] : tried)], {
    bytes: search.jpegBytes,
    ...(quality !== undefined && { quality: search.jpegQuality }),
  });
  const led = isLed ? movedTo(sample, guide) : guide;
  const kind = isWhole ? 'whole' : 'continuous';
  const chance =
    search.evenness && !isLed && family.length > 0
      ? {
          ...byChance[kind],
          ...{ jitter: search.evenness.jitter, spread: guideShare * spreadOf(family) },
        }
      : undefined;
  const usual = (chance === undefined ? excessShare : excessByChance)[kind];
  const { tolerance = usual } = search;
  const next = (most: number): SearchStep => {
    const common = { values: knob.values, grid: knob.grid, mostPoints: most, tolerance, isLed };
    const evened = chance && search.evenness?.values;
    return quality !== undefined
      ? nextOfSearch(tried, { ...common, chance, evened, target: quality, guide: led })
      : nextOfSearch(tried.map(byBytes), {
          ...common,
          target: -Math.log(maxBytes!),
          guide: led.map(({ knob: value, bytes }) =>
            byBytes({ knob: value, bytes: bytes * (isLed ? 1 : pixels) }),
          ),
        });
  };
  const step = next(mostPoints);
  const isFar = step.state === 'spent' && (step.excess ?? 0) > excessShare.whole;
  const last = isFar && search.mostPoints === undefined ? next(mostEncodes) : step;
  return last.state === 'try' ? last.knob : null;
}

function meetsAll({ quality = Number.NEGATIVE_INFINITY, maxBytes = Infinity }: Search) {
  return (each: Tried): boolean => each.quality >= quality && each.bytes <= maxBytes;
}

/** The points of a sample and, beyond them, the curve of the family, moved so that it goes through them. */
function movedTo(sample: readonly Tried[], guide: readonly KnobPoint[]): KnobPoint[] {
  const knobs = sample.map(({ knob }) => knob);
  const [low, high] = [Math.min(...knobs), Math.max(...knobs)];
  const own = sample.toSorted((a, b) => a.knob - b.knob);
  const beyond = guide.filter(({ knob }) => knob < low || knob > high);
  return [
    ...own,
    ...beyond.flatMap((point) => {
      const end = point.knob < low ? own[0]! : own.at(-1)!;
      const there = readAt(guide, end.knob);
      return there === null
        ? []
        : [
            {
              knob: point.knob,
              quality: point.quality + end.quality - there.quality,
              bytes: (point.bytes * end.bytes) / there.bytes,
            },
          ];
    }),
  ];
}

/** A curve at a value, straight between its points; null beyond them. */
function readAt(guide: readonly KnobPoint[], knob: number): Omit<KnobPoint, 'knob'> | null {
  const above = guide.findIndex((point) => point.knob >= knob);
  const high = guide[above];
  if (high === undefined) return null;
  const low = guide[above - 1];
  if (low === undefined) return high.knob === knob ? high : null;
  const share = (knob - low.knob) / (high.knob - low.knob);
  return {
    quality: low.quality + share * (high.quality - low.quality),
    bytes: low.bytes * (high.bytes / low.bytes) ** share,
  };
}

/** A point whose quality is how few bytes it has: the search for a size is one for that. */
function byBytes({ knob, bytes }: Pick<Tried, 'knob' | 'bytes'>): KnobPoint {
  return { knob, quality: -Math.log(bytes), bytes: 1 / bytes };
}
