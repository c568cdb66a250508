import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatOwner, livenessOf, parseOwner, thisProcess } from '#src/base/owner.js';

test('an owner is read back from the beginning of a text, and from nothing else', () => {
  const owner = thisProcess();
  expect(parseOwner(`${formatOwner(owner)} and more`)).toEqual(owner);
  expect(owner.pid).toBe(process.pid);
  for (const text of ['', 'x', ` ${formatOwner(owner)}`, '1234-5-6', '12345678-x-6']) {
    expect(parseOwner(text)).toBeNull();
  }
});

test('this process is alive; one of another machine is unknown', () => {
  expect(livenessOf(thisProcess())).toBe('alive');
  expect(livenessOf({ ...thisProcess(), machine: '00000000' })).toBe('unknown');
});

test.runIf(existsSync('/proc/self/stat'))('a number that is used again is another process', () => {
  expect(livenessOf({ ...thisProcess(), start: '1' })).toBe('dead');
  // Where the system does not tell, the number has to do.
  expect(livenessOf({ ...thisProcess(), start: '0' })).toBe('alive');
});

test('a process that has ended is dead', async () => {
  const child = spawn(process.execPath, ['--eval', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  expect(livenessOf({ ...thisProcess(), pid: child.pid!, start: '0' })).toBe('dead');
});
