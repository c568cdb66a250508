import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startPareto } from '../support/pareto.ts';
import { until } from '../support/processes.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

const linux = existsSync('/proc/self/environ');
const plugin = () => shared('cases', 'commands', 'hang.js');

/** The running processes that have this text in their environment, by their command lines. */
function runningWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(text)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()];
      } catch {
        return [];
      }
    });
}

function startSweep(mode: string, ...more: string[]) {
  const folder = scratch();
  const args = ['sweep', '--plugin', plugin(), '--codec', mode, '--dataset', 'sample'];
  const running = startPareto(
    [...args, '--images', 'city', '--metrics', 'psnr', '--jobs', '1', '--out', folder, ...more],
    { cache: folder, env: { ORPHANS: folder } },
  );
  return { ...running, left: () => runningWith(`ORPHANS=${folder}`) };
}

describeShared('a codec that never ends', () => {
  test.runIf(linux).each(['hang', 'spawn', 'sigstop'])(
    '%s: nothing runs on when the sweep is killed',
    async (mode) => {
      const { process: program, ended, left } = startSweep(mode);
      // Its worker, and what that has started itself.
      const stuck = mode === 'spawn' ? 'sleep 777' : 'rd/worker';
      await until(() => left().some((command) => command.includes(stuck)));
      await new Promise((resolve) => setTimeout(resolve, 2000));
      program.kill('SIGKILL');
      await ended;
      await until(() => left().length === 0, 60);
    },
  );

  test.runIf(linux)('what it has started ends with its time', async () => {
    const { ended, left } = startSweep('spawn', '--time-limit', '5');
    const { status } = await ended;
    expect(status).toBe(1);
    await until(() => left().length === 0, 60);
  });
});
