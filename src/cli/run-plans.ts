import type { Reporter } from './progress.js';
import { onInterrupt } from './signals.js';

/** A plan with how it went. */
export interface Ran<Plan, Summary> {
  readonly plan: Plan;
  readonly summary: Summary;
}

/** What ends a run: at the first Ctrl-C after the running jobs, at the second at once. */
interface Ending {
  readonly stop: AbortSignal;
  readonly signal: AbortSignal;
}

/**
 * Runs plans one after the other, as far as they are not interrupted and do not give up. Exit status 130
 * where they are interrupted.
 * @returns those that came to a summary
 * @throws what `run` throws, its end at the second Ctrl-C apart
 */
export async function runPlans<
  Plan,
  Summary extends { readonly interrupted: boolean; readonly gaveUp: boolean },
>(
  plans: readonly Plan[],
  run: (plan: Plan, ending: Ending) => Promise<Summary>,
  reporter: Reporter & { done(): void },
): Promise<Ran<Plan, Summary>[]> {
  const { stop, halt } = onInterrupt(reporter.warn, 'measured');
  const ran: Ran<Plan, Summary>[] = [];
  for (const plan of plans) {
    const summary = await run(plan, { stop, signal: halt }).catch((error: unknown) => {
      if (!halt.aborted) throw error;
      return null;
    });
    reporter.done();
    if (summary === null || summary.interrupted) process.exitCode = 130;
    if (summary !== null) ran.push({ plan, summary });
    if (summary === null || summary.interrupted || summary.gaveUp) break;
  }
  return ran;
}
