import os from 'node:os';
import path from 'node:path';
import { afterAll, vi } from 'vitest';

// Files of the fast tier share a process: what one changes in the environment, the next one would see.
// Tests that time need not wait for each other, nor for who else times on this machine.
process.env['PARETO_LOCKS'] ??= path.join(os.tmpdir(), `pareto-test-locks-${process.pid}`);

const before = { ...process.env };

afterAll(() => {
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
