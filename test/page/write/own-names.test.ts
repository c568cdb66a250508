import path from 'node:path';
import { expect, test } from 'vitest';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { folderName, ownNames } from '#src/page/write/own-names.js';
import { facts } from '../../support/facts.ts';
import { rdOf } from '../../support/records.ts';

const boardOf = (...records: ReturnType<typeof rdOf>[]) =>
  buildLeaderboard({ rd: tablesOf(records), timing: [], facts, describe: () => null });

test('what the program has by name is not the user’s own', () => {
  const board = boardOf(
    rdOf({ image: 'p', spec: 'jpeg', dataset: 'kodak', metrics: { psnr: 30 } }),
  );
  expect(ownNames(board)).toEqual({ codecs: [], metrics: [], datasets: [] });
});

test('codecs, metrics and data sets that it has not are named', () => {
  const engine = { name: 'mine', version: '1', runtime: 'cli' } as const;
  const board = boardOf(
    rdOf({
      image: 'p',
      spec: 'mine',
      codec: 'mine',
      engine,
      dataset: 'photos',
      metrics: { psnr: 30, own: 1 },
    }),
    rdOf({ image: 'p', spec: 'other', codec: 'other', dataset: 'photos', metrics: { psnr: 30 } }),
  );
  expect(ownNames(board)).toMatchObject({
    codecs: [
      { id: 'mine', file: 'path/to/mine.json' },
      { id: 'other', file: 'path/to/other.js' },
    ],
    datasets: ['photos'],
  });
});

test('a folder below the current one is named as it is, of another only the name', () => {
  expect(folderName('results')).toBe('results');
  expect(folderName(path.resolve('my', 'out'))).toBe('my/out');
  expect(folderName('..')).toBe(`path/to/${path.basename(path.resolve('..'))}`);
  expect(folderName('/somewhere/else')).toBe('path/to/else');
  expect(folderName('..photos')).toBe('..photos');
});
