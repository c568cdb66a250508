import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockMachine } from '#src/sweeps/timing/machine-lock.js';
import { scratch } from '../../support/scratch.ts';

const none = (message: string): void => expect.unreachable(message);

let locks: string;
beforeEach(() => {
  locks = path.join(scratch(), 'locks');
  vi.stubEnv('PARETO_LOCKS', locks);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('one sweep times at a time; the others are told once, and wait', async () => {
  const { signal } = new AbortController();
  const unlock = await lockMachine(none, signal);
  const warnings: string[] = [];
  let second = false;
  const waiting = lockMachine((message) => warnings.push(message), signal).then((free) => {
    second = true;
    return free;
  });
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(second).toBe(false);
  expect(warnings).toEqual(['another sweep is timing on this machine; waiting for it to end']);
  unlock!();
  (await waiting)!();
});

test('one that is told to stop while it waits does not time', async () => {
  const unlock = await lockMachine(none, new AbortController().signal);
  expect(await lockMachine(none, AbortSignal.abort())).toBeNull();
  unlock!();
});

test('the lock goes with its holder, and says to all users who that is', async () => {
  for (let turn = 0; turn < 2; turn++) {
    const unlock = await lockMachine(none, new AbortController().signal);
    expect(readdirSync(locks)).toEqual(['pareto-timing.lock']);
    expect(statSync(path.join(locks, 'pareto-timing.lock')).mode & 0o777).toBe(0o644);
    unlock!();
    expect(readdirSync(locks)).toEqual([]);
  }
});

test('it is of the machine: another cache, home and folder for temporary files make no difference', async () => {
  vi.stubEnv('PARETO_LOCKS', '');
  const unlock = await lockMachine(() => {}, new AbortController().signal);
  try {
    vi.stubEnv('PARETO_CACHE', scratch());
    vi.stubEnv('TMPDIR', scratch());
    vi.stubEnv('HOME', scratch());
    const stop = new AbortController();
    const told: string[] = [];
    const waiting = lockMachine((message) => told.push(message), stop.signal);
    stop.abort();
    expect(await waiting).toBeNull();
    expect(told).toHaveLength(1);
  } finally {
    unlock!();
  }
});
