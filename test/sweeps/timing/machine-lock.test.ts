import { readdirSync } from 'node:fs';
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

test('the lock lies in the cache, made if need be, and goes with its holder', async () => {
  for (let turn = 0; turn < 2; turn++) {
    const unlock = await lockMachine(none, new AbortController().signal);
    expect(readdirSync(cache)).toEqual(['pareto-timing.lock']);
    unlock!();
    expect(readdirSync(cache)).toEqual([]);
  }
});
