import { UsageError } from '../base/errors.js';
import type { SweepListener } from './events.js';
import type { SweepOptions } from './options.js';
import { planSweep, type SweepPlan } from './prepare.js';

/**
 * Plans a sweep over several data sets: one plan for each, all before any work. What the options
 * select, such as `limit`, is selected in each.
 * @param datasets ids of data sets, or paths of folders or images
 * @throws UsageError where two have one name, and what `planSweep` throws
 */
export async function planSweeps(
  datasets: readonly string[],
  options: Omit<SweepOptions, 'dataset'>,
  listener: SweepListener & { readonly signal?: AbortSignal | undefined } = {},
): Promise<SweepPlan[]> {
  const plans = new Map<string, { readonly given: string; readonly plan: SweepPlan }>();
  for (const given of datasets) {
    const plan = await planSweep({ ...options, dataset: given }, listener);
    const known = plans.get(plan.dataset);
    if (known !== undefined) {
      throw new UsageError(
        `${known.given} and ${given} would both be the data set ${plan.dataset}; rename a folder, or sweep them into different folders of results`,
      );
    }
    plans.set(plan.dataset, { given, plan });
  }
  return [...plans.values()].map(({ plan }) => plan);
}
