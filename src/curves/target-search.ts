import { type Chance, rungByChance } from './chance.js';
import { type EvenedValue, type KnobLadder, ladderOf } from './knob-ladder.js';
import { byteSlope, drawKnobModel, type KnobModel, type PlacedPoint } from './knob-model.js';

/** What one value of a rate knob gave: of one picture, or the means of several. */
export interface KnobPoint {
  readonly knob: number;
  /** Rises with quality: negate a distance. Infinite where the picture is exact. */
  readonly quality: number;
  /** Above 0, in any unit. */
  readonly bytes: number;
}

/** What a search is told. */
export interface TargetSearch {
  /** All values that may be tried: every whole number of a range, or `knobValues` of a continuous one. */
  readonly values: readonly number[];
  /** The least quality that is wanted. */
  readonly target: number;
  /**
   * Values that lie about equally far apart in quality, those that a sweep visits say: quality is read
   * over the places in this list. The values themselves if not given.
   */
  readonly grid?: readonly number[];
  /** The curve of another picture of the kind: its shape leads to the first values. */
  readonly guide?: readonly KnobPoint[];
  /** Whether the guide is of a part of the picture: its steps are those of the whole. */
  readonly isLed?: boolean;
  /** Where values lie beside an even curve; as even as the grid if not given. */
  readonly evened?: readonly EvenedValue[] | undefined;
  /** How far curves stray from the guide: where it is known the search goes by chance. */
  readonly chance?: Chance | undefined;
  /** Share of the bytes that a point may have more than the target needs, 0.01 for 1 %. */
  readonly tolerance?: number;
  /** Points after which it gives up to look for a better one. */
  readonly mostPoints?: number;
}

/** What to do next: try a value, or take the best point there is. */
export type SearchStep =
  | { readonly state: 'try'; readonly knob: number }
  | {
      /**
       * `found`: the coarsest value that meets the target, or one within the tolerance of it.
       * `unreachable`: the finest value misses the target. `spent`: `mostPoints` were tried.
       */
      readonly state: 'found' | 'unreachable' | 'spent';
      /** The coarsest point that meets the target; where none does, the one of most quality. */
      readonly best: KnobPoint | null;
      /** Whether `best` meets the target. */
      readonly reached: boolean;
      /** About by which share `best` has more bytes than the target needs; null where nothing tells. */
      readonly excess: number | null;
    };

/** Bytes within 1 %: what a step of most knobs cannot do better. */
export const searchTolerance = 0.01;

/**
 * The next value of a rate knob to try on the way to a target quality, or the answer. Pure: it is given
 * all points that are known, in the order in which they were made, and asked again with one more.
 *
 *     for (const points = []; ; ) {
 *       const step = nextOfSearch(points, { values, target: 80 });
 *       if (step.state !== 'try') return step;
 *       points.push(await measure(step.knob));
 *     }
 *
 * Where the target lies between two points, the curve through all of them is solved for it; where it
 * lies outside, the curve is drawn on, by steps that grow. Whether quality rises or falls with the knob
 * shows in the points. Noise that is not monotonic is lived with: what counts is the coarsest point
 * that meets the target, and it is the answer once the next coarser value is known to miss it, or once
 * its bytes are within the tolerance. Where all other points say that the target is met below the one that
 * misses, one value there is tried as well. That a value is given back says that it was measured.
 *
 * Where it is known how far curves stray from the guide, what counts is how likely values are to meet the
 * target: see `rungByChance`.
 * @throws RangeError where there are no values
 */
