import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../support/processes.ts';
import { isRunning } from './worker.ts';

const reaper = fileURLToPath(
  new URL('../../../dist/runtimes/processes/reaper.js', import.meta.url),
);

const pids: number[] = [];
afterEach(() => {
  for (const pid of pids.splice(0)) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
});

function startIdle(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  pids.push(child.pid!);
  return child.pid!;
}

test('kills what is watched when its input ends, and nothing that has been let go or is no process', async () => {
  const [watched, ended, other] = [startIdle(), startIdle(), startIdle()];
  const child = spawn(process.execPath, [reaper], { stdio: ['pipe', 'ignore', 'inherit'] });
  for (const line of [`+${watched}`, `+${ended}`, '+0', '+x', '+-1', `-${ended}`]) {
    child.stdin.write(`${line}\n`);
  }
  child.stdin.end();
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  await until(() => !isRunning(watched), 60);
  expect([isRunning(ended), isRunning(other)]).toEqual([true, true]);
});

test.skipIf(process.platform === 'win32')(
  'no signal to end ends it before its input does',
  async () => {
    const child = spawn(process.execPath, [reaper], { stdio: ['pipe', 'ignore', 'inherit'] });
    pids.push(child.pid!);
    // Until it listens to them.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isRunning(child.pid!)).toBe(true);
    child.stdin.end();
    await new Promise((resolve) => child.once('exit', resolve));
  },
);
