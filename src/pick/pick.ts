import type { Warn } from '../base/warn.js';
import type { MetricFacts } from '../curves/metric-facts.js';
import { nextOfSearch } from '../curves/target-search.js';
import type { ImageRef } from '../datasets/dataset.js';
import type { Metric } from '../metrics/metric.js';
import { openMetricTable } from '../metrics/table.js';
import { captureTestbed } from '../results/capture-testbed.js';
import type { SweepListener } from '../sweeps/events.js';
import { readSweepOptions } from '../sweeps/options.js';
import { lookUpImages, lookUpMetrics, type SweepSubject } from '../sweeps/prepare.js';
import { type Finalist, type PickAnswer, rankChoices } from './answer.js';
import { bestOf, type Candidate, candidateOf } from './candidate.js';
import { contentIn, cutToClass, smallerClasses } from './classes.js';
import { sortOut, tooDemanding, unfit } from './constraints.js';
import { type Contender, type LeftOut, planContenders } from './contender.js';
import { finalistOf } from './finalist.js';
import { measureCurves } from './measure.js';
import {
  type FullPickOptions,
  type PickOptions,
  pickDefaults,
  readPickOptions,
} from './options.js';
import { readSpeeds, timeChoices } from './speeds.js';
import { holdsDataset, readStored } from './stored.js';
import { checkTarget, qualityOf } from './target.js';

/** What `pick` is told, who hears of it, and who ends it. */
export type PickRequest = PickOptions &
  SweepListener & {
    /** Ends it at once; what is measured stays, and the same call goes on from there. */
    readonly signal?: AbortSignal | undefined;
    /** Ends it when the running jobs are done. */
    readonly stop?: AbortSignal | undefined;
  };

/** An answer, with what it stands on. */
export interface PickReport {
  readonly answer: PickAnswer;
  readonly metric: MetricFacts;
  readonly dataset: string;
  /** Pictures that the answer is of. */
  readonly images: number;
  /** Files that were encoded for it, and those of a sweep over the grids of the same codecs. */
  readonly encodes: number;
  readonly sweepEncodes: number;
  /** How speeds were timed; null where there are none. */
  readonly conditions: string | null;
  /** What savings are of; null where it has no point. */
  readonly anchor: string | null;
  /** It was stopped: there is no answer yet. */
  readonly interrupted: boolean;
  /** The same of the pictures of each class, where not all are of one. */
  readonly classes: readonly { readonly content: string; readonly report: PickReport }[];
}

/**
 * Which codec, at which setting, for these pictures: measures what is not known yet, with few encodes,
 * and compares the codecs at one quality. The records go to the folder of results as those of a sweep
 * do: nothing is measured twice.
 *
 *     const { best, choices } = await pick({ dataset: './photos', at: 'ssimulacra2=80' });
 *
 * The answer is one setting for all of the pictures, the cheapest whose mean score meets the target.
 * @throws UsageError for what makes no sense, before any work
 * @throws WorkError for files that are not to be had, and where the folder takes no more records
 * @throws the reason of `signal` or `stop`
 */
export async function pick(request: PickRequest): Promise<PickAnswer> {
  const { answer, interrupted } = await pickWithReport(request);
  if (interrupted) request.stop?.throwIfAborted();
  return answer;
}

/** As `pick`, with what the answer stands on; of one that was stopped there are no choices. */
export async function pickWithReport({
  signal,
  stop,
  onProgress,
  onWarning: warn = () => {},
  ...given
}: PickRequest): Promise<PickReport> {
  signal?.throwIfAborted();
  const options = readPickOptions(given);
  const run: Run = { signal, stop, onProgress, onWarning: warn, warn };
  const { report, classes: names } = await answerFor(options, run);
  const classes: { content: string; report: PickReport }[] = [];
  for (const content of options.class === undefined ? names : []) {
    if (report.interrupted || classes.some((each) => each.report.interrupted)) break;
    // Speeds are those of the whole: what is timed are crops of one size.
    const own = await answerFor({ ...options, class: content, times: false }, run);
    classes.push({ content, report: own.report });
  }
  const total = (count: (each: PickReport) => number): number =>
    classes.reduce((sum, each) => sum + count(each.report), count(report));
  const answers = classes.map(({ content, report: { images, answer } }) => {
    const { target: _, ...rest } = answer;
    return { content, images, ...rest };
  });
  return {
    ...report,
    ...{ classes, encodes: total(({ encodes }) => encodes) },
    interrupted: report.interrupted || classes.some((each) => each.report.interrupted),
    answer: { ...report.answer, ...(answers.length > 0 && { classes: answers }) },
  };
}

