import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';

/** The folder of test data that is not part of the project: PARETO_SHARED, or beside the checkout. */
const folder = path.resolve(process.env['PARETO_SHARED'] ?? '../shared');
const present = existsSync(path.join(folder, 'datasets'));

/** A path inside the shared test data. Only for use inside `describeShared`. */
export function shared(...parts: string[]): string {
  return path.join(folder, ...parts);
}

/** A suite that needs the shared test data: skipped with a reason without it, failing in CI. */
export function describeShared(name: string, suite: () => void): void {
  if (present) {
    describe(name, suite);
  } else if (process.env['CI']) {
    describe(name, () => {
      throw new Error(`needs the shared test data: none at ${folder} (set PARETO_SHARED)`);
    });
  } else {
    describe.skip(`${name} (skipped: needs the shared test data, PARETO_SHARED)`, suite);
  }
}
