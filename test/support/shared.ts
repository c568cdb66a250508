import path from 'node:path';
import { describe, test } from 'vitest';
import { sharedFolder, sharedIsPresent } from './shared-folder.ts';

/** A path inside the shared test data. Only for use inside `describeShared`. */
export function shared(...parts: string[]): string {
  return path.join(sharedFolder, ...parts);
}

/** A suite that needs the shared test data: skipped without it, failing in CI. */
export function describeShared(name: string, suite: () => void): void {
  if (sharedIsPresent) describe(name, suite);
  // The suite itself is not run: it may read the data to find out what there is to test.
  else if (!process.env['CI']) test.skip(`${name}: needs the shared test data`, () => {});
  else {
    describe(name, () => {
      throw new Error(`needs the shared test data: none at ${sharedFolder} (set PARETO_SHARED)`);
    });
  }
}
