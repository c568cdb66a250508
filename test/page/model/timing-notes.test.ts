import { expect, test } from 'vitest';
import { timingTables } from '#src/leaderboard/timing-groups.js';
import { timingNotes } from '#src/page/model/timing-notes.js';
import { timingOf } from '../../support/records.ts';

const bootstrap = { seed: 1, resamples: 200, level: 0.95 };

/** A setting whose longest pass of encode is so many times as long as the others. */
function setting(quality: number, times: number, change: { node?: string; passes?: number } = {}) {
  const encode = [0.1, 0.1, 0.1 * times];
  const record = timingOf({
    image: 'p1',
    spec: `webp:quality=${quality}`,
    settings: { quality },
    encode,
  });
  return { ...record, decode: { ...record.decode, total: [0.01, 0.01, 0.01] }, ...change };
}

const rowsOf = (...records: ReturnType<typeof setting>[]) =>
  timingTables(records, bootstrap)[0]!.rows;

test('warnings of one kind are one, with their range and the count of settings', () => {
  const rows = rowsOf(setting(20, 1), setting(40, 1.5), setting(60, 2));
  const [note, ...others] = timingNotes(rows, 'encode');
  expect(others).toEqual([]);
  const found =
    /^the interval is (\d+) to (\d+) % of the value wide at 2 of 3 settings, more than 10 %$/;
  const [low, high] = found.exec(note!)!.slice(1).map(Number);
  const told = rows.flatMap(({ warnings }) => warnings.map(({ text }) => /\d+/.exec(text)![0]));
  expect([low, high]).toEqual(told.map(Number).sort((a, b) => a - b));
  expect(timingNotes(rows, 'decode')).toEqual([]);
});

test('of one setting they are as in leaderboard.json, without the direction', () => {
  const [row] = rowsOf(setting(20, 2));
  expect(timingNotes([row!], 'encode').map((note) => `encode: ${note}`)).toEqual(
    row!.warnings.map(({ text }) => text),
  );
});

test('what is of neither direction stands apart, and versions are no figures', () => {
  const record = setting(20, 1, { node: 'v20.11.1', passes: 5 });
  const other = { ...record, node: 'v22.1.0', image: 'p9', imageSha256: 'f'.repeat(64) };
  const rows = rowsOf(record, other, setting(40, 1));
  expect(timingNotes(rows, 'encode')).toEqual([]);
  expect(timingNotes(rows, 'both')).toEqual([
    '3 of 5 passes made at 1 of 2 settings',
    'timed under several Node versions at 1 of 2 settings: v20.11.1, v22.1.0',
  ]);
});
