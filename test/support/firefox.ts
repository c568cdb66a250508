import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, onTestFinished, test } from 'vitest';
import { scratch } from './scratch.ts';

const executablePath = process.env['PARETO_FIREFOX'] ?? '/usr/bin/firefox-esr';

/** A suite that needs Firefox: skipped without it, failing in CI. */
export function describeFirefox(name: string, suite: () => void): void {
  if (existsSync(executablePath)) describe(name, suite);
  else if (!process.env['CI']) {
    test.skip(`${name}: needs Firefox (apt install firefox-esr, or PARETO_FIREFOX)`, () => {});
  } else {
    describe(name, () => {
      throw new Error(`needs Firefox: none at ${executablePath} (apt install firefox-esr)`);
    });
  }
}

/**
 * A stock Firefox without a window on an address, for the length of a test: nothing drives it, the page
 * does by itself what is to be done.
 */
export function visitByFirefox(url: string): void {
  const profile = scratch();
  const args = ['--headless', '--no-remote', '--profile', profile, url];
  const child = spawn(executablePath, args, {
    // A group of its own: Firefox starts processes that outlive it.
    ...{ detached: true, stdio: 'ignore', env: { ...process.env, HOME: profile } },
  });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  });
}
