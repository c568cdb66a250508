import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/errors.js';

/** The results that come with the project's repository. A package without it does not have them. */
export const baselineFolder = fileURLToPath(new URL('../../results/baseline', import.meta.url));

/** The environment variable that lets the baseline be written, to make it anew: set it to 1. */
const baselineVariable = 'PARETO_WRITE_BASELINE';

/**
 * Makes sure that the baseline is here.
 * @throws UsageError where it is not
 */
export function checkBaseline(): void {
  if (existsSync(baselineFolder)) return;
  throw new UsageError(
    `the baseline is not here: expected ${baselineFolder}; it comes with a clone of the repository, not with the package`,
    { code: 'not-at-hand', data: { file: baselineFolder } },
  );
}

/**
 * Makes sure that a folder that is to be written to is not the baseline, nor in it.
 * @throws UsageError where it is, unless the environment says that the baseline is made anew
 */
export function checkNotBaseline(results: string): void {
  if (process.env[baselineVariable] === '1' || !isWithin(realPath(results), baselineFolder)) return;
  throw new UsageError(
    `${results} is the baseline that comes with the project, which is not written to; name another folder, or set ${baselineVariable}=1 to make the baseline anew`,
    { code: 'baseline-read-only', data: { folder: results } },
  );
}

function isWithin(file: string, folder: string): boolean {
  const way = path.relative(realPath(folder), file);
  return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}

/** The path without links, also of what is not there yet. */
function realPath(file: string): string {
  const whole = path.resolve(file);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = path.dirname(whole);
  return parent === whole ? whole : path.join(realPath(parent), path.basename(whole));
}
