import { median } from '../base/statistics.js';
import type { Warn } from '../base/warn.js';
import { type FamilyCurve, guideFrom } from '../curves/guide.js';
import { type KnobPoint, nextOfSearch } from '../curves/target-search.js';
import type { ImageRef } from '../datasets/dataset.js';
import type { Metric } from '../metrics/metric.js';
import type { SweepEvent } from '../sweeps/events.js';
import { planOf, type SweepSubject } from '../sweeps/prepare.js';
import { openLocalExecutor } from '../sweeps/rd/local-executor.js';
import { readOtherwise } from '../sweeps/reread.js';
import { runSweep } from '../sweeps/run.js';
import { type Contender, configurationAt, type LeftOut } from './contender.js';
import { readFamilies } from './family.js';
import { type FolderPoint, folderPoints } from './folder-point.js';
import { readCurveRecords, type StoredCurve, samplesOf } from './read-samples.js';

/** What ends a measurement, and who hears of it. */
export interface MeasureOptions {
  readonly signal?: AbortSignal | undefined;
  readonly stop?: AbortSignal | undefined;
  readonly onProgress?: ((event: SweepEvent) => void) | undefined;
  readonly warn: Warn;
}

/** The points that were found, and what could not be measured. */
export interface MeasuredCurves {
  /** Of each contender, in their order; of those left out what there is. */
  readonly points: readonly (readonly FolderPoint[])[];
  /** What led the search, of each contender: curves of other pictures, or that of the picture that led the way. */
  readonly guides: readonly (readonly KnobPoint[])[];
  /** Pictures that are in the answer. */
  readonly images: readonly ImageRef[];
  readonly leftOut: readonly LeftOut[];
  /** Files that were encoded for it, failed ones too. */
  readonly encodes: number;
  readonly interrupted: boolean;
}

/** Fewer pictures than this are searched all at once. */
const fewestToScout = 3;

/** How near the single picture is followed to the target: it only leads the others. */
const scoutTolerance = 0.05;

/**
 * Searches the target on every curve: one picture first, which costs little and shows the shape of the
 * curve, then all of them. What is on disk counts, and all that is measured is appended there, so that
 * the same call goes on from where another one was ended. All curves take their steps side by side.
 * @param quality the target, on the metric's scale
 */
export async function measureCurves(
  contenders: readonly Contender[],
  subject: SweepSubject,
  {
    metric,
    quality,
    ...options
  }: MeasureOptions & { readonly metric: Metric; readonly quality: number },
): Promise<MeasuredCurves> {
  const { warn } = options;
  const { jobs, timeLimitSeconds, maxMemoryBytes, out } = subject.options;
  const early = await earlyOnes(contenders, subject, warn);
  const families = await readFamilies();
  const familyOf = ({ label, knob }: Contender) =>
    knob === null ? [] : families.of(label, metric, knob);
  const tried = new Set<string>();
  const leftOut = new Map<Contender, string>();
  const dropped = new Set<string>();
  let encodes = 0;
  let interrupted = false;
  const executor = openLocalExecutor({
    workers: jobs,
    timeLimitSeconds,
    memoryBytes: maxMemoryBytes,
  });

  const read = (): StoredCurve[] => {
    const codecs = contenders.map(({ codec }) => codec.id);
    const records = readCurveRecords(out, subject.dataset, codecs, warn);
    return contenders.map(({ curve }) =>
      samplesOf(
        (records.get(curve) ?? []).filter(
          ({ version, imageSha256 }) => !(version.startsWith('0.1.') && early.has(imageSha256)),
        ),
        metric,
      ),
    );
  };
  /** Leaves out pictures and curves that this run could not measure. */
  const settle = (curves: readonly StoredCurve[]): void => {
    for (const [i, { samples, failures, unusable }] of curves.entries()) {
      const contender = contenders[i]!;
      for (const image of subject.images) {
        const reason = unusable.get(image.sha256);
        const isTried = [...tried].some((each) => each.endsWith(image.sha256));
        if (reason === undefined || !isTried || dropped.has(image.sha256)) continue;
        dropped.add(image.sha256);
        warn(`${image.name} is left out: ${reason}`);
      }
      for (const each of tried) {
        const [curve, knob, sha256] = each.split(separator) as [string, string, string];
        if (curve !== contender.curve || dropped.has(sha256) || leftOut.has(contender)) continue;
        if (samples.get(Number(knob))?.has(sha256)) continue;
        const { name } = subject.images.find((image) => image.sha256 === sha256)!;
        const reason = failures.get(`${knob}|${sha256}`) ?? 'no record was made';
        leftOut.set(contender, `failed on ${name}: ${reason}`);
      }
    }
  };
  const usable = (): ImageRef[] => subject.images.filter(({ sha256 }) => !dropped.has(sha256));

  try {
    for (;;) {
      const curves = read();
      settle(curves);
      const images = usable();
      const wanted = contenders.flatMap((contender, i) => {
        if (leftOut.has(contender) || images.length === 0) return [];
        const step = nextStep(contender, curves[i]!, {
          ...{ images, metric, quality },
          family: familyOf(contender),
        });
        return step === null ? [] : [{ contender, ...step }];
      });
      if (wanted.length === 0) break;
      const ids = new Set(
        wanted.flatMap(({ contender, knob, images: some }) =>
          some.map(({ sha256 }) => [contender.curve, knob, sha256].join(separator)),
        ),
      );
      // A value that is wanted once more would be wanted for ever.
      if ([...ids].every((id) => tried.has(id))) break;
      const configurations = wanted.map(({ contender, knob }) => configurationAt(contender, knob));
      const plan = await planOf(subject, configurations, { onWarning: warn });
      const rdJobs = plan.rd!.jobs.filter(({ configuration: { identity }, image }) =>
        wanted.some(
          ({ images: some }, i) => configurations[i]!.identity === identity && some.includes(image),
        ),
      );
      const summary = await runSweep(
        {
          ...plan,
          options: { ...plan.options, maxFailures: 1 },
          rd: { ...plan.rd!, jobs: rdJobs },
        },
        {
          signal: options.signal,
          stop: options.stop,
          onProgress: options.onProgress,
          onWarning: warn,
          executor,
        },
      );
      encodes += summary.rd?.measured ?? 0;
      interrupted = summary.interrupted;
      if (interrupted) break;
      for (const id of ids) tried.add(id);
    }
  } finally {
    await executor.close();
  }
  const curves = read();
  const images = usable();
  const points = curves.map(({ samples }) => folderPoints(samples, images, metric));
  return {
    points,
    guides: curves.map(({ samples }, i) =>
      guideOf(points[i]!, scoutPoints(samples, images, metric), familyOf(contenders[i]!)),
    ),
    images,
    leftOut: [...leftOut].map(([{ label }, reason]) => ({ spec: label, reason })),
    encodes,
    interrupted,
  };
}

