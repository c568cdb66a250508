import { expect, test } from 'vitest';
import { openReporter, tellSweep } from '#src/cli/progress.js';
import type { SweepEvent } from '#src/sweeps/events.js';
import { printedBy } from '../support/printed.ts';

test('the events of a sweep are progress of its stages, and its plan is none', () => {
  const told: unknown[] = [];
  const tell = tellSweep({ warn() {}, progress: (...args) => told.push(args) });
  const counts = { done: 1, total: 4 };
  const job = { kind: 'job', ...counts, failed: 1 } as SweepEvent;
  tell({ kind: 'download', ...counts });
  tell({ kind: 'plan', dataset: 'd', images: 1, configurations: 1, rd: null, timing: null });
  tell(job);
  tell({ kind: 'pass', spec: 'jpeg', pass: 0, passes: 1, ...counts });
  tell({ kind: 'memory', spec: 'jpeg', ...counts });
  expect(told).toEqual([
    ['download', 1, 4, 0],
    ['rate-distortion', 1, 4, 1],
    ['timing', 1, 4, 0],
    ['memory', 1, 4, 0],
  ]);
});

test('without a terminal it prints lines on standard error: of the end, not of every step', async () => {
  expect(process.stderr.isTTY).toBeFalsy();
  const { out, err } = await printedBy(() => {
    const { progress, done } = openReporter();
    progress('timing', 1, 3, 0);
    progress('timing', 2, 3, 1);
    progress('timing', 3, 3, 1);
    progress('memory', 2, 2, 0);
    done();
  });
  expect(out).toBe('');
  expect(err).toBe('timing: 3 of 3, 1 failed\nmemory: 2 of 2\n');
});

test('a warning is told once, with the flag that mends it', async () => {
  const { err } = await printedBy(() => {
    const { warn } = openReporter();
    warn('no room', 'results-not-writable');
    warn('a line is broken');
    warn('no room', 'results-not-writable');
    warn('a line is broken');
  });
  expect(err).toBe('warning: no room (--out)\nwarning: a line is broken\n');
});
