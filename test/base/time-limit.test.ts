import { expect, it, vi } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { pause, startTimeLimit, timerMilliseconds, withTimeLimit } from '#src/base/time-limit.js';

it('a limit beyond the longest timer holds, and does not end at once', async () => {
  const days = 86_400;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    let ended = 0;
    const limits = [10 * days, 60 * days, Number.POSITIVE_INFINITY].map((seconds) =>
      startTimeLimit(seconds, () => {
        ended += 1;
      }),
    );
    await vi.advanceTimersByTimeAsync(9 * days * 1000);
    expect(ended).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * days * 1000);
    expect(ended).toBe(1);
    await vi.advanceTimersByTimeAsync(48 * days * 1000);
    expect(ended).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * days * 1000);
    expect(ended).toBe(2);
    await vi.advanceTimersByTimeAsync(1000 * days * 1000);
    expect(ended).toBe(2);
    for (const limit of limits) limit.cancel();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('a limit ends once, starts anew, and not at all once it is cancelled', async () => {
  let ended = 0;
  const end = (): void => {
    ended += 1;
  };
  startTimeLimit(0.01, end);
  startTimeLimit(0.01, end).cancel();
  const fresh = startTimeLimit(0.2, end);
  await pause(0.1);
  expect(ended).toBe(1);
  fresh.refresh();
  await pause(0.15);
  expect(ended).toBe(1);
  await pause(0.2);
  expect(ended).toBe(2);
});

it('a pause ends with its signal, before it and during it', async () => {
  await expect(pause(100, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  const abort = new AbortController();
  const waiting = pause(1e9, abort.signal);
  abort.abort(new Error('during'));
  await expect(waiting).rejects.toThrow('during');
});

it('delays of a timer are whole milliseconds that it takes', () => {
  expect([0, 0.0001, 0.5, 1e9].map(timerMilliseconds)).toEqual([1, 1, 500, 2 ** 31 - 1]);
  expect(timerMilliseconds(Number.POSITIVE_INFINITY)).toBe(2 ** 31 - 1);
  expect(withTimeLimit(1e12, () => 7)).toBe(7);
});

it('gives the value of the work', () => {
  expect(withTimeLimit(10, () => 7)).toBe(7);
  expect(withTimeLimit(10, () => undefined)).toBeUndefined();
});

it('passes on whatever the work throws', () => {
  expect(() =>
    withTimeLimit(10, () => {
      throw new RangeError('no');
    }),
  ).toThrow(RangeError);
  let thrown: unknown;
  try {
    withTimeLimit(10, () => {
      throw 1234;
    });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(1234);
});

it('breaks off endless work, and works again afterwards', () => {
  const endless = () => {
    for (;;);
  };
  expect(() => withTimeLimit(0.1, endless)).toThrow(WorkError);
  expect(() => withTimeLimit(0.1, endless)).toThrow('no result after 0.1 s');
  expect(withTimeLimit(10, () => 'again')).toBe('again');
});
