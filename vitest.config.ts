import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/shared-folder.ts'],
    // Two cores are the smallest machine we know of: more workers only slow each other down.
    maxWorkers: 2,
    // Generous: a busy machine is no failure.
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
