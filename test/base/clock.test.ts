import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measure, now, untimed } from '#src/base/clock.js';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Works for so long at least, and for so much CPU time at least. */
const spin = (ms: number) => {
  const end = performance.now() + ms;
  const start = process.cpuUsage();
  while (performance.now() < end || process.cpuUsage(start).user < ms * 1000);
};

test('books sync and async stages, and the rest as other: together the total', async () => {
  const { value, totalSeconds, cpuSeconds, stages } = await measure(async (clock) => {
    clock.stage('prepare', () => spin(20));
    await clock.stage('encode', () => sleep(30));
    clock.stage('prepare', () => spin(10));
    spin(15);
    return 'done';
  });
  expect(value).toBe('done');
  expect(stages.prepare).toBeGreaterThanOrEqual(0.03);
  expect(stages.encode).toBeGreaterThanOrEqual(0.029);
  expect(stages.other).toBeGreaterThanOrEqual(0.015);
  const sum = Object.values(stages).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(totalSeconds, 9);
  // Sleeping costs no CPU time, spinning does.
  expect(cpuSeconds).toBeGreaterThan(0.04);
});

test('a stage that fails is booked all the same, and its error passes through', async () => {
  const failing = measure(async (clock) => {
    await clock.stage('encode', () => Promise.reject(new Error('no')));
  });
  await expect(failing).rejects.toThrow('no');
  expect(untimed.stage('encode', () => 3)).toBe(3);
});

test('CPU seconds of other processes are added up, and none where nobody tells any', async () => {
  const { childCpuSeconds } = await measure(async (clock) => {
    clock.reportChildCpu(0.5);
    clock.reportChildCpu(0.25);
  });
  expect(childCpuSeconds).toBe(0.75);
  expect((await measure(async () => {})).childCpuSeconds).toBeNull();
  expect(untimed.reportChildCpu(1)).toBeUndefined();
});

test('CPU time is that of the program and of the system for it', async () => {
  let inside = 0;
  const { cpuSeconds } = await measure(async () => {
    const start = process.cpuUsage();
    let { user, system } = process.cpuUsage(start);
    for (; system < 30_000; { user, system } = process.cpuUsage(start)) statSync('.');
    inside = (user + system) / 1e6;
  });
  expect(cpuSeconds).toBeGreaterThanOrEqual(inside);
  expect(cpuSeconds).toBeLessThan(inside + 1);
});

test('stages that run at the same time leave no time below zero', async () => {
  const { stages } = await measure(async (clock) => {
    await Promise.all([
      clock.stage('encode', () => sleep(30)),
      clock.stage('decode', () => sleep(30)),
    ]);
  });
  expect(stages.other).toBe(0);
});

test('what a command line measured itself adds up, and is null where it said nothing', async () => {
  const { reportedSeconds } = await measure(async (clock) => {
    clock.report(0.25);
    clock.report(0.5);
  });
  expect(reportedSeconds).toBe(0.75);
  expect((await measure(async () => 1)).reportedSeconds).toBeNull();
});

test('now counts seconds', () => {
  const before = performance.now();
  const between = now();
  const after = performance.now();
  expect(between).toBeGreaterThanOrEqual(before / 1000);
  expect(between).toBeLessThanOrEqual(after / 1000);
});
