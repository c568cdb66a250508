import { afterEach, expect, test } from 'vitest';
import { onInterrupt } from '#src/cli/signals.js';

const signals = ['SIGINT', 'SIGTERM'] as const;
const before = signals.map((signal) => process.listeners(signal));

/** What the process calls at a signal since this file was loaded. */
const added = (n: number) =>
  process.listeners(signals[n]!).filter((each) => !before[n]!.includes(each));

afterEach(() => {
  for (const [n, signal] of signals.entries())
    for (const each of added(n)) process.removeListener(signal, each);
});

test.each([
  [0, 0],
  [1, 1],
  [0, 1],
])('the first signal stops, the second halts (%d, %d)', (first, second) => {
  const told: string[] = [];
  const { stop, halt } = onInterrupt((message) => told.push(message), 'written');
  const send = (n: number): void => {
    const [listener, ...others] = added(n);
    expect(others).toEqual([]);
    listener!(signals[n]!);
  };
  expect([stop.aborted, halt.aborted]).toEqual([false, false]);
  send(first);
  expect([stop.aborted, halt.aborted]).toEqual([true, false]);
  send(second);
  expect([stop.aborted, halt.aborted]).toEqual([true, true]);
  expect(told).toEqual([
    expect.stringMatching(/^stopping after the running jobs; all that is written is kept/),
  ]);
});
