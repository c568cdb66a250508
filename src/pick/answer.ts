import { sum } from '../base/sums.js';
import { type Compare, isTie, savings, sizesAtQuality } from '../curves/saving.js';
import { searchTolerance } from '../curves/target-search.js';
import type { FolderPoint } from './folder-point.js';
import type { Speed } from './speeds.js';
import type { Target } from './target.js';

/** A codec with the setting to use. */
export interface Choice {
  readonly spec: string;
  /** Of all pictures. */
  readonly bytes: number;
  /** All bits over all pixels. */
  readonly bitsPerPixel: number;
  /** Mean over the pictures; null where the metric sees no difference in any. */
  readonly score: number | null;
  readonly encodeMegapixelsPerSecond: number | null;
  readonly decodeMegapixelsPerSecond: number | null;
  /**
   * Percent of the anchor's bytes that are saved, at exactly the target, with its 95 % interval over
   * the pictures. The interval is null of a single picture, all of it where the anchor has no point.
   */
  readonly saving: {
    readonly percent: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  readonly notes: readonly string[];
}

/** What to use for some pictures. */
export interface PickAnswer {
  readonly target: Target;
  /** The smallest first, at exactly the target. */
  readonly choices: readonly Choice[];
  /** `spec` of the first choice, or null where there is none. */
  readonly best: string | null;
  readonly leftOut: readonly { readonly spec: string; readonly reason: string }[];
  /** The same of the pictures of each class; absent where no class is asked for apart, or all are of one. */
  readonly classes?: readonly (Pick<PickAnswer, 'choices' | 'best' | 'leftOut'> & {
    readonly content: string;
    readonly images: number;
  })[];
}

/** A curve with a point that meets the target. */
export interface Finalist {
  readonly spec: string;
  readonly points: readonly FolderPoint[];
  readonly best: FolderPoint;
  /** About by which share `best` has more bytes than the target needs. */
  readonly excess: number | null;
  readonly speed: Speed | null;
  readonly notes: readonly string[];
}

/**
 * Ranks the finalists by their bytes at exactly the target, and compares them with the anchor. Two
 * whose bytes, picture by picture, may as well be equal are a tie. Pure.
 * @param quality the target, on the metric's scale
 * @param anchor that the savings are of; null where it has no point
 */
export function rankChoices(
  finalists: readonly Finalist[],
  { quality, anchor }: { readonly quality: number; readonly anchor: Finalist | null },
): Choice[] {
  const compare = savings();
  const against = anchor && bytesAt(anchor, quality);
  const ranked = finalists
    .map((finalist) => ({ finalist, bytes: bytesAt(finalist, quality) }))
    .sort((a, b) => sum(a.bytes) - sum(b.bytes));
  const first = ranked[0];
  return ranked.map(({ finalist, bytes }) => {
    const { spec, best, speed, notes } = finalist;
    const tied = first && first.finalist !== finalist && isTie(compare(bytes, first.bytes));
    return {
      spec,
      bytes: best.bytes,
      bitsPerPixel: (8 * best.bytes) / best.pixels,
      score: best.score,
      encodeMegapixelsPerSecond: speed?.encode ?? null,
      decodeMegapixelsPerSecond: speed?.decode ?? null,
      saving: savingOf(bytes, against, compare),
      notes: [...(tied ? [`a tie with ${first.finalist.spec}`] : []), ...notes],
    };
  });
}

/** Bytes of each picture where the curve reaches the target. */
function bytesAt({ points, best, excess }: Finalist, quality: number): number[] {
  const finite = points
    .filter((point) => Number.isFinite(point.quality))
    .map((point) => ({ rate: point.bytes, quality: point.quality, sizes: point.bytesOf }));
  // What lies beyond the points is not guessed at, but for the last percent that a search leaves open.
  const near = excess !== null && excess <= 2 * searchTolerance ? 1 + excess : 1;
  return sizesAtQuality(finite, quality) ?? best.bytesOf.map((bytes) => bytes / near);
}

/** The saving in percent of the bytes of all pictures, with its interval over the pictures. */
function savingOf(
  bytes: readonly number[],
  against: readonly number[] | null,
  compare: Compare,
): Choice['saving'] {
  if (against === null) return { percent: null, low: null, high: null };
  const { percent, interval } = compare(bytes, against);
  return { percent, low: interval?.low ?? null, high: interval?.high ?? null };
}
