import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { formatOwner, livenessOf, ownerPattern, parseOwner, thisProcess } from './owner.js';

// Names of what lies on disk for a moment only: they say who made it, so that what a killed process
// left behind is known as such, and nothing else is.

const named = new RegExp(`^\\.?pareto-(${ownerPattern})-[0-9a-f]{12}$`);

/** What another machine left in a shared folder is let be for so long. */
const foreignHours = 24;

/** A name that nothing else has, and nobody can guess, for a file or folder that goes away with the work. */
export function ownedName({ hidden = true }: { readonly hidden?: boolean } = {}): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return `${hidden ? '.' : ''}pareto-${formatOwner(thisProcess())}-${randomBytes(6).toString('hex')}`;
}

/**
 * The same of a file that is never opened where it is there already: it may be guessed. node:crypto takes 3 ms to load,
 * in each thread.
 */
export function partName(): string {
  const digits = Math.floor(Math.random() * 2 ** 48).toString(16);
  return `.pareto-${formatOwner(thisProcess())}-${digits.padStart(12, '0')}`;
}

/** Whether a name is one of `ownedName`. */
export function isOwnedName(name: string): boolean {
  return named.test(name);
}

/**
 * Removes from a folder what processes that are gone left there under names of `ownedName`. What
 * belongs to another user, or cannot be removed, stays. Never throws.
 */
export function collectOwned(folder: string): void {
  for (const name of namesIn(folder)) {
    const owner = parseOwner(named.exec(name)?.[1] ?? '');
    if (owner === null) continue;
    const life = livenessOf(owner);
    if (life === 'alive') continue;
    const file = path.join(folder, name);
    try {
      const { uid, mtimeMs } = lstatSync(file);
      if (process.getuid !== undefined && uid !== process.getuid()) continue;
      if (life === 'unknown' && Date.now() - mtimeMs < foreignHours * 3_600_000) continue;
      rmSync(file, { recursive: true, force: true });
    } catch {
      // Somebody else was faster, or it is not ours to remove.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
