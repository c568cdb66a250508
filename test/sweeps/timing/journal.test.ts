import { existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { foldJournal, openJournal, recoverJournals } from '#src/sweeps/timing/journal.js';
import { timingRecordsIn } from '../../support/pareto.ts';
import { timingRecordWith } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';

let place: { results: string; testbed: string; dataset: string };
const none = (message: string): void => expect.unreachable(message);
const all = <T>(records: T): T => records;
const pass = (seconds: number) => {
  const samples = { total: [seconds], cpu: [seconds], stages: {} };
  return timingRecordWith({ passes: 3, encode: samples, decode: samples });
};
const file = () => path.join(folder(), 'webp.jsonl');
const folder = () => path.join(place.results, 'timing', 'here', 'set');

beforeEach(() => {
  place = { results: scratch(), testbed: 'here', dataset: 'set' };
});

test('passes are joined into records of all samples, and the journal is gone', async () => {
  const { journal, letGo } = await openJournal(place);
  for (const seconds of [1, 2, 3]) await appendLines(journal, [pass(seconds)]);
  const finish = (records: ReturnType<typeof pass>[]) =>
    records.map((record) => ({ ...record, setupSeconds: 9 }));
  const folded = await foldJournal(journal, place, finish, none);
  letGo();
  expect(folded).toHaveLength(1);
  const [record, ...others] = timingRecordsIn(file());
  expect(others).toEqual([]);
  expect(record).toMatchObject({ setupSeconds: 9, encode: { total: [1, 2, 3] } });
  expect(readdirSync(folder())).toEqual(['webp.jsonl']);
});

test('an unfinished run does not take the place of a finished one, but of a failed one', async () => {
  const fold = async (...seconds: number[]): Promise<void> => {
    const { journal, letGo } = await openJournal(place);
    for (const each of seconds) await appendLines(journal, [pass(each)]);
    await foldJournal(journal, place, all, none);
    letGo();
  };
  await fold(1, 2);
  await fold(3);
  expect(timingRecordsIn(file())).toHaveLength(1);
  await fold(4, 5);
  expect(timingRecordsIn(file()).map(({ encode }) => encode.total)).toEqual([
    [1, 2],
    [4, 5],
  ]);
  const failed = { ...pass(6), error: { stage: 'encode' as const, message: 'no' } };
  await appendLines(file(), [failed]);
  await fold(7);
  expect(timingRecordsIn(file()).at(-1)?.encode.total).toEqual([7]);
});

test('what a killed run left behind is kept; the journal of a running one is let be', async () => {
  const running = await openJournal(place);
  await appendLines(running.journal, [pass(1)]);
  await recoverJournals(place, none);
  expect(existsSync(running.journal)).toBe(true);
  running.letGo();
  // The hold of a program that was killed stays until it is stale.
  const held = `${running.journal}.held.lock`;
  mkdirSync(held);
  utimesSync(held, 1, 1);
  const warnings: string[] = [];
  await recoverJournals(place, (message) => warnings.push(message));
  expect(warnings).toEqual([expect.stringMatching(/^1 timing records of a run that was killed/)]);
  expect(timingRecordsIn(file())).toHaveLength(1);
  expect(readdirSync(folder())).toEqual(['webp.jsonl']);
  await recoverJournals({ ...place, testbed: 'nowhere' }, none);
});
