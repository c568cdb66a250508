import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeTogether } from '#src/base/write-together.js';
import { scratch } from '../support/scratch.ts';

test('one after the other writes into a folder, which is made, and no lock stays', async () => {
  const folder = path.join(scratch(), 'new');
  let inside = 0;
  const work = async (): Promise<number> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return inside--;
  };
  expect(await Promise.all([1, 2, 3].map(() => writeTogether(folder, work)))).toEqual([1, 1, 1]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be is told; what the work throws is passed on', async () => {
  const folder = scratch();
  writeFileSync(path.join(folder, 'file'), '');
  await expect(writeTogether(path.join(folder, 'file'), () => {})).rejects.toThrow(
    /^cannot write .*file: a file stands where its folder would be; name another place$/,
  );
  const fail = () => {
    throw new Error('no');
  };
  await expect(writeTogether(folder, fail)).rejects.toThrow(/^no$/);
  expect(existsSync(path.join(folder, '.pareto.lock'))).toBe(false);
});
