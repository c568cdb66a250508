import path from 'node:path';
import { describe } from 'vitest';
import { sharedFolder, sharedIsPresent } from './shared-folder.ts';

/** A path inside the shared test data. Only for use inside `describeShared`. */
export function shared(...parts: string[]): string {
  return path.join(sharedFolder, ...parts);
}

/** A suite that needs the shared test data: skipped without it, failing in CI. */
export function describeShared(name: string, suite: () => void): void {
  if (sharedIsPresent) describe(name, suite);
  else if (!process.env['CI']) describe.skip(name, suite);
  else {
    describe(name, () => {
      throw new Error(`needs the shared test data: none at ${sharedFolder} (set PARETO_SHARED)`);
    });
  }
}
