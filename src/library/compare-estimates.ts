import { z } from 'zod';
import { passedOn, readOptions, text, texts } from '../base/options.js';
import type { Warn } from '../base/warn.js';
import { estimateSpecs } from '../estimate/specs.js';
import { type EstimateSplit, estimateRows } from '../leaderboard/estimate-rows.js';
import type { EstimateRow } from '../leaderboard/estimate-schema.js';
import { scoreEstimates } from '../leaderboard/estimate-scores.js';
import { estimateFile, rdFile } from '../results/layout.js';
import { readEstimateRecords, readRdRecords } from '../results/store.js';
import {
  type EstimateSweepOptions,
  type EstimateSweepPlan,
  type EstimateSweepSummary,
  planEstimateSweeps,
  runEstimateSweep,
} from '../sweeps/estimates/sweep.js';
import type { SweepListener } from '../sweeps/events.js';
import { usualQualities } from './calibrate-estimates.js';

/** Options of `compareEstimates`. */
export interface CompareEstimatesOptions
  extends Omit<EstimateSweepOptions, 'codecs'>,
    SweepListener {
  /** Codecs with settings, comma separated: `webp,avif:speed=8`. */
  readonly codecs: string;
  /** Values of the setting quality where a codec's are not named; 40, 60 and 80. */
  readonly qualities?: readonly number[] | undefined;
  /** What rows are told apart by beside estimator, codec and class of content; nothing else. */
  readonly split?: Partial<EstimateSplit> | undefined;
  /** Ends the work at once. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the work when the running jobs are done. */
  readonly stop?: AbortSignal | undefined;
}

/** How well sizes were estimated. */
export interface ComparedEstimates {
  /** Of each data set that was reached: how its sweep went. */
  readonly datasets: readonly ({ readonly dataset: string } & EstimateSweepSummary)[];
  /** Of all estimates of these data sets, also those made before. */
  readonly rows: readonly EstimateRow[];
}

const names = z.looseObject({
  codecs: text('codecs with settings: webp,avif:speed=8'),
  qualities: z.array(z.number('an array of numbers'), 'an array of numbers').optional(),
  estimators: texts('an array of ids of estimators').optional(),
  split: z
    .strictObject({ setting: z.boolean().optional(), megapixels: z.boolean().optional() })
    .optional(),
  onProgress: passedOn,
});

/**
 * Compares estimates with actual sizes on data sets, as `pareto estimate --compare` does: what is
 * measured is kept as records in the folder `out`, and is not measured again.
 *
 *     const { rows } = await compareEstimates(['kodak'], { codecs: 'webp,avif', out: './results' });
 *
 * Jobs that fail are told to `onWarning`, and the others go on.
 * @param datasets ids, or folders of pictures
 * @throws UsageError for codecs, estimators or data sets that are none; the signal's reason
 */
export async function compareEstimates(
  datasets: readonly string[],
  options: CompareEstimatesOptions,
): Promise<ComparedEstimates> {
  const {
    codecs,
    qualities = usualQualities,
    split,
  } = readOptions('compareEstimates', names, options);
  const { onProgress, onWarning, signal, stop, plugins } = options;
  signal?.throwIfAborted();
  const listener = { onProgress, onWarning };
  const specs = await estimateSpecs(codecs, { quality: qualities, plugins });
  const plans = await planEstimateSweeps(
    datasets,
    { ...options, codecs: specs },
    { ...listener, signal },
  );
  const ran: ComparedEstimates['datasets'][number][] = [];
  for (const plan of plans) {
    const summary = await runEstimateSweep(plan, { ...listener, signal, stop });
    ran.push({ dataset: plan.sizes.dataset, ...summary });
    if (summary.interrupted || summary.gaveUp) break;
  }
  const { setting = false, megapixels = false } = split ?? {};
  const rows = comparedRows(plans, { setting, megapixels }, onWarning);
  return { datasets: ran, rows };
}

/** Rows of the stored estimates of plans beside the actual sizes, also those of earlier runs. */
export function comparedRows(
  plans: readonly EstimateSweepPlan[],
  split: EstimateSplit,
  warn: Warn = () => {},
): EstimateRow[] {
  const sizes = new Map<string, number | null>();
  const records = plans.flatMap(({ sizes: { options, dataset, configurations }, estimates }) => {
    const codecs = [...new Set(configurations.map(({ codec }) => codec))];
    for (const codec of codecs) {
      const stored = readRdRecords(rdFile(options.out, dataset, codec), warn);
      for (const { key, bytes } of stored) sizes.set(key, bytes);
    }
    return codecs
      .flatMap((codec) => readEstimateRecords(estimateFile(options.out, dataset, codec), warn))
      .filter(({ key }) => estimates.keys.has(key));
  });
  const scores = scoreEstimates(records, ({ rdKey }) => sizes.get(rdKey) ?? null);
  return estimateRows(scores, split);
}
