import { now } from '../base/clock.js';
import { messageOf } from '../base/errors.js';
import { chooseEstimator } from './auto.js';
import type { Calibration } from './calibration/calibration.js';
import type { Question, Sample } from './estimator.js';
import { type Confidence, type Prediction, predict } from './predict.js';
import { estimators } from './registry.js';

/** How a question is answered. */
export interface AnswerOptions {
  /** Id of an estimator, or `auto`. */
  readonly estimator: string;
  /** An encode that is expected to take no more is simply done; 0.4. */
  readonly timeBudgetSeconds: number;
  /** What an answer may take at most. */
  readonly timeLimitSeconds: number;
}

/** A predicted size, as commands and library give it. */
export interface Estimate extends Prediction {
  /** The printed form of the codec with its settings. */
  readonly spec: string;
  /** The estimator that gave the figure. */
  readonly estimator: string;
  readonly milliseconds: number;
}

/**
 * Answers a question by one estimator. One that cannot answer, and one whose sample cannot be
 * compressed, hands over to the next: sibling to balanced, all to exact. What was chosen and why is in
 * `reason`.
 */
export async function answerQuestion(
  question: Question,
  calibration: Calibration,
  options: AnswerOptions,
): Promise<Estimate> {
  const start = now();
  const { picture, compressor } = question;
  const choice =
    options.estimator === 'auto'
      ? await chooseEstimator(question, calibration, options)
      : { estimator: options.estimator, reason: null, doubtful: false };
  const tried = await sampleBy(question, choice.estimator);
  const identity = compressor.identity;
  const found = predict(tried.sample, picture, tried.estimator, identity, calibration);
  const low: Confidence = 'low';
  const reasons = [
    choice.reason,
    ...tried.failures,
    found.reason,
    alreadyOptimized(found, question),
  ];
  return {
    ...found,
    ...(choice.doubtful && { confidence: low }),
    reason: reasons.filter((reason) => reason !== null).join('; ') || null,
    spec: compressor.name,
    estimator: tried.estimator,
    milliseconds: Math.round((now() - start) * 1000),
  };
}

/** What a fallback is. */
const nextBest: Readonly<Record<string, string>> = { sibling: 'balanced' };

interface Sampled {
  readonly sample: Sample;
  readonly estimator: string;
  /** Why estimators before this one gave no sample. */
  readonly failures: readonly string[];
}

async function sampleBy(question: Question, wanted: string): Promise<Sampled> {
  const failures: string[] = [];
  for (let id = wanted; ; id = nextBest[id] ?? 'exact') {
    const estimator = await estimators.load(id);
    const lacks = estimator.refuses(question);
    if (lacks !== null) {
      failures.push(`${id} cannot tell: ${lacks}`);
      continue;
    }
    try {
      return { sample: await estimator.sample(question), estimator: id, failures };
    } catch (error) {
      // The whole picture is the last resort.
      if (id === 'exact') throw error;
      failures.push(`${id} failed: ${messageOf(error)}`);
    }
  }
}

/** Decided on the whole prediction: a sample may gain nothing where the whole does. */
function alreadyOptimized({ predictedBytes }: Prediction, { picture }: Question): string | null {
  const source = picture.file?.bytes;
  return source !== undefined && predictedBytes >= source ? 'already_optimized' : null;
}
