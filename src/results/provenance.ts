import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { version } from '../base/version.js';

/** What made a record: the program's version and, in a checkout, its commit. */
export interface Provenance {
  readonly version: string;
  /** First 12 digits of the git commit, with `-dirty` where the sources differ from it; or null. */
  readonly commit: string | null;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

export function readProvenance(): Provenance {
  return { version, commit: readCommit() };
}

function readCommit(): string | null {
  try {
    if (git('rev-parse', '--show-prefix') !== '') return null;
    const commit = git('rev-parse', '--short=12', 'HEAD');
    const changed = git('status', '--porcelain', '--', 'src', 'package.json', 'package-lock.json');
    return changed === '' ? commit : `${commit}-dirty`;
  } catch {
    return null;
  }
}

function git(...args: string[]): string {
  return execFileSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
