import { messageOf } from '../base/errors.js';
import type { Families } from '../pick/family.js';
import { qualityOf } from '../pick/target.js';
import type { Candidate, FailedTrial, TrialOutcome } from './candidate.js';
import { withoutLosers } from './choose.js';
import type { Knob, Setting, Source, Trial, TrialLimits } from './contract.js';
import type { FormatId } from './formats/table.js';
import { qualityOfJudgement } from './goal.js';
import type { Judge } from './judge.js';
import { presets } from './presets.js';
import type { Sample } from './sample.js';
import { nextValue, type Search, slowExcessShare, type Tried } from './search.js';
import type { OptimizeTask } from './task.js';

/** What a trial is run with. */
export interface TrialWork {
  readonly source: Source;
  readonly task: OptimizeTask;
  readonly judge: Judge;
  readonly limits: TrialLimits;
  readonly families: Families;
  /** Bytes for each pixel of the picture's quick JPEG; undefined where its samples are not held. */
  readonly busyness: () => Promise<number | undefined>;
  /** Quality of that JPEG, by the judge; undefined where that is not known. */
  readonly quickQuality: () => Promise<number | undefined>;
  /** The sample for slow codecs, made when it is first asked for; null of a small picture. */
  readonly sample: () => Promise<Sample | null>;
  /**
   * Bytes of the smallest file so far that can be the answer, of one format or of all: the original's
   * length where there is none.
   */
  readonly smallest: (format?: FormatId) => number;
}

/**
 * Runs a trial as often as its goal needs: once at the preset's quality or without a knob, otherwise
 * as a search. A failure ends the trial, and no other.
 */
export async function runTrial(trial: Trial, work: TrialWork): Promise<TrialOutcome> {
  let candidates: readonly Candidate[] = [];
  const failed: FailedTrial[] = [];
  let encodes = 0;
  const { format, id: method, lossy } = trial;
  const attempt = async (knob: number | null): Promise<Candidate | null> => {
    work.limits.signal?.throwIfAborted();
    const known = candidates.find((each) => each.knob === knob);
    if (known !== undefined) return known;
    try {
      // What is lossy is scored, whatever it weighs.
      const limits = lossy
        ? { ...work.limits, meanwhile: work.judge.prepare }
        : { ...work.limits, mostBytes: work.smallest() };
      const bytes = await trial.run(work.source, settingOf(work.task, knob), limits);
      if (bytes === null) return null;
      encodes += 1;
      // What keeps every sample and is larger than what is there has nothing to offer.
      const isLarger = bytes.length > work.smallest() || bytes.length >= work.source.bytes.length;
      if (!lossy && isLarger) return null;
      const judgement = await work.judge.judge(bytes, format, trial.decode);
      if (!lossy && !judgement.isExact)
        throw new Error('its samples are not those of the original');
      const made = { format, method, knob, lossy, size: bytes.length, bytes, judgement };
      candidates = withoutLosers(work.source, work.task, work.judge.metric, [...candidates, made]);
      return made;
    } catch (error) {
      work.limits.signal?.throwIfAborted();
      failed.push({ format, method, knob, error: messageOf(error) });
      return null;
    }
  };
  if (trial.knob === null) await attempt(null);
  else await runKnob(trial, trial.knob, work, attempt);
  return { candidates, failed, encodes };
}

async function runKnob(
  trial: Trial,
  knob: Knob,
  work: TrialWork,
  attempt: (value: number) => Promise<Candidate | null>,
): Promise<void> {
  const { source, task, judge, families } = work;
  const { goal, preset, maxReduction } = task;
  const { width, height } = source.facts;
  const family = families.of(knob.curves, judge.metric);
  const evenness = families.evenness(knob.curves, judge.metric);
  const isSearched = goal !== null || maxReduction !== null;
  const jpegBytes = isSearched ? await work.busyness() : undefined;
  const pixels = width * height;
  // Of a large picture the sample tells where a slow codec's curve lies.
  const sample = isSearched && knob.isSlow && trial.encode ? await work.sample() : null;
  const isScored = sample === null && goal !== null && goal.score !== null;
  const jpegQuality =
    isScored && family.some((each) => each.jpegQuality !== undefined)
      ? await work.quickQuality()
      : undefined;
  const common = {
    ...{ knob, family, evenness, jpegBytes, jpegQuality, pixels },
    mostPoints: knob.mostEncodes,
  };
  const search = async (wanted: Bounds, led: readonly Tried[] = []): Promise<Tried[]> => {
    const tolerance = led.length > 0 ? slowExcessShare : undefined;
    const tried: Tried[] = [];
    for (;;) {
      const isFirst =
        tried.length + led.length === 0 &&
        knob.finestFirst === true &&
        wanted.quality !== undefined;
      const value = isFirst
        ? knob.values.at(-1)!
        : nextValue(tried, { ...common, ...wanted, sample: led, tolerance });
      const made = value === null ? null : await attempt(value);
      const quality = made && qualityOfJudgement(judge.metric, made.judgement);
      if (made === null || (quality === null && wanted.quality !== undefined)) return tried;
      tried.push({ knob: value!, quality: quality ?? 0, bytes: made.size });
      if (wanted.quality === undefined || quality! >= wanted.quality) continue;
      // Finer ones are larger still than a file of the format that is good enough.
      if (isFirst || made.size > work.smallest(trial.format)) return tried;
    }
  };
  const floor =
    maxReduction === null ? 0 : Math.ceil(source.bytes.length * (1 - maxReduction / 100));
  if (goal === null) {
    const made = await attempt(knob.fixed(task.quality ?? presets[preset].quality, source));
    // The finest setting within the bytes that must stay saves a little too much at most.
    if (made !== null && made.size < floor) await search({ maxBytes: floor });
    return;
  }
  if (goal.score !== null) {
    const quality = qualityOf(judge.metric, goal.score);
    const tried = await search({ quality }, await trySample(trial, { ...common, quality }, sample));
    const meeting = tried.filter((each) => each.quality >= quality);
    const best = meeting.sort((a, b) => a.bytes - b.bytes)[0];
    if (best !== undefined && best.bytes < floor) await search({ maxBytes: floor });
    if (goal.maxBytes === null || (best !== undefined && best.bytes <= goal.maxBytes)) return;
  }
  if (goal.maxBytes !== null) await search({ maxBytes: goal.maxBytes });
}

/** What is wanted of a search. */
type Bounds = Pick<Search, 'quality' | 'maxBytes'>;

/** Encodes of the sample at most: it only leads to the first value for the whole. */
const sampleSearch = { mostPoints: 2, tolerance: slowExcessShare } as const;

/** Searches the target of a slow codec on the sample of a large picture; nothing of others. */
async function trySample(trial: Trial, search: Search, sample: Sample | null): Promise<Tried[]> {
  const tried: Tried[] = [];
  if (sample === null) return tried;
  for (;;) {
    const value = nextValue(tried, { ...search, ...sampleSearch });
    const made = value === null ? null : await sample.tryValue(trial, value).catch(() => null);
    if (made === null) return tried;
    tried.push(made);
  }
}

function settingOf({ preset, lossyPng, keep }: OptimizeTask, knob: number | null): Setting {
  return { knob, preset, lossyPng, keep };
}
