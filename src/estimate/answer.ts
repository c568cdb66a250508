import { now } from '../base/clock.js';
import type { Confidence } from '../base/confidence.js';
import { messageOf } from '../base/errors.js';
import { chooseEstimator, onlyChoice, repeatsIn } from './auto.js';
import type { Calibration } from './calibration/calibration.js';
import type { Question } from './estimator.js';
import { climb } from './ladder.js';
import type { Picture } from './picture.js';
import { largestError, type Prediction, predict } from './predict.js';
import { estimators } from './registry.js';
import type { EstimateStep } from './step.js';

/** How a question is answered. */
export interface AnswerOptions {
  /** Id of an estimator, or `auto`. */
  readonly estimator: string;
  /** An encode that is expected to take no more is simply done; 0.4. */
  readonly timeBudgetSeconds: number;
  /** What an answer may take at most. */
  readonly timeLimitSeconds: number;
  /** Told what is done on the way. */
  readonly onStep?: ((step: EstimateStep) => void) | undefined;
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
 * compressed, hands over to the next: sibling and header to balanced, all to exact. What was chosen and why is in
 * `reason`.
 */
export async function answerQuestion(
  question: Question,
  calibration: Calibration,
  options: AnswerOptions,
): Promise<Estimate> {
  const start = now();
  const { picture, compressor } = question;
  const { onStep } = options;
  if (options.estimator === 'auto') onStep?.({ step: 'choose', estimator: null });
  const choice =
    options.estimator === 'auto'
      ? await chooseEstimator(question, calibration, options)
      : onlyChoice(options.estimator);
  const { found, ...tried } = await climb(
    choice.ladder,
    (id) => answerBy(id, question, calibration, onStep),
    ({ largestErrorBy, estimator }, step = estimator) => largestErrorBy(step),
  );
  // What is asked for by name is doubted where `auto` would doubt it.
  const isAsked = options.estimator !== 'auto' && tried.ofParts;
  const repeats = isAsked ? await repeatsIn(picture) : null;
  const low: Confidence = 'low';
  const reasons = [
    choice.reason,
    ...tried.failures,
    found.reason,
    repeats,
    ...about(picture),
    alreadyOptimized(found, question),
  ];
  return {
    ...found,
    ...((choice.doubtful || repeats !== null || picture.holdsSeveral) && { confidence: low }),
    reason: reasons.filter((reason) => reason !== null).join('; ') || null,
    spec: compressor.name,
    estimator: tried.estimator,
    milliseconds: Math.round((now() - start) * 1000),
  };
}

/** What is to be known of the picture, whatever the estimator. */
function about({ holdsSeveral, damage }: Picture): string[] {
  return [
    ...(holdsSeveral ? ['the file holds several pictures, and this is of its first alone'] : []),
    ...(damage === null ? [] : [`the file is damaged: ${damage}`]),
  ];
}

/** What is tried where an estimator has no answer, and exact where nothing else is told. */
const nextBest: Readonly<Record<string, string>> = { sibling: 'balanced', header: 'balanced' };

interface Tried {
  readonly found: Prediction;
  /** Of 95 % of the answers that an estimator makes of such a sample, as a share. */
  readonly largestErrorBy: (estimator: string) => number;
  /** Whether it was told from parts of the picture. */
  readonly ofParts: boolean;
  readonly estimator: string;
  /** Why estimators before this one gave no answer. */
  readonly failures: readonly string[];
}

async function answerBy(
  wanted: string,
  question: Question,
  calibration: Calibration,
  onStep: AnswerOptions['onStep'],
): Promise<Tried> {
  const { picture, compressor } = question;
  const failures: string[] = [];
  for (let id = wanted; ; id = nextBest[id] ?? 'exact') {
    const estimator = await estimators.load(id);
    const lacks = estimator.refuses(question);
    if (lacks !== null) {
      failures.push(`${id} cannot tell: ${lacks}`);
      continue;
    }
    onStep?.({ step: 'estimate', estimator: id });
    try {
      const sample = await estimator.sample(question);
      const found = predict(sample, picture, id, compressor.identity, calibration);
      if (found.predictedBytes > 0) {
        const { ofParts = false } = estimator;
        const largestErrorBy = (by: string): number =>
          largestError(sample, picture, by, compressor.identity, calibration);
        return { found, largestErrorBy, ofParts, estimator: id, failures };
      }
      failures.push(`${id} cannot tell: ${found.reason ?? 'nothing like it was measured'}`);
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
  if (source === undefined || picture.holdsSeveral) return null;
  return predictedBytes >= source ? 'already_optimized' : null;
}