export function nextOfSearch(points: readonly KnobPoint[], search: TargetSearch): SearchStep {
  const { values, target, guide = [], tolerance = searchTolerance, mostPoints = 16 } = search;
  const { isLed = false } = search;
  if (values.length === 0) throw new RangeError('a search needs a value to try, got none');
  const { chance, evened } = search;
  const ladder = ladderOf(values, search.grid ?? values, guide.length > 1 ? guide : points, evened);
  const known = placed(points, ladder);
  // By chance the values that may be tried are no matter for the guide: its shape counts.
  const led = chance === undefined ? placed(guide, ladder) : onPlaces(guide, ladder);
  const [hi, lo] = bracket(known, target);
  // Where points jitter, what lies between two of them tells nothing of how bytes rise.
  const excess = hi && excessOf(hi, chance === undefined ? known : [], led, target);
  const answer = (state: 'found' | 'unreachable' | 'spent'): SearchStep => {
    const best = hi ?? known.toSorted((a, b) => b.quality - a.quality)[0];
    return { state, best: best?.point ?? null, reached: hi !== null, excess };
  };
  const isNear = excess !== null && excess <= tolerance;
  if (chance !== undefined && led.length > 1) {
    const rung = isNear ? null : rungByChance(known, led, ladder, { ...chance, target });
    if (rung === null) return answer(hi === null ? 'unreachable' : 'found');
    if (known.length >= mostPoints) return answer('spent');
    return { state: 'try', knob: ladder.values[rung]! };
  }
  const last = ladder.values.length - 1;
  const ends = hi === null ? lo?.rung === last : hi.rung - (lo?.rung ?? -1) === 1;
  // A single point at an end does not tell which end is the fine one.
  if (ends && last > 0 && known.length < 2 && led.length < 2) {
    const middle = hi === null ? Math.floor(last / 2) : Math.ceil(last / 2);
    return { state: 'try', knob: ladder.values[middle]! };
  }
  const doubted = ends && known.length < mostPoints ? rungBelow(known, led, ladder, target) : null;
  if (doubted !== null) return { state: 'try', knob: ladder.values[doubted]! };
  if (ends) return answer(hi === null ? 'unreachable' : 'found');
  const next = hi && coarserQuality(hi, known, led, ladder);
  const isWorthOneMore = !isLed && hi !== null && isTempting(hi, next, known, led, target);
  if (isNear && !isWorthOneMore) return answer('found');
  if (isLed && hi !== null && surelyMisses(hi, next, target)) return answer('found');
  if (known.length >= mostPoints) return answer('spent');
  const model = drawKnobModel(known, led);
  const slope = byteSlope(known, target) ?? byteSlope(led, target);
  const wanted =
    model &&
    wantedRung(model, ladder, target, slope === null ? 0 : (aimOf(known) * tolerance) / slope);
  const run = sameSide(known, target);
  const steps = leastSteps(known, target, run);
  const rung = nextRung({
    ...{ hi, lo, ladder, run, steps },
    wanted: bent(known, target, { run, wanted, last }),
  });
  return { state: 'try', knob: ladder.values[rung]! };
}

/** A point on its rung of the ladder. */
interface Known extends PlacedPoint {
  readonly rung: number;
  readonly point: KnobPoint;
}

/** The points on the ladder; those of values that are not to be tried count for nothing. */
function placed(points: readonly KnobPoint[], { values, places }: KnobLadder): Known[] {
  return points.flatMap((point) => {
    const rung = values.indexOf(point.knob);
    const { quality, bytes } = point;
    return rung < 0 ? [] : [{ rung, place: places[rung]!, quality, bytes, point }];
  });
}

/** All points by their places, on no rung. */
function onPlaces(points: readonly KnobPoint[], { placeOf }: KnobLadder): Known[] {
  return points.map((point) => ({
    ...{ rung: -1, place: placeOf(point.knob), point },
    ...{ quality: point.quality, bytes: point.bytes },
  }));
}

/** The coarsest point that meets the target, and the finest below it that misses it. */
function bracket(known: readonly Known[], target: number): [hi: Known | null, lo: Known | null] {
  const byRung = known.toSorted((a, b) => a.rung - b.rung);
  const hi = byRung.find(({ quality }) => quality >= target) ?? null;
  const below = byRung.filter(({ rung }) => hi === null || rung < hi.rung);
  return [hi, below.at(-1) ?? null];
}

