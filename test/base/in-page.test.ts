import { expect, test } from 'vitest';
import { runWithin as breakOff } from '#src/base/break-off-in-node.js';
import { runWithin } from '#src/base/break-off-in-page.js';
import { cpuMicroseconds as ofProcess } from '#src/base/cpu-time-in-node.js';
import { cpuMicroseconds } from '#src/base/cpu-time-in-page.js';

test('a page is not told of CPU time; a process is', () => {
  expect(cpuMicroseconds()).toBeNull();
  expect(ofProcess()).toBeGreaterThan(0);
});

test('work runs to its end in a page, and is broken off in Node', () => {
  const spin = () => {
    for (const end = performance.now() + 60; performance.now() < end; );
  };
  expect(runWithin(1, spin)).toBe(true);
  expect(breakOff(1, spin)).toBe(false);
  expect(breakOff(10_000, () => undefined)).toBe(true);
});

test('what work throws comes out of both', () => {
  const fail = () => {
    throw new Error('broken');
  };
  expect(() => runWithin(1000, fail)).toThrow('broken');
  expect(() => breakOff(1000, fail)).toThrow('broken');
});
