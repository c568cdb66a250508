import { messageOf } from '../base/errors.js';
import { qualityOf } from '../pick/target.js';
import type { Candidate, FailedTrial } from './candidate.js';
import type { Setting, Source, Trial, TrialLimits } from './contract.js';
import { qualityOfJudgement } from './goal.js';
import type { Judge } from './judge.js';
import { presets } from './presets.js';
import { nextValue, type Search, type Tried } from './search.js';
import type { OptimizeTask } from './task.js';

/** What a trial is run with. */
export interface TrialWork {
  readonly source: Source;
  readonly task: OptimizeTask;
  readonly judge: Judge;
  readonly limits: TrialLimits;
}

/** What became of a trial: files that were decoded and scored, and what failed. */
export interface TrialOutcome {
  readonly candidates: readonly Candidate[];
  readonly failed: readonly FailedTrial[];
  readonly encodes: number;
}

/**
 * Runs a trial as often as its goal needs: once at the preset's quality or without a knob, otherwise
 * as a search. A failure ends the trial, and no other.
 */
export async function runTrial(trial: Trial, work: TrialWork): Promise<TrialOutcome> {
  const candidates: Candidate[] = [];
  const failed: FailedTrial[] = [];
  let encodes = 0;
  const { format, id: method, lossy } = trial;
  const attempt = async (knob: number | null): Promise<Candidate | null> => {
    work.limits.signal?.throwIfAborted();
    const known = candidates.find((each) => each.knob === knob);
    if (known !== undefined) return known;
    try {
      const bytes = await trial.run(work.source, settingOf(work.task, knob), work.limits);
      if (bytes === null) return null;
      encodes += 1;
      const judgement = await work.judge.judge(bytes, format);
      if (!lossy && !judgement.isExact)
        throw new Error('its samples are not those of the original');
      const made = { format, method, knob, lossy, bytes, judgement };
      candidates.push(made);
      return made;
    } catch (error) {
      work.limits.signal?.throwIfAborted();
      failed.push({ format, method, knob, error: messageOf(error) });
      return null;
    }
  };
  if (trial.knob === null) await attempt(null);
  else await runKnob(trial.knob, work, attempt);
  return { candidates, failed, encodes };
}

async function runKnob(
  knob: NonNullable<Trial['knob']>,
  { source, task, judge: { metric } }: TrialWork,
  attempt: (value: number) => Promise<Candidate | null>,
): Promise<void> {
  const { goal, preset, maxReduction } = task;
  const search = async (wanted: Omit<Search, 'knob'>): Promise<Tried[]> => {
    const tried: Tried[] = [];
    for (;;) {
      const value = nextValue(tried, { knob, ...wanted });
      if (value === null) return tried;
      const made = await attempt(value);
      const quality = made && qualityOfJudgement(metric, made.judgement);
      if (made === null || (quality === null && wanted.quality !== undefined)) return tried;
      tried.push({ knob: value, quality: quality ?? 0, bytes: made.bytes.length });
    }
  };
  const floor =
    maxReduction === null ? 0 : Math.ceil(source.bytes.length * (1 - maxReduction / 100));
  if (goal === null) {
    const made = await attempt(knob.fixed(presets[preset].quality, source));
    // The coarsest setting that saves no more: the finest that saves more is the one below it.
    if (made !== null && made.bytes.length < floor) await search({ maxBytes: floor });
    return;
  }
  if (goal.score !== null) {
    const quality = qualityOf(metric, goal.score);
    const tried = await search({ quality });
    const best = tried
      .filter((each) => each.quality >= quality)
      .sort((a, b) => a.bytes - b.bytes)[0];
    if (best !== undefined && best.bytes < floor) await search({ maxBytes: floor });
    if (goal.maxBytes === null || (best !== undefined && best.bytes <= goal.maxBytes)) return;
  }
  if (goal.maxBytes !== null) await search({ maxBytes: goal.maxBytes });
}

function settingOf({ preset, lossyPng, keep }: OptimizeTask, knob: number | null): Setting {
  return { knob, preset, lossyPng, keep };
}
