import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPlans } from '#src/cli/run-plans.js';

const before = process.listeners('SIGINT');
const status = process.exitCode;
const added = () => process.listeners('SIGINT').filter((each) => !before.includes(each));
const terminated = process.listeners('SIGTERM');

let lines = 0;
const reporter = { warn() {}, progress() {}, done: () => void lines++ };
const done = { interrupted: false, gaveUp: false };

beforeEach(() => {
  lines = 0;
});
afterEach(() => {
  for (const each of added()) process.removeListener('SIGINT', each);
  for (const each of process.listeners('SIGTERM'))
    if (!terminated.includes(each)) process.removeListener('SIGTERM', each);
  process.exitCode = status;
});

test('plans run one after the other, and each has its summary', async () => {
  const ran = await runPlans(['a', 'b'], async (plan) => ({ ...done, plan }), reporter);
  expect(ran).toEqual([
    { plan: 'a', summary: { ...done, plan: 'a' } },
    { plan: 'b', summary: { ...done, plan: 'b' } },
  ]);
  expect(lines).toBe(2);
  expect(process.exitCode).toBe(status);
});

test.each([
  [{ interrupted: false, gaveUp: true }, undefined],
  [{ interrupted: true, gaveUp: false }, 130],
])('after %j nothing more is run', async (summary, exit) => {
  const ran = await runPlans(['a', 'b'], async () => summary, reporter);
  expect(ran).toEqual([{ plan: 'a', summary }]);
  expect(process.exitCode).toBe(exit ?? status);
});

test('the second Ctrl-C ends the run without a summary; other errors are thrown', async () => {
  const run = async (_: string, { stop, signal }: { stop: AbortSignal; signal: AbortSignal }) => {
    const [interrupt] = added();
    interrupt!('SIGINT');
    expect([stop.aborted, signal.aborted]).toEqual([true, false]);
    interrupt!('SIGINT');
    signal.throwIfAborted();
    return done;
  };
  expect(await runPlans(['a', 'b'], run, reporter)).toEqual([]);
  expect(process.exitCode).toBe(130);
  const failing = runPlans(['a'], async () => Promise.reject(new Error('no room')), reporter);
  await expect(failing).rejects.toThrow('no room');
});
