import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { lockMachine } from '#src/sweeps/timing/machine-lock.js';
import { scratch } from '../../support/scratch.ts';

const none = (message: string): void => expect.unreachable(message);

beforeEach(() => {
  const before = process.env['PARETO_CACHE'];
  process.env['PARETO_CACHE'] = scratch();
  onTestFinished(() => {
    process.env['PARETO_CACHE'] = before;
  });
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
