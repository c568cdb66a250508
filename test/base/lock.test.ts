import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { collectLocks, holdLock, isLocked, tryLock, underLock } from '#src/base/lock.js';
import { formatOwner, thisProcess } from '#src/base/owner.js';
import { scratch } from '../support/scratch.ts';

const age = (file: string, seconds: number): void => {
  const at = Date.now() / 1000 - seconds;
  utimesSync(file, at, at);
};
/** A lock of a process of this machine that is gone. */
const leave = (file: string): void =>
  writeFileSync(file, `${formatOwner({ ...thisProcess(), start: '1' })} x\n`);

test('a lock keeps others out until it is let go, and leaves nothing', async () => {
  const folder = path.join(scratch(), 'made', 'for', 'it');
  const file = path.join(folder, 'a.lock');
  const letGo = tryLock(file)!;
  expect(tryLock(file)).toBeNull();
  expect(isLocked(file)).toBe(true);
  let second = false;
  const waiting = holdLock(file).then((free) => {
    second = true;
    return free;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(second).toBe(false);
  letGo();
  (await waiting)();
  expect(isLocked(file)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('work under a lock lets go of it also where it fails', async () => {
  const file = path.join(scratch(), 'a.lock');
  expect(await underLock(file, () => 7)).toBe(7);
  const fail = () => Promise.reject(new Error('no'));
  await expect(underLock(file, fail)).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});

test('waiting ends with patience, naming the holder, and with a signal; it is told once', async () => {
  const file = path.join(scratch(), 'a.lock');
  const letGo = tryLock(file)!;
  let told = 0;
  const onWait = (): void => {
    told += 1;
  };
  await expect(holdLock(file, { patienceSeconds: 0.05, onWait })).rejects.toThrow(
    `held by process ${process.pid} for more than 0.05 s; end that program`,
  );
  expect(told).toBe(1);
  const abort = new AbortController();
  const waiting = holdLock(file, { signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  letGo();
});

test('a lock whose holder is gone is none, at once', async () => {
  const file = path.join(scratch(), 'a.lock');
  leave(file);
  expect(isLocked(file)).toBe(false);
  tryLock(file)!();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('a lock of a killed process is taken over; that of a busy one is not', async () => {
  const file = path.join(scratch(), 'a.lock');
  const module = new URL('../../dist/base/lock.js', import.meta.url).href;
  const script = `import { tryLock } from ${JSON.stringify(module)};
    tryLock(${JSON.stringify(file)}); console.log('held'); for (;;);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  // As long as it is busy it does not touch its lock.
  age(file, 3600);
  expect(isLocked(file)).toBe(true);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  (await holdLock(file, { patienceSeconds: 60 }))();
});

test('a lock of another machine is nobody’s a minute after it was touched', () => {
  const file = path.join(scratch(), 'a.lock');
  writeFileSync(file, `${formatOwner({ ...thisProcess(), machine: '00000000' })} x\n`);
  expect(isLocked(file)).toBe(true);
  age(file, 50);
  expect(isLocked(file)).toBe(true);
  age(file, 61);
  expect(isLocked(file)).toBe(false);
});

test('a lock that names nobody, and a folder as of earlier versions, are none after ten seconds', () => {
  const folder = scratch();
  const [file, old] = [path.join(folder, 'a.lock'), path.join(folder, 'b.lock')];
  writeFileSync(file, '');
  mkdirSync(old);
  for (const each of [file, old]) {
    expect(tryLock(each)).toBeNull();
    age(each, 11);
    tryLock(each)!();
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('who waits for a lock that was left behind gets it one after the other', async () => {
  const file = path.join(scratch(), 'a.lock');
  leave(file);
  let inside = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => underLock(file, work)));
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('locks that were left behind are collected, and nothing else', () => {
  const folder = scratch();
  const at = (name: string) => path.join(folder, name);
  mkdirSync(at('deep'));
  for (const name of ['a.lock', 'deep/b.jsonl.lock', 'c.lock.break']) leave(at(name));
  writeFileSync(at('yarn.lock'), 'of a user');
  mkdirSync(at('d.jsonl.lock'));
  age(at('d.jsonl.lock'), 20);
  mkdirSync(at('mine.lock'));
  age(at('mine.lock'), 20);
  const letGo = tryLock(at('held.lock'))!;
  collectLocks(folder, { below: false });
  expect(readdirSync(at('deep'))).toEqual(['b.jsonl.lock']);
  expect(readdirSync(folder)).not.toContain('a.lock');
  collectLocks(folder);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    ...['deep', 'held.lock', 'mine.lock', 'yarn.lock'],
  ]);
  letGo();
  collectLocks(at('nowhere'));
});
