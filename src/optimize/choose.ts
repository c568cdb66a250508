import { readJpegFrame } from '../codecs/jpeg/frame.js';
import type { Metric } from '../metrics/metric.js';
import { bySize, type Candidate, type TrialOutcome } from './candidate.js';
import type { Source } from './contract.js';
import type { FormatId } from './formats/table.js';
import { meets, qualityOfJudgement } from './goal.js';
import type { OptimizeAnswer } from './result.js';
import type { OptimizeTask } from './task.js';

/**
 * Chooses the file that is given back: the smallest that meets the goal, of those smaller than the
 * original; the original where its format is allowed and nothing smaller does; else the best there is.
 * Where only a size is wanted it is the best score within it.
 */
export function choose(
  source: Source,
  task: OptimizeTask,
  metric: Metric,
  outcomes: readonly TrialOutcome[],
): OptimizeAnswer {
  const { goal } = task;
  const originalBytes = source.bytes.length;
  const all = outcomes.flatMap(({ candidates }) => candidates);
  const smaller = all.filter((each) => mayWin(source, task, each));
  const fit = smaller.filter((each) => meets(metric, goal, each)).sort(bySize(source.format));
  const mayStay = task.formats.length === 0 || task.formats.includes(source.format);
  const staysWithin = mayStay && originalBytes <= (goal?.maxBytes ?? originalBytes);
  const onlySize = goal !== null && goal.score === null;
  const chosen = onlySize
    ? staysWithin
      ? null
      : (fit.toSorted(byQuality(metric))[0] ?? best(metric, smaller, goal))
    : (fit[0] ?? (staysWithin ? null : best(metric, smaller, goal)));
  const original = { value: metric.perfect, isExact: true };
  const { value } = chosen?.judgement ?? original;
  const optimizedBytes = chosen?.size ?? originalBytes;
  return {
    bytes: chosen === null ? source.bytes : heldBytes(chosen),
    format: chosen?.format ?? source.format,
    method: chosen?.method ?? 'none',
    ...{ originalBytes, optimizedBytes },
    reductionPercent: chosen ? Number(percentSaved(chosen, originalBytes).toFixed(2)) : 0,
    alreadyOptimized: chosen === null,
    quality: chosen?.knob ?? null,
    score:
      value === null ? null : { metric: metric.id, version: metric.version, value: finite(value) },
    target: goal && {
      metric: goal.score === null ? null : metric.id,
      value: goal.score,
      maxBytes: goal.maxBytes,
    },
    reached: chosen === null ? staysWithin : meets(metric, goal, chosen),
    encodes: outcomes.reduce((sum, { encodes }) => sum + encodes, 0),
    candidates: [
      ...all.map(({ format, method, knob, size, judgement }) => ({
        ...{ format, method, quality: knob, bytes: size, error: null },
        score: judgement.value === null ? null : finite(judgement.value),
      })),
      ...outcomes.flatMap(({ failed }) =>
        failed.map(({ format, method, knob, error }) => ({
          ...{ format, method, quality: knob, bytes: 0, score: null, error },
        })),
      ),
    ],
    warnings: [],
  };
}

/** Whether a file is smaller than the original, and saves no more than it may. */
function mayWin({ bytes }: Source, task: OptimizeTask, file: Candidate): boolean {
  const { maxReduction, progressiveJpeg } = task;
  if (file.size >= bytes.length) return false;
  if (progressiveJpeg && file.format === 'jpeg' && !(file.bytes && isProgressive(file.bytes)))
    return false;
  return !(file.lossy && maxReduction !== null && percentSaved(file, bytes.length) > maxReduction);
}

/** By the number of its frame. ITU-T T.81, B.2.2. */
function isProgressive(jpeg: Uint8Array): boolean {
  return readJpegFrame(jpeg).process === 2;
}

/**
 * Bytes of the smallest file that can be the answer, of one format or of all; the original's length where
 * there is none, and where not bytes decide but the score.
 */
export function smallestOf(
  source: Source,
  task: OptimizeTask,
  metric: Metric,
  outcomes: readonly TrialOutcome[],
  format?: FormatId,
): number {
  const { goal } = task;
  const sizes = outcomes
    .flatMap(({ candidates }) => candidates)
    .filter((each) => format === undefined || each.format === format)
    .filter((each) => mayWin(source, task, each) && meets(metric, goal, each))
    .map(({ size }) => size);
  const onlySize = goal !== null && goal.score === null;
  return Math.min(source.bytes.length, ...(onlySize ? [] : sizes));
}

function percentSaved({ size }: Candidate, originalBytes: number): number {
  return 100 * (1 - size / originalBytes);
}

/** Best score first, then fewest bytes. */
function byQuality(metric: Metric): (a: Candidate, b: Candidate) => number {
  const quality = ({ judgement }: Candidate): number =>
    qualityOfJudgement(metric, judgement) ?? Number.NEGATIVE_INFINITY;
  return (a, b) => {
    const [first, second] = [quality(a), quality(b)];
    return first === second ? a.size - b.size : second - first;
  };
}

/**
 * The files of one trial, without the bytes of those that cannot be the answer: where a score alone is
 * wanted the smallest that meets it can or, as long as none does, the one of the best score.
 */
export function withoutLosers(
  source: Source,
  task: OptimizeTask,
  metric: Metric,
  files: readonly Candidate[],
): Candidate[] {
  const { goal, maxReduction, progressiveJpeg } = task;
  const isSimple = goal !== null && goal.maxBytes === null && maxReduction === null;
  if (!isSimple || progressiveJpeg) return [...files];
  const smaller = files.filter((each) => mayWin(source, task, each));
  const fit = smaller.filter((each) => meets(metric, goal, each)).sort(bySize(source.format));
  const winner = fit[0] ?? best(metric, smaller, goal);
  return files.map((each) => (each === winner ? each : { ...each, bytes: null }));
}

/** @throws Error where `withoutLosers` let go of them, which would be a mistake of this program */
function heldBytes({ format, bytes }: Candidate): Uint8Array {
  if (bytes === null) throw new Error(`the ${format} that was chosen is not held any more`);
  return bytes;
}

/** Of files that do not meet the goal: the best score within the bytes, else the fewest bytes. */
function best(
  metric: Metric,
  files: readonly Candidate[],
  goal: OptimizeTask['goal'],
): Candidate | null {
  const most = goal?.maxBytes ?? Number.POSITIVE_INFINITY;
  const within = files.filter(({ size }) => size <= most);
  if (within.length > 0) return within.toSorted(byQuality(metric))[0]!;
  return files.toSorted((a, b) => a.size - b.size)[0] ?? null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
