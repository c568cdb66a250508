import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { datasetsIn } from '#src/datasets/dataset-list.js';
import { scratch } from '../support/scratch.ts';

let folder: string;
beforeEach(() => {
  folder = scratch();
});

test('a list names data sets; what is there under the whole text is one', async () => {
  expect(await datasetsIn('kodak, gb82-photo,kodak')).toEqual(['kodak', 'gb82-photo']);
  const odd = path.join(folder, 'a,b');
  expect(await datasetsIn(odd)).toHaveLength(2);
  mkdirSync(odd);
  expect(await datasetsIn(odd)).toEqual([odd]);
});

describe('a pattern', () => {
  test('stands for the known data sets of such names', async () => {
    expect(await datasetsIn('kodak,gb82-*,kod?k')).toEqual(['kodak', 'gb82-photo', 'gb82-screen']);
  });

  test('stands for folders, hidden ones and files left out', async () => {
    for (const name of ['b', 'a', '.hidden', 'a/deep', 'b/deep', 'b/other'])
      mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'file'), '');
    const inside = (...names: string[]) => names.map((name) => path.join(folder, name));
    expect(await datasetsIn(`${folder}/*`)).toEqual(inside('a', 'b'));
    expect(await datasetsIn(`${folder}/*/d*p`)).toEqual(inside('a/deep', 'b/deep'));
    expect(await datasetsIn(`${folder}/?/other`)).toEqual(inside('b/other'));
    expect(await datasetsIn(`${path.relative('.', folder)}/a*`)).toEqual([
      path.join(path.relative('.', folder), 'a'),
    ]);
  });

  test('that is the name of a folder is that folder', async () => {
    const odd = path.join(folder, 'what?');
    mkdirSync(odd);
    expect(await datasetsIn(`kodak,${odd}`)).toEqual(['kodak', odd]);
  });

  test.each(['nowhere-*', './nowhere/*', '*/nowhere-?'])('%s that matches none', async (text) => {
    await expect(datasetsIn(text)).rejects.toThrow(UsageError);
    await expect(datasetsIn(text)).rejects.toThrow(`no data set and no folder matches '${text}'`);
  });
});
