import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { processStat } from '#src/base/process-stat.js';

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('the fields of a process begin with its state, whatever its name', () => {
  const own = processStat(process.pid)!;
  expect(own[0]).toMatch(/^[RSD]$/);
  expect(Number(own[1])).toBe(process.ppid);
  // The moment of its start, field 22 of proc(5).
  const whole = readFileSync('/proc/self/stat', 'utf8');
  expect(whole.slice(whole.lastIndexOf(')')).split(' ')[20]).toBe(own[19]);
  expect(processStat('self')![19]).toBe(own[19]);
});

test('a process that is not there has none', () => {
  expect(processStat(2 ** 30)).toBeNull();
});
