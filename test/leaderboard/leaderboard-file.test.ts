import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import {
  leaderboardFile,
  readLeaderboard,
  writeLeaderboard,
} from '#src/leaderboard/leaderboard-file.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { facts } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'leaderboard-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const board = buildLeaderboard({
  rd: tablesOf([rdOf({ spec: 'webp', image: 'a' })]),
  timing: [timingOf({ spec: 'webp', image: 'a', encode: [1, 2] })],
  facts,
  describe: () => null,
});

test('what is written is read, and nothing else is left behind', () => {
  const file = leaderboardFile(folder);
  writeLeaderboard(file, board);
  expect(readLeaderboard(file)).toEqual(board);
  expect(readdirSync(folder)).toEqual(['leaderboard.json']);
});

test.each([
  [
    'of an older schema',
    JSON.stringify({ ...board, schema: 4 }),
    /expected a leaderboard of schema 5, got schema 4; pareto leaderboard writes it again/,
  ],
  ['of a newer schema', JSON.stringify({ ...board, schema: 6 }), /knows up to 5: update it/],
  ['of no schema', '{}', /expected a leaderboard of schema 5, got none/],
  ['with a field missing', '{"schema":5}', /is no leaderboard: records: /],
  ['that is no JSON', '{', /cannot read the leaderboard/],
])('a file %s is refused with what to do', (_what, text, message) => {
  const file = leaderboardFile(folder);
  writeFileSync(file, text);
  expect(() => readLeaderboard(file)).toThrow(UsageError);
  expect(() => readLeaderboard(file)).toThrow(message);
});

test('a file that is not there is refused', () => {
  expect(() => readLeaderboard(leaderboardFile(folder))).toThrow(/cannot read the leaderboard/);
});
