import {
  bootstrapInterval,
  type Interval,
  maxSeed,
  mean,
  median,
  quantile,
  seededRandom,
} from '../base/statistics.js';
import { least, ratio, sum } from '../base/sums.js';
import type { Bootstrap } from '../curves/bootstrap.js';
import { cpuShare } from '../results/cpu-share.js';
import type { Samples } from '../results/record.js';
import { normalise } from './reference-machine.js';
import type { Direction } from './schema.js';

/** One image's samples in one direction. */
export interface ImageTimes {
  readonly pixels: number;
  readonly samples: Samples;
}

/** What the figures depend on beside the samples. */
interface FigureOptions {
  readonly engine: { readonly runtime: string };
  readonly bootstrap: Bootstrap;
  /** Time of the calibration kernel on this testbed over that on the reference machine. */
  readonly slowness?: number | null;
}

/**
 * The figures of encode or of decode, from the samples of one image or more. Pure.
 */
export function directionFigures(
  times: readonly ImageTimes[],
  { engine, bootstrap, slowness = null }: FigureOptions,
): Direction {
  const totals = times.flatMap(({ samples }) => samples.total);
  const wall = sum(totals);
  const names = new Set(times.flatMap(({ samples }) => Object.keys(samples.stages)));
  const stages = [...names].sort().flatMap((name) => {
    const seconds = times.flatMap(({ samples }) => samples.stages[name] ?? []);
    if (seconds.length === 0) return [];
    const figures = {
      share: ratio(sum(seconds), wall),
      medianSeconds: median(seconds),
      meanSeconds: mean(seconds),
    };
    return [[name, figures] as const];
  });
  const megapixelsPerSecond = throughput(times, ({ samples }) => median(samples.total));
  return {
    samples: totals.length,
    medianSeconds: median(totals),
    meanSeconds: mean(totals),
    iqrSeconds: quantile(totals, 0.75) - quantile(totals, 0.25),
    p95Seconds: quantile(totals, 0.95),
    megapixelsPerSecond,
    ...intervals(times, bootstrap),
    normalised: megapixelsPerSecond === null ? null : normalise(megapixelsPerSecond, slowness),
    cpuPerWall: cpuShare(
      { engine },
      times.map(({ samples }) => samples),
    ),
    stages: Object.fromEntries(stages),
    ...reportedFigures(times),
  };
}

/** What command lines say they took, where they say so of every image. */
function reportedFigures(times: readonly ImageTimes[]): Pick<Direction, 'reported'> {
  const told = times.map(({ samples }) => samples.reported ?? []);
  if (told.length === 0 || told.some((seconds) => seconds.length === 0)) return {};
  const megapixelsPerSecond = throughput(times, ({ samples }) => median(samples.reported ?? []));
  return { reported: { medianSeconds: median(told.flat()), megapixelsPerSecond } };
}

/** Pixels of the images over the sum of their median seconds, in millions a second. */
function throughput(
  times: readonly ImageTimes[],
  medianSeconds: (image: ImageTimes) => number,
): number | null {
  const pixels = sum(times.map((image) => image.pixels));
  return ratio(pixels / 1e6, sum(times.map(medianSeconds)));
}

/**
 * Intervals of the throughput. Passes are drawn whole, the same for all images: what disturbs the
 * machine for the length of a pass disturbs all images in it. The images are a fixed set for
 * `interval` and are drawn as well for `imageInterval`.
 */
function intervals(
  times: readonly ImageTimes[],
  bootstrap: Bootstrap,
): Pick<Direction, 'interval' | 'imageInterval'> {
  const count = least(times.map(({ samples }) => samples.total.length));
  if (count < 2) return { interval: null, imageInterval: null };
  const passes = Array.from({ length: count }, (_, pass) => pass);
  const medians = memoize((drawn: readonly number[]) => {
    const entries = times.map(
      (image) => [image, median(drawn.map((pass) => image.samples.total[pass]!))] as const,
    );
    return new Map(entries);
  });
  const statistic = (images: readonly ImageTimes[], drawn: readonly number[]): number => {
    const seconds = medians(drawn);
    return throughput(images, (image) => seconds.get(image)!) ?? Number.POSITIVE_INFINITY;
  };
  // Not the stream that draws the images: the two draws must be independent.
  const random = seededRandom((bootstrap.seed + 1) % (maxSeed + 1));
  const drawPasses = (): number[] => passes.map(() => random.integer(count));
  return {
    interval: finite(bootstrapInterval(passes, (drawn) => statistic(times, drawn), bootstrap)),
    imageInterval: finite(
      bootstrapInterval(times, (images) => statistic(images, drawPasses()), bootstrap),
    ),
  };
}

/** Keeps the answers by the passes drawn: of 5 passes there are but 126 draws. */
function memoize<T>(of: (drawn: readonly number[]) => T): (drawn: readonly number[]) => T {
  const known = new Map<string, T>();
  return (drawn) => {
    const key = drawn.toSorted((a, b) => a - b).join();
    const answer = known.get(key) ?? of(drawn);
    known.set(key, answer);
    return answer;
  };
}

function finite({ low, high }: Interval): Interval | null {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
}
