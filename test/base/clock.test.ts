import { expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';

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
