import { afterAll, vi } from 'vitest';

// Files of the fast tier share a process: what one changes in the environment, the next one would see.
const before = { ...process.env };

afterAll(() => {
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
