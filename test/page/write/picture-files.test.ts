import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { pictureFiles } from '#src/page/write/picture-files.js';
import { startPictures } from '#src/page/write/picture-set.js';
import { rdOf } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';
import { writeSite } from '../site.ts';

const dataFile = (stem: string, value: unknown) => ({
  path: `data/${stem}.js`,
  content: JSON.stringify(value),
});

test('each data set has its list; files are copied once, those that are gone are not', () => {
  const rd = ['set', 'two'].map((dataset) => rdOf({ spec: 'webp', image: 'a', dataset }));
  const { board } = writeSite(rd);
  const tables = tablesOf(rd);
  const source = path.join(scratch(), 'a.png');
  writeFileSync(source, 'picture');
  const pictures = tables.map((table) => {
    const set = startPictures(table, 1);
    set.files.set('pictures/a.png', source);
    set.files.set('pictures/gone.png', `${source}.gone`);
    return set;
  });
  const lists: [number, string][] = [];
  const files = [
    ...pictureFiles({ board, tables, pictures }, dataFile, (...list) => lists.push(list)),
  ];
  expect(lists).toEqual([
    [0, 'data/pictures-1.js'],
    [1, 'data/pictures-2.js'],
  ]);
  expect(files.map((file) => file.path)).toEqual([
    ...['data/pictures-1.js', 'pictures/a.png', 'data/pictures-2.js'],
  ]);
  expect(String(files[1]!.content)).toBe('picture');
  expect(files[0]!.content).toContain('{"images":[{"original":null');
});
