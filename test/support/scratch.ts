import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A fresh folder that goes away with the test. */
export function scratch(): string {
  const folder = fresh();
  onTestFinished(() => remove(folder));
  return folder;
}

/** A fresh folder for all tests of a file, which goes away with the last of them. */
export function sharedScratch(): string {
  const folder = fresh();
  afterAll(() => remove(folder));
  return folder;
}

function fresh(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'pareto-test-'));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
