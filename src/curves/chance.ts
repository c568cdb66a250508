import { believe, chanceAbove, type Doubt } from './belief.js';
import type { KnobLadder } from './knob-ladder.js';
import { byteSlope, drawKnobModel, type PlacedPoint } from './knob-model.js';

/** What a search by chance is told. */
export interface Chance extends Doubt {
  /** Share of the bytes above those of the target within which a try is to land. */
  readonly aim: number;
  /** Share of the bytes that an encode more must be expected to save. */
  readonly worth: number;
}

/** A point on its rung. */
interface Rung extends PlacedPoint {
  readonly rung: number;
}

/** Misses after which a try is to meet the target rather than to land near it. */
const manyMisses = 3;

/** How likely a try is not to meet it then; with every further miss by as much less. */
const riskTaken = 0.1;

/**
 * The rung to try next. Where one meets the target it is a coarser one, if any is expected to save enough:
 * the chance that it meets the target, times the bytes that it would save. Of all rungs in question the one
 * that most likely lands just above the target; after three misses one that very likely meets it, the more so
 * after more of them. Null where an encode more is not worth it, or where the finest misses. Rungs below
 * one that misses count as any other: how much curves jitter decides.
 * @param guide the curve of other pictures, two points or more
 */
export function rungByChance(
  known: readonly Rung[],
  guide: readonly PlacedPoint[],
  { places }: KnobLadder,
  chance: Chance & { readonly target: number },
): number | null {
  const { target, aim, worth } = chance;
  const last = places.length - 1;
  const tried = new Set(known.map(({ rung }) => rung));
  const expected = believe(known, drawKnobModel([], guide)!, chance);
  const slope = Math.max(1e-9, byteSlope(guide, target) ?? 0);
  const coarsest = known.toSorted((a, b) => a.rung - b.rung).find((each) => each.quality >= target);
  const open = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
      .filter((rung) => !tried.has(rung))
      .map((rung) => {
        const here = expected(places[rung]!);
        const meets = chanceAbove(here, target);
        const lands = meets - chanceAbove(here, target + Math.log1p(aim) / slope);
        return { rung, meets, lands, quality: here.mean };
      });
  if (coarsest === undefined) {
    if (tried.has(last)) return null;
    const finer = open(Math.max(-1, ...tried) + 1, last);
    if (known.length < manyMisses) return likeliest(finer) ?? last;
    const sure = 1 - riskTaken ** (known.length - manyMisses + 1);
    return finer.find(({ meets }) => meets >= sure)?.rung ?? last;
  }
  const coarser = open(0, coarsest.rung);
  const there = expected(coarsest.place).mean;
  const saved = coarser.map(({ meets, quality }) => meets * slope * (there - quality));
  return Math.max(0, ...saved) < worth ? null : likeliest(coarser);
}

/** The rung that most likely lands in its aim; of several the finest. Null where none can. */
function likeliest(
  rungs: readonly { readonly rung: number; readonly lands: number }[],
): number | null {
  const most = Math.max(0, ...rungs.map(({ lands }) => lands));
  return most > 0 ? (rungs.findLast(({ lands }) => lands === most)?.rung ?? null) : null;
}
