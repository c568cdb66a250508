import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of test data that is not part of the project: PARETO_SHARED, or beside the checkout. */
export const sharedFolder = path.resolve(process.env['PARETO_SHARED'] ?? '../shared');

export const sharedIsPresent = existsSync(path.join(sharedFolder, 'datasets'));

/**
 * Says once before all tests what is going to be skipped, and why. Lets the tests find the models of
 * the shared test data, unless other folders are named.
 */
export function setup(): void {
  process.env['PARETO_MODELS'] ??= path.join(sharedFolder, 'models');
  if (sharedIsPresent || process.env['CI']) return;
  console.warn(
    `Tests that need the shared test data are skipped: none at ${sharedFolder}; PARETO_SHARED names its place.`,
  );
}
