import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../base/errors.js';
import { makeFolder } from '../base/make-folder.js';
import { collectOwned, ownedName } from '../base/owned.js';

/** Makes the results folder if need be, and makes sure that it takes files, before any work is done. */
export function checkWritable(results: string): void {
  try {
    makeFolder(results);
    const probe = path.join(results, ownedName());
    mkdirSync(probe);
    rmdirSync(probe);
    collectOwned(results);
  } catch (error) {
    throw new UsageError(
      `cannot write to the results folder ${results} (${messageOf(error)}); name another one`,
      {
        code: 'results-not-writable',
        data: { folder: results },
      },
    );
  }
}