/**
 * A rung below the neighbour that misses, where all points but that one lead there: the miss may be noise.
 * Null where they do not, and where one was looked at in vain.
 */
function rungBelow(
  known: readonly Known[],
  led: readonly Known[],
  ladder: KnobLadder,
  target: number,
): number | null {
  const [hi, lo] = bracket(known, target);
  if (hi === null || lo === null) return null;
  const floor = Math.max(-1, ...known.map(({ rung }) => rung).filter((rung) => rung < lo.rung));
  const last = known.at(-1);
  if (floor === lo.rung - 1 || (last !== hi && last !== lo)) return null;
  const others = known.filter((each) => each !== lo);
  const model = drawKnobModel(others, led);
  const wanted = model && wantedRung(model, ladder, target, 0);
  return wanted === null || wanted >= lo.rung ? null : Math.max(wanted, floor + 1);
}

/** Share of a step by which the next coarser value is to miss, by a guide that is of a part of the picture. */
const sureShare = 0.15;

/** Quality of the next coarser value, as far as the points and the guide tell; null where neither does. */
function coarserQuality(
  { rung }: Known,
  known: readonly Known[],
  led: readonly Known[],
  { places }: KnobLadder,
): number | null {
  const model = drawKnobModel(known, led);
  return model === null || rung === 0 ? null : model(places[rung - 1]!);
}

/** Whether the next coarser value, of a quality that is expected, misses the target. */
function surelyMisses(hi: Known, next: number | null, target: number): boolean {
  return next !== null && target - next > sureShare * (hi.quality - next);
}

/** Share of the bytes that a step of the knob may cost before the next coarser value is looked at. */
const dearStep = 0.03;

/** Share of a step of the knob by which the next coarser value is to miss, to be passed over where steps are dear. */
const safeShare = 0.8;

/**
 * Whether the next coarser value is worth a look, however near the target is: it would have many fewer
 * bytes, and is not expected to miss by much.
 * @param next quality that is expected of it
 */
function isTempting(
  hi: Known,
  next: number | null,
  known: readonly Known[],
  led: readonly Known[],
  target: number,
): boolean {
  if (next === null) return false;
  const step = hi.quality - next;
  if (target - next >= safeShare * step) return false;
  const below = known.filter(({ rung }) => rung <= hi.rung);
  const slopes = [byteSlope(below, target), byteSlope(led, target)].filter(
    (slope) => slope !== null,
  );
  return Math.expm1(step * Math.max(0, ...slopes)) > dearStep;
}

/**
 * By which share the bytes of a point lie above those that the target needs, by how they rise with
 * quality on both sides of it, and on the guide: the most that one of these says.
 */
function excessOf(
  hi: Known,
  known: readonly Known[],
  guide: readonly Known[],
  target: number,
): number | null {
  const over = hi.quality - target;
  if (over === 0) return 0;
  if (!Number.isFinite(over)) return null;
  const below = known.filter(({ rung }) => rung <= hi.rung);
  const above = known.filter(({ rung }) => rung >= hi.rung);
  const slopes = [
    byteSlope(below, target),
    byteSlope(guide, target),
    byteSlope(above, hi.quality),
  ].filter((slope) => slope !== null);
  return slopes.length === 0 ? null : Math.expm1(over * Math.max(...slopes));
}

/** How many of the points made last lie on one side of the target. */
function sameSide(known: readonly Known[], target: number): number {
  const sides = known.map(({ quality }) => quality >= target);
  return known.length - 1 - sides.lastIndexOf(!sides.at(-1));
}

/**
 * The least step, in rungs, where all points lie on one side of the target: it grows from the third of
 * them on, so that a curve that flattens out does not hold the search up, as far as one and a half times
 * where the line through the last two points leads.
 */
