import { mkdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { expect, test } from 'vitest';
import { lockBase } from '#src/base/lock.js';
import { scratch } from '../support/scratch.ts';

test('a lock may stand for a file that is not there, and keeps others out', async () => {
  const file = path.join(scratch(), 'records.jsonl');
  const release = await lock(file, lockBase);
  await expect(lock(file, lockBase)).rejects.toThrow(/already being held/);
  await release();
  await (await lock(file, lockBase))();
});

test('a lock that a killed program left behind is taken over after ten seconds', async () => {
  const file = path.join(scratch(), 'records.jsonl');
  const left = (seconds: number) => {
    const at = Date.now() / 1000 - seconds;
    utimesSync(`${file}.lock`, at, at);
  };
  mkdirSync(`${file}.lock`);
  left(5);
  await expect(lock(file, lockBase)).rejects.toThrow(/already being held/);
  left(11);
  await (await lock(file, lockBase))();
});
