import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pageIndex } from '#src/page/model/contract.js';
import { dataScript, writePage } from '#src/page/write/page.js';
import { timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

/** The files of data/, without what tells their content. */
const dataFiles = (folder: string): string[] =>
  readdirSync(path.join(folder, 'data'))
    .map((name) => name.replace(/-[0-9a-f]{12}\.js$/, '-#.js'))
    .sort();

test('a script of data gives the value back, whatever is in it', () => {
  const value = {
    text: `' \\ " \n \r \u2028 \u2029 \0 </script> \${x} \ud800 \\u0041`,
    ['__proto__x']: 1,
    list: [null, 0, -0.5, 1e-9],
  };
  const hostile = JSON.parse(`{"__proto__": {"a": 1}, "b": ${JSON.stringify(value)}}`);
  const calls: [string, string][] = [];
  const context = createContext({
    paretoData: (...call: [string, string]) => void calls.push(call),
  });
  runInContext(dataScript(`a'"\\b`, hostile), context);
  expect(calls).toHaveLength(1);
  expect(calls[0]![0]).toBe(`a'"\\b`);
  expect(JSON.parse(calls[0]![1])).toEqual(hostile);
  expect(Object.keys(JSON.parse(calls[0]![1]))).toEqual(['__proto__', 'b']);
});

test('names of data sets lead to no place outside the folder', () => {
  const bad = curveOf('jpeg').map((record) => ({ ...record, dataset: '../../<x>/..\\CON' }));
  const cropped = curveOf('jpeg').map((record) => ({ ...record, crop: '64x64' }));
  const { folder } = writeSite([...bad, ...curveOf('jpeg'), ...cropped]);
  expect(dataFiles(folder)).toEqual([
    ...['1-x-con-#.js', '2-set-64x64-#.js', '3-set-#.js', 'files.json', 'index.js'],
    ...['pictures-1-#.js', 'pictures-2-#.js', 'pictures-3-#.js'],
  ]);
  expect(readdirSync(path.dirname(folder))).toEqual(['page']);
});

test('a page is brought up to date in place: data of before stays for those who have it open', () => {
  const { folder, input } = writeSite(curveOf('jpeg'));
  writeFileSync(path.join(folder, 'CNAME'), 'of the user');
  const before = readdirSync(path.join(folder, 'data'));
  const index = readFileSync(path.join(folder, 'data/index.js'), 'utf8');
  writePage(folder, input);
  expect(readdirSync(path.join(folder, 'data'))).toEqual(before);
  const other = writeSite(curveOf('jpeg', { images: 2 }));
  writePage(folder, other.input);
  const after = readdirSync(path.join(folder, 'data'));
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 2);
  expect(readFileSync(path.join(folder, 'data/index.js'), 'utf8')).not.toBe(index);
  expect(readFileSync(path.join(folder, 'CNAME'), 'utf8')).toBe('of the user');
  expect(readdirSync(path.dirname(folder))).toEqual(['page']);
});

test('the shell has no script and no style within it, which its policy would refuse', () => {
  const { folder } = writeSite(curveOf('jpeg'));
  const index = readFileSync(path.join(folder, 'index.html'), 'utf8');
  expect(index).toContain("default-src 'none'");
  expect(index).not.toContain('unsafe');
  expect(index).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=/);
});

test('times of a data set without other records are told', () => {
  const timing = [timingOf({ spec: 'jpeg:quality=1', image: 'a', encode: [0.1, 0.1] })];
  const site = writeSite([], { timing });
  const data = dataOf(site);
  expect(data.group.rows).toEqual([]);
  expect(data.timings).toEqual(site.board.timings);
});

test('the index is what its schema says', () => {
  const { folder, board } = writeSite(curveOf('jpeg'));
  let json = '';
  const context = createContext({
    paretoData: (_name: string, text: string) => {
      json = text;
    },
  });
  runInContext(readFileSync(path.join(folder, 'data/index.js'), 'utf8'), context);
  const index = pageIndex.parse(JSON.parse(json));
  expect(index.records).toEqual(board.records);
  const at = '2026-01-01T00:00:00Z';
  expect(index.datasets).toEqual([
    {
      ...{
        key: 'set',
        dataset: 'set',
        crop: null,
        images: 3,
        file: expect.stringMatching(/^data\/1-set-[0-9a-f]{12}\.js$/),
      },
      pictures: expect.stringMatching(/^data\/pictures-1-[0-9a-f]{12}\.js$/),
      curves: [{ codec: 'jpeg', label: 'jpeg' }],
      made: [{ protocol: 1, version: '0.1.0', commit: null, records: 15, from: at, to: at }],
      ...{ timed: [], times: null },
    },
  ]);
});
