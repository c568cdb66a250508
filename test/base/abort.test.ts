import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { underSignal } from '#src/base/abort.js';

const never = (): Promise<never> => new Promise(() => undefined);

test('gives what the work gives, with and without a signal', async () => {
  expect(await underSignal(undefined, async () => 3)).toBe(3);
  expect(await underSignal(new AbortController().signal, async () => 3)).toBe(3);
  const failing = underSignal(new AbortController().signal, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
});

test('an aborted signal ends the wait with its reason, and keeps later work from starting', async () => {
  const controller = new AbortController();
  const waiting = underSignal(controller.signal, never);
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  let started = false;
  const late = underSignal(controller.signal, async () => {
    started = true;
  });
  await expect(late).rejects.toBe(reason);
  expect(started).toBe(false);
});

test('work that fails after the abort harms nobody', async () => {
  const controller = new AbortController();
  let fail = (_: Error): void => undefined;
  const work = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const waiting = underSignal(controller.signal, () => work);
  controller.abort();
  await expect(waiting).rejects.toThrow(/aborted/);
  fail(new Error('too late'));
  await new Promise((done) => setTimeout(done, 5));
});

test('a signal that outlives much work does not collect listeners', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n++) await underSignal(signal, async () => n);
  await underSignal(signal, () => Promise.reject(new Error('no'))).catch(() => undefined);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