function leastSteps(known: readonly Known[], target: number, run: number): number {
  const grown = run > freeRun ? 2 ** (run - freeRun) : 1;
  const led = rungsTo(known, target);
  return led === null ? grown : Math.max(1, Math.min(grown, Math.ceil(1.5 * Math.abs(led))));
}

/**
 * How many rungs from the last point the target lies, by the line through it and the one before or, where
 * that one falls, the first; null where no line tells.
 */
function rungsTo(known: readonly Known[], target: number): number | null {
  const last = known.at(-1);
  for (const each of [known.at(-2), known[0]]) {
    if (!last || !each || each === last) continue;
    const slope = (last.quality - each.quality) / (last.rung - each.rung);
    if (slope > 0 && Number.isFinite(slope)) return (target - last.quality) / slope;
  }
  return null;
}

/** Points that are as near as this, in rungs, tell no direction: their steps are noise. */
const noisyRungs = 4;

/**
 * The rung that the model wants; where all points lie on one side of the target and the model has sent
 * the search on again and again, half way to where the line through the last two leads: a curve may be
 * of another shape than all of the guide.
 */
function bent(
  known: readonly Known[],
  target: number,
  { run, wanted, last }: { run: number; wanted: number | null; last: number },
): number | null {
  const [a, b] = known.slice(-2);
  if (wanted === null || !a || !b || run < known.length) return wanted;
  const slope = (b.quality - a.quality) / (b.rung - a.rung);
  if (Math.abs(b.rung - a.rung) < noisyRungs || !(slope > 0) || !Number.isFinite(slope)) {
    return wanted;
  }
  const led = clamp(b.rung + (target - b.quality) / slope, 0, last);
  return Math.round((wanted + led) / 2);
}

/** A target that is not crossed after so many points on one side is closed in on by halves. */
const longRun = 3;

/** Points on one side of the target, without one on the other, whose next step the model alone says. */
const freeRun = 2;

/** Share of the ladder that is gone where nothing but one point is known. */
const blindStep = 0.25;

/**
 * Where rungs are narrower than the tolerance, the share of it that is aimed above the target: all of it
 * from the fourth point on, since few are left, and one that just misses leaves a coarse bracket.
 */
function aimOf({ length }: readonly Known[]): number {
  return length < 3 ? 0.4 : 1;
}

/**
 * The coarsest rung whose quality, by the model, meets the target; the finest where none does.
 * @param margin quality above the target that is aimed at as far as rungs are narrower than it
 */
function wantedRung(
  model: KnobModel,
  { places }: KnobLadder,
  target: number,
  margin: number,
): number {
  const last = places.length - 1;
  const meets = places.findIndex((place) => model(place) >= target);
  let rung = meets < 0 ? last : meets;
  while (rung < last && model(places[rung + 1]!) - target <= margin) rung += 1;
  return rung;
}

function nextRung({
  hi,
  lo,
  ladder: { places },
  wanted,
  run,
  steps,
}: {
  readonly hi: Known | null;
  readonly lo: Known | null;
  readonly ladder: KnobLadder;
  /** By the model; null without one. */
  readonly wanted: number | null;
  readonly run: number;
  readonly steps: number;
}): number {
  const last = places.length - 1;
  const span = places[last]! - places[0]!;
  const nearest = (place: number): number => {
    const above = places.findIndex((each) => each >= place);
    return above < 0 ? last : above;
  };
  if (hi !== null && lo !== null) {
    const there = run >= longRun ? nearest((hi.place + lo.place) / 2) : wanted;
    return clamp(there ?? last, lo.rung + 1, hi.rung - 1);
  }
  if (lo !== null) {
    const there = wanted ?? nearest(lo.place + blindStep * span);
    return clamp(there, Math.min(lo.rung + steps, last), last);
  }
  if (hi !== null) {
    const there = wanted ?? nearest(hi.place - blindStep * span);
    return clamp(there, 0, Math.max(hi.rung - steps, 0));
  }
  return wanted ?? nearest(places[0]! + span / 2);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
