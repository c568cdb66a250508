import { UsageError } from '../../base/errors.js';
import { sweepDefaults } from '../defaults.js';
import type { SweepOptions } from '../options.js';
import type { SweepPlan } from '../prepare.js';

/** How a sweep is shared with the workers of a queue. */
export interface QueueShare<O> {
  /** What is planned here: what this machine would time is not. */
  readonly options: O;
  /** The testbeds that time it, each by itself. */
  readonly testbeds: readonly string[];
  /** A plan of these options, with no more than was asked for. */
  readonly shared: (plan: SweepPlan) => SweepPlan;
}

/**
 * Shares a sweep: rates are anybody's to measure, times are those of the testbeds that `testbed` names,
 * comma separated.
 * @throws UsageError where times are asked for, and of no testbed
 */
export function shareByQueue<O extends Pick<SweepOptions, 'measure' | 'testbed'>>(
  options: O,
): QueueShare<O> {
  const asked = options.measure ?? sweepDefaults.measure;
  const isTimed = asked.includes('timing');
  const testbeds = (options.testbed ?? '').split(',').map((name) => name.trim());
  if (isTimed && testbeds.includes('')) {
    throw new UsageError(
      'testbed takes the names of those that are to time by the queue, such as pi5,mini, got none',
      { code: 'wrong-option', data: { option: 'testbed' } },
    );
  }
  return {
    options: { ...options, measure: ['rd'], testbed: undefined },
    testbeds: isTimed ? testbeds : [],
    shared: (plan) => (asked.includes('rd') ? plan : { ...plan, rd: null }),
  };
}