/** Stands in no key. */
const separator = '\n';

/** The next value to try of a curve, and on which pictures; null where the answer is known. */
function nextStep(
  { values, grid }: Contender,
  { samples }: StoredCurve,
  {
    images,
    metric,
    quality,
    family,
  }: {
    readonly images: readonly ImageRef[];
    readonly metric: Metric;
    readonly quality: number;
    readonly family: readonly FamilyCurve[];
  },
): { readonly knob: number; readonly images: readonly ImageRef[] } | null {
  const points = folderPoints(samples, images, metric);
  const search = { values, grid, target: quality };
  const scout = scoutOf(images);
  const scouted = scoutPoints(samples, images, metric);
  if (scout !== null && points.length < 2 && values.length > 2) {
    const guide = guideFrom(family, scouted);
    const first = nextOfSearch(scouted, { ...search, guide, tolerance: scoutTolerance });
    if (first.state === 'try') return { knob: first.knob, images: [scout] };
  }
  const step = nextOfSearch(points, { ...search, guide: guideOf(points, scouted, family) });
  return step.state === 'try' ? { knob: step.knob, images } : null;
}

/**
 * What leads the search of all pictures: curves of other pictures, those that are like these weighing more;
 * where there are none, the curve of the picture that leads the way.
 */
function guideOf(
  points: readonly FolderPoint[],
  scouted: readonly FolderPoint[],
  family: readonly FamilyCurve[],
): readonly KnobPoint[] {
  return family.length === 0 ? scouted : guideFrom(family, points.length > 0 ? points : scouted);
}

/** The points of the picture that leads the way; none where there is no such picture. */
function scoutPoints(
  samples: StoredCurve['samples'],
  images: readonly ImageRef[],
  metric: Metric,
): FolderPoint[] {
  const scout = scoutOf(images);
  return scout === null ? [] : folderPoints(samples, [scout], metric);
}

/** The picture that leads the way: that of middle size. Null where there are few. */
function scoutOf(images: readonly ImageRef[]): ImageRef | null {
  if (images.length < fewestToScout) return null;
  const middle = median(images.map(({ bytes }) => bytes));
  return images.toSorted((a, b) => Math.abs(a.bytes - middle) - Math.abs(b.bytes - middle))[0]!;
}

/** Pictures that records of early versions are no measurements of. */
async function earlyOnes(
  contenders: readonly Contender[],
  { options: { out }, dataset, images }: SweepSubject,
  warn: Warn,
): Promise<ReadonlySet<string>> {
  const codecs = contenders.map(({ codec }) => codec.id);
  const records = [...readCurveRecords(out, dataset, codecs, warn).values()].flat();
  const hasEarly = records.some(({ version }) => version.startsWith('0.1.'));
  return hasEarly ? readOtherwise(images) : new Set();
}
