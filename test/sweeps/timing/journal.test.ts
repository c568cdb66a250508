import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { appendLines } from '#src/base/append.js';
import { formatOwner, thisProcess } from '#src/base/owner.js';
import { openJournal } from '#src/sweeps/timing/journal.js';
import { timingRecordsIn } from '../../support/pareto.ts';
import { timingRecordWith } from '../../support/records.ts';
import { scratch } from '../../support/scratch.ts';

let place: { results: string; testbed: string; dataset: string };
const none = (message: string): void => expect.unreachable(message);
const pass = (seconds: number) => {
  const samples = { total: [seconds], cpu: [seconds], stages: {} };
  return timingRecordWith({ passes: 3, encode: samples, decode: samples });
};
const file = () => path.join(folder(), 'webp.jsonl');
const folder = () => path.join(place.results, 'timing', 'here', 'set');
const use = { setupSeconds: 9, encode: 3, decode: 2, idle: 1 };

beforeEach(() => {
  place = { results: scratch(), testbed: 'here', dataset: 'set' };
});

test('passes are joined into records of all samples with their memory, and the journal is gone', async () => {
  const journal = await openJournal(place, 'plan', none);
  for (const seconds of [1, 2, 3]) await journal.add({ pass: 0, records: [pass(seconds)] });
  // The second of the two timings of one configuration is in no record.
  await journal.add({ twin: [pass(99)] });
  await journal.add({ memory: pass(1).spec, image: 'a', use });
  const folded = await journal.fold(none);
  journal.remove();
  journal.letGo();
  const [record, ...others] = timingRecordsIn(file());
  expect([folded, others]).toEqual([[record], []]);
  const { setupSeconds, ...bytes } = use;
  expect(record).toMatchObject({
    ...{ setupSeconds, peakBytes: { ...bytes, image: 'a' }, encode: { total: [1, 2, 3] } },
  });
  expect(readdirSync(folder())).toEqual(['webp.jsonl']);
});

test('an unfinished run does not take the place of a finished one, but of a failed one', async () => {
  const fold = async (...seconds: number[]): Promise<void> => {
    const journal = await openJournal(place, String(seconds), none);
    for (const each of seconds) await journal.add({ pass: 0, records: [pass(each)] });
    await journal.fold(none);
    journal.remove();
    journal.letGo();
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

test('a run of the same plan goes on with what a killed one left behind', async () => {
  const killed = await openJournal(place, 'plan', none);
  expect(killed.before).toMatchObject({ run: null, records: [], calibration: null });
  const calibration = {
    ...{ kernel: 'k', version: 1, passes: 7 },
    seconds: { median: 2, low: 1, high: 3 },
  };
  await killed.add({ calibration });
  await killed.add({ pass: 1, records: [pass(1)] });
  await killed.add({ twin: [pass(2)] });
  await killed.add({ failed: 4, records: [] });
  await killed.add({ unloadable: [pass(0)] });
  await killed.add({ memory: 'webp', image: 'a', use });
  killed.letGo();
  const warnings: string[] = [];
  const {
    before,
    file: own,
    letGo,
  } = await openJournal(place, 'plan', (told) => {
    warnings.push(told);
  });
  expect(own).toBe(killed.file);
  expect(warnings).toEqual([
    'goes on with a timing run that was ended before its time: 1 passes are there',
  ]);
  expect(before).toMatchObject({ run: 'plan', calibration, folded: false });
  expect(before.passes).toEqual(new Map([[1, [[pass(1)]]]]));
  expect(before.twin).toEqual([[pass(2)]]);
  expect([before.failed, before.unloadable]).toEqual([
    new Set([4]),
    new Set([pass(0).imageSha256]),
  ]);
  expect(before.memory).toEqual(new Map([['webp', { image: 'a', use }]]));
  letGo();
});

test('what a run of another plan left behind is folded; the journal of a running one is let be', async () => {
  const running = await openJournal(place, 'plan', none);
  await running.add({ pass: 0, records: [pass(1)] });
  const second = await openJournal(place, 'plan', none);
  expect(second.file).not.toBe(running.file);
  second.remove();
  second.letGo();
  // Its holder was killed.
  running.letGo();
  const dead = formatOwner({ ...thisProcess(), start: '1' });
  writeFileSync(`${running.file}.held.lock`, `${dead} x\n`);
  const warnings: string[] = [];
  const other = await openJournal(place, 'other', (message) => warnings.push(message));
  expect(warnings).toEqual([expect.stringMatching(/^1 timing records of a run that was killed/)]);
  expect(timingRecordsIn(file())).toHaveLength(1);
  expect(existsSync(running.file)).toBe(false);
  other.remove();
  other.letGo();
  expect(readdirSync(folder())).toEqual(['webp.jsonl']);
});

test('what a stopped run has put into the results already is not put there twice', async () => {
  const stopped = await openJournal(place, 'plan', none);
  await stopped.add({ pass: 0, records: [pass(1)] });
  await stopped.fold(none);
  await stopped.add({ folded: true });
  stopped.letGo();
  const other = await openJournal(place, 'other', none);
  other.remove();
  other.letGo();
  expect(timingRecordsIn(file())).toHaveLength(1);
  expect(readdirSync(folder())).toEqual(['webp.jsonl']);
});

test('a run that was killed while it was folded writes what is not there yet, and nothing twice', async () => {
  const png = { ...pass(1), codec: 'png', key: 'c'.repeat(64) };
  const killed = await openJournal(place, 'plan', none);
  await killed.add({ pass: 0, records: [pass(1)] });
  await killed.add({ pass: 1, records: [png] });
  await killed.add({ memory: pass(1).spec, image: 'a', use });
  await killed.fold(none);
  // As if it had come to the first codec alone.
  writeFileSync(path.join(folder(), 'png.jsonl'), '');
  killed.letGo();
  const next = await openJournal(place, 'plan', () => {});
  expect(await next.fold(none)).toHaveLength(2);
  next.remove();
  next.letGo();
  expect(timingRecordsIn(file())).toHaveLength(1);
  expect(timingRecordsIn(path.join(folder(), 'png.jsonl'))).toHaveLength(1);
});

test('a journal of an earlier version, records alone, is folded; a torn line of it is told', async () => {
  mkdirSync(folder(), { recursive: true });
  const old = path.join(folder(), '.journal-0123456789ab.jsonl');
  await appendLines(old, [pass(1), pass(2)]);
  writeFileSync(old, `${readFileSync(old, 'utf8')}{"pass":0,"rec`);
  const warnings: string[] = [];
  const journal = await openJournal(place, 'plan', (message) => warnings.push(message));
  expect(warnings.filter((told) => !/is passed over/.test(told))).toEqual([
    expect.stringMatching(/^1 timing records/),
  ]);
  expect(warnings.some((told) => /:3 is passed over/.test(told))).toBe(true);
  expect(timingRecordsIn(file())[0]?.encode.total).toEqual([1, 2]);
  journal.remove();
  journal.letGo();
});

test('a journal of a newer version is not touched', async () => {
  mkdirSync(folder(), { recursive: true });
  const newer = path.join(folder(), '.journal-0123456789ab.jsonl');
  await appendLines(newer, [{ schema: 999, run: 'plan' }]);
  await expect(openJournal(place, 'plan', none)).rejects.toThrow(/record schema 999/);
  expect(readdirSync(folder()).filter((name) => !name.endsWith('.lock'))).toEqual([
    path.basename(newer),
  ]);
});