/** The answer for all pictures, or those of one class; and the classes that are not all of them. */
async function answerFor(
  options: FullPickOptions,
  run: Run,
): Promise<{ report: PickReport; classes: readonly string[] }> {
  const { warn } = run;
  const found = options.measure ? await measureAll(options, run) : await readAll(options, run);
  const { metric, dataset, images, candidates, anchor, encodes, sweepEncodes, interrupted } = found;
  const quality = qualityOf(metric, options.target.value);
  const testbed = captureTestbed([], options.testbed).id;
  const speedAt = readSpeeds(options.out, { dataset, testbed, warn });
  const leftOut = [...found.leftOut];
  const finalists: Finalist[] = [];
  for (const candidate of candidates) {
    const finalist = finalistOf(candidate, { metric, options, speedAt, images: images.length });
    const reason = finalist.best === null ? finalist.reason : tooDemanding(finalist.speed, options);
    if (reason !== null) leftOut.push({ spec: finalist.spec, reason });
    else if (finalist.best !== null) finalists.push(finalist);
  }
  const against = anchor && finalistOf(anchor, { metric, options, speedAt, images: images.length });
  const choices = interrupted
    ? []
    : rankChoices(finalists, { quality, anchor: against?.best ? against : null });
  const timed = finalists.flatMap(({ speed }) => speed?.conditions ?? []);
  const report: PickReport = {
    answer: { target: options.target, choices, best: choices[0]?.spec ?? null, leftOut },
    ...{ metric, dataset, encodes, sweepEncodes, interrupted },
    ...{ images: images.length, classes: [] },
    conditions: timed.length === 0 ? null : [...new Set(timed)].join('; '),
    anchor: against?.best ? against.spec : null,
  };
  return { report, classes: smallerClasses(images, found.contentOf) };
}

interface Found {
  readonly metric: Metric;
  readonly dataset: string;
  readonly images: readonly ImageRef[];
  readonly candidates: readonly Candidate[];
  readonly anchor: Candidate | null;
  readonly leftOut: readonly LeftOut[];
  readonly encodes: number;
  readonly sweepEncodes: number;
  readonly interrupted: boolean;
  /** Class of a picture, or null. */
  readonly contentOf: (image: ImageRef) => string | null;
}

type Run = SweepListener & {
  readonly signal?: AbortSignal | undefined;
  readonly stop?: AbortSignal | undefined;
  readonly warn: Warn;
};

/** Measures what is not known, and times the settings that are found. */
async function measureAll(options: FullPickOptions, run: Run): Promise<Found> {
  const { warn } = run;
  const looked = await openSubject(options, run);
  const contentOf = contentIn(options.out, looked.dataset, warn);
  const subject = { ...looked, images: cutToClass(looked.images, contentOf, options.class) };
  const metric = subject.metrics[0]!;
  checkTarget(options.target, metric);
  const usual = options.lossless ? pickDefaults.losslessCodecs : pickDefaults.codecs;
  const planned = await planContenders(options.codecs ?? usual, options.plugins);
  const { fit, leftOut } = sortOut(planned.contenders, options);
  const anchors = await planContenders(options.anchor, options.plugins);
  const anchor = anchors.contenders[0] ?? null;
  const isHidden = anchor !== null && !fit.some(({ curve }) => curve === anchor.curve);
  const contenders = isHidden ? [...fit, anchor] : fit;
  const quality = qualityOf(metric, options.target.value);
  const measured = await measureCurves(contenders, subject, { ...run, metric, quality });
  const all = contenders.map((contender, i) => {
    const points = measured.points[i]!;
    const { values, grid } = contender;
    const guide = measured.guides[i]!;
    // All that is to be tried was tried.
    const step = nextOfSearch(points, { values, grid, target: quality, guide, mostPoints: 0 });
    return candidateOf(contender, points, step);
  });
  const failed = new Set(measured.leftOut.map(({ spec }) => spec));
  const candidates = all.filter(({ label }, i) => i < fit.length && !failed.has(label));
  let { interrupted } = measured;
  if (options.times && !interrupted) {
    const chosen = candidates.flatMap((candidate) => {
      const best = bestOf(candidate);
      const contender = fit.find(({ curve }) => curve === candidate.curve)!;
      const reached = candidate.step.state !== 'try' && candidate.step.reached;
      return best === null || !reached ? [] : [{ contender, knob: best.knob }];
    });
    const timed = { ...subject, images: measured.images };
    interrupted = !(await timeChoices(chosen, timed, { ...run, warn }));
  }
  return {
    ...{ metric, candidates, interrupted, contentOf },
    dataset: subject.dataset,
    images: measured.images,
    anchor: all.find(({ curve, label }) => curve === anchor?.curve && !failed.has(label)) ?? null,
    leftOut: [
      ...planned.leftOut,
      ...leftOut,
      ...measured.leftOut.filter(({ spec }) => fit.some(({ label }) => label === spec)),
    ],
    encodes: measured.encodes,
    sweepEncodes: gridEncodes(contenders, measured.images.length),
  };
}

