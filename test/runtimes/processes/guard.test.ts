import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ownedName } from '#src/base/owned.js';
import { formatOwner, thisProcess } from '#src/base/owner.js';
import { type Guard, openGuard } from '#src/runtimes/processes/guard.js';
import { findMarked, killMarked, markVariable } from '#src/runtimes/processes/marked.js';
import { childrenOf, until } from '../../support/processes.ts';
import { scratch } from '../../support/scratch.ts';
import { isRunning } from './worker.ts';

const href = (file: string): string =>
  JSON.stringify(new URL(`../../../dist/${file}`, import.meta.url).href);

/** The process that waits for a guard's program to end. */
const reaperOf = (guard: Guard) =>
  childrenOf(process.pid).find(({ command }) =>
    command.includes(`reaper.js ${guard.env[markVariable]!.split('.')[0]}`),
  );

let started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
});

/** Starts a program that opens a guard and runs `script`, which may print ids of processes. */
async function runProgram(script: string): Promise<{ child: ChildProcess; pids: number[] }> {
  const file = path.join(scratch(), 'program.mjs');
  writeFileSync(
    file,
    `import { spawn } from 'node:child_process';
     import { openGuard } from ${href('runtimes/processes/guard.js')};
     const guard = openGuard();
     const env = { ...process.env, ...guard.env };
     ${script}`,
  );
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const line = await new Promise<string>((resolve) =>
    child.stdout!.once('data', (text) => resolve(String(text))),
  );
  return { child, pids: line.trim().split(' ').map(Number) };
}

const busy = JSON.stringify('for (;;);');
const child = (options: string) =>
  `spawn(process.execPath, ['-e', ${busy}], { env, stdio: 'ignore', ${options} })`;

test.skipIf(process.platform === 'win32').each([
  ['that is busy', `const a = ${child('')};`, ''],
  ['that has left the session', `const a = ${child('detached: true')};`, ''],
  ['that is stopped', `const a = ${child('')}; a.kill('SIGSTOP');`, ''],
])('a process %s does not outlive a program that is killed', async (_, start) => {
  const { child: program, pids } = await runProgram(
    `${start} guard.watch(a.pid); a.once('spawn', () => console.log(a.pid)); setInterval(() => {}, 1e6);`,
  );
  expect(isRunning(pids[0]!)).toBe(true);
  program.kill('SIGKILL');
  await until(() => !isRunning(pids[0]!), 60);
});

describe.runIf(existsSync('/proc/self/environ'))('by the marks in their environment', () => {
  test('what a process started itself is found as well, wherever it went', async () => {
    const inner = JSON.stringify(
      `const c = require('child_process').spawn('sleep', ['777'], { detached: true, stdio: 'ignore' });
       c.unref(); console.log(c.pid); for (;;);`,
    );
    const { child: program, pids } = await runProgram(
      `const a = spawn(process.execPath, ['-e', ${inner}], { env, stdio: ['ignore', 'pipe', 'ignore'] });
       a.stdout.once('data', (text) => console.log(a.pid + ' ' + String(text).trim()));
       setInterval(() => {}, 1e6);`,
    );
    expect(pids).toHaveLength(2);
    program.kill('SIGKILL');
    for (const pid of pids) await until(() => !isRunning(pid), 60);
  });

  test('those of a part are killed, those of others and this process are not', async () => {
    const run = (mark: string): ChildProcess => {
      const env = { ...process.env, [markVariable]: mark };
      const one = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { env });
      started.push(one);
      return one;
    };
    const [whole, part, deep, other] = ['abc', 'abc.1', 'abc.1.2', 'abc.12'].map(run);
    const pidsOf = (...all: (ChildProcess | undefined)[]) => all.map((each) => each!.pid!).sort();
    await until(() => findMarked('abc').length === 4, 60);
    expect(findMarked('abc.1').sort()).toEqual(pidsOf(part, deep));
    killMarked('abc.1');
    await until(() => ![part, deep].some((each) => isRunning(each!.pid!)), 60);
    expect(findMarked('abc').sort()).toEqual(pidsOf(whole, other));
    expect(findMarked('ab')).toEqual([]);
  });
});

test.runIf(process.platform === 'linux')(
  'the guarding process ends with the last guard, and is one for all',
  async () => {
    const [first, second] = [openGuard(), openGuard()];
    expect(first.env[markVariable]).not.toBe(second.env[markVariable]);
    const { pid } = await until(() => reaperOf(first), 60);
    expect(reaperOf(second)!.pid).toBe(pid);
    first.close();
    first.close();
    const third = openGuard();
    second.close();
    expect(reaperOf(third)!.pid).toBe(pid);
    third.close();
    await until(() => reaperOf(third) === undefined, 60);
    // What comes later is not of the same mark.
    const fourth = openGuard();
    expect(fourth.env[markVariable]!.split('.')[0]).not.toBe(
      first.env[markVariable]!.split('.')[0],
    );
    fourth.close();
  },
);

test('one that this program started itself uses the guard above it', () => {
  process.env[markVariable] = 'above';
  try {
    const guard = openGuard();
    expect(guard.env[markVariable]).toMatch(/^above\.\d+$/);
    guard.watch(1)();
    guard.close();
  } finally {
    delete process.env[markVariable];
  }
});

test('scratch folders that a killed program left behind go at the next start', async () => {
  const name = ownedName({ hidden: false }).replace(
    formatOwner(thisProcess()),
    formatOwner({ ...thisProcess(), start: '1' }),
  );
  const left = path.join(os.tmpdir(), name);
  mkdirSync(left);
  writeFileSync(path.join(left, 'input'), '');
  const guard = openGuard();
  await until(() => !existsSync(left), 60);
  guard.close();
});

test.runIf(existsSync('/proc/self/status'))('the guarding process sleeps', async () => {
  const guard = openGuard();
  const reaper = await until(() => reaperOf(guard), 60);
  const switches = (): number =>
    readdirSync(`/proc/${reaper.pid}/task`)
      .map((task) => readFileSync(`/proc/${reaper.pid}/task/${task}/status`, 'utf8'))
      .reduce((sum, text) => sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(text)![1]), 0);
  // Once it has started.
  let before = -1;
  await until(() => {
    const now = switches();
    const settled = now === before;
    before = now;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    return settled;
  }, 60);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(switches() - before).toBeLessThanOrEqual(1);
  guard.close();
});
