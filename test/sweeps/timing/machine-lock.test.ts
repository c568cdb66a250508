import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockMachine } from '#src/sweeps/timing/machine-lock.js';
import { scratch } from '../../support/scratch.ts';

const none = (message: string): void => expect.unreachable(message);

let cache: string;
beforeEach(() => {
  cache = path.join(scratch(), 'cache');
  vi.stubEnv('PARETO_CACHE', cache);
});
afterEach(() => {
  vi.useRealTimers();
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
  await unlock!();
  await (await waiting)!();
});

test('one that is told to stop while it waits does not time', async () => {
  const unlock = await lockMachine(none, new AbortController().signal);
  expect(await lockMachine(none, AbortSignal.abort())).toBeNull();
  await unlock!();
});

test('the lock lies in the cache, made if need be, and goes with its holder', async () => {
  for (let turn = 0; turn < 2; turn++) {
    const unlock = await lockMachine(none, new AbortController().signal);
    expect(readdirSync(cache)).toEqual(['pareto-timing.lock']);
    await unlock!();
    expect(readdirSync(cache)).toEqual([]);
  }
});

test('a lock that cannot be had for another reason is an error, not a wait', async () => {
  const { signal } = new AbortController();
  const unlock = await lockMachine(none, signal);
  await unlock!();
  // A link to itself cannot be looked at.
  symlinkSync('pareto-timing.lock', path.join(cache, 'pareto-timing.lock'));
  await expect(lockMachine(none, AbortSignal.abort())).rejects.toMatchObject({ code: 'ELOOP' });
});

test('a lock that is lost while it is held is told', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const told = new Promise<string>((resolve) => {
    void lockMachine(resolve, new AbortController().signal).then(async () => {
      rmSync(path.join(cache, 'pareto-timing.lock'), { recursive: true });
      await vi.advanceTimersByTimeAsync(10_000);
    });
  });
  expect(await told).toMatch(/^another sweep may be timing as well: /);
});