function gridEncodes(contenders: readonly Contender[], images: number): number {
  return contenders.reduce((total, { grid }) => total + grid.length * images, 0);
}

/** What stored results say, without measuring anything. */
async function readAll(options: FullPickOptions, run: Run): Promise<Found> {
  const { warn } = run;
  const { out, plugins, target } = options;
  const table = await openMetricTable({ plugins, commands: options.metricCommands });
  const { metric } = await table.load(target.metric);
  checkTarget(target, metric);
  const planned = options.codecs === null ? null : await planContenders(options.codecs, plugins);
  const labels = planned && new Set(planned.contenders.map(({ label }) => label));
  // Of a data set whose name is known the pictures themselves are not needed.
  const known = holdsDataset(out, options.dataset) && options.images === undefined;
  const looked = known ? null : await lookUpImages(sweepOptionsOf(options), run);
  const dataset = looked?.dataset ?? options.dataset;
  const contentOf = contentIn(out, dataset, warn);
  const quality = qualityOf(metric, target.value);
  const wanted = labels && new Set([...labels, options.anchor]);
  const stored = await readStored(out, dataset, looked?.images ?? null, {
    ...{ metric, quality, plugins, labels: wanted, warn },
    cut: (images) => cutToClass(images, contentOf, options.class),
  });
  const isWanted = ({ label }: { readonly label: string }) => labels?.has(label) ?? true;
  const judged = stored.candidates.filter(isWanted).map((candidate) => {
    const { codec, settings } = candidate;
    if (codec !== null) return { candidate, reason: unfit({ codec, settings }, options) };
    const asked = options.lossless || options.alpha || options.browsers;
    return { candidate, reason: asked ? 'its codec is not at hand; name its plugin' : null };
  });
  const missing = [...(labels ?? [])].filter(
    (label) =>
      !stored.candidates.some((each) => each.label === label) &&
      !stored.leftOut.some(({ spec }) => spec === label),
  );
  return {
    ...{ metric, dataset, contentOf, encodes: 0, sweepEncodes: 0, interrupted: false },
    images: stored.images,
    candidates: judged.flatMap(({ candidate, reason }) => (reason === null ? [candidate] : [])),
    anchor: stored.candidates.find(({ label }) => label === options.anchor) ?? null,
    leftOut: [
      ...(planned?.leftOut ?? []),
      ...judged.flatMap(({ candidate: { label }, reason }) =>
        reason === null ? [] : [{ spec: label, reason }],
      ),
      ...stored.leftOut.filter(({ spec }) => isWanted({ label: spec })),
      ...missing.map((spec) => ({ spec, reason: 'there are no records of it' })),
    ],
  };
}

/** Looks up pictures and metric, as a sweep does. */
async function openSubject(options: FullPickOptions, run: Run): Promise<SweepSubject> {
  const swept = sweepOptionsOf(options);
  const metrics = await lookUpMetrics(swept, run);
  return { options: swept, ...metrics, ...(await lookUpImages(swept, run)) };
}

function sweepOptionsOf(options: FullPickOptions): SweepSubject['options'] {
  const { target, codecs, anchor, plugins, metricCommands, images, limit, jobs, seed } = options;
  const { dataset, passes, testbed, out, timeLimitSeconds, lenient } = options;
  const { maxPixels, maxPixelsPerByte, maxMemoryBytes } = options;
  return readSweepOptions({
    ...{ codecs: codecs ?? anchor, plugins, metricCommands, images, limit, jobs, seed, dataset },
    ...{ passes, testbed, out, timeLimitSeconds, maxPixels, maxPixelsPerByte, maxMemoryBytes },
    ...{ lenient, metrics: target.metric },
  });
}
