import os from 'node:os';

/** What runs this program: the version of Node. */
export function hostVersion(): string {
  return process.versions.node;
}

/** Bytes of memory of this machine. */
export function hostMemoryBytes(): number {
  return os.totalmem();
}
