import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { appendLines } from '../../base/append.js';
import { tryLock } from '../../base/lock.js';
import { makeFolder } from '../../base/make-folder.js';
import type { Warn } from '../../base/warn.js';
import { timingFile, timingFolder } from '../../results/layout.js';
import { readOutlines } from '../../results/outlines.js';
import { recordSchema, type TimingRecord } from '../../results/record.js';
import { readTimingRecords } from '../../results/store.js';
import { type JournalEntry, type Journaled, readJournal } from './journal-lines.js';
import { joinPasses } from './passes.js';

// While configurations are timed, all that is measured goes to a journal at once, a line each. At the
// end the journal is folded into records of all samples. The next run goes on with what a run of the
// same plan left behind that was killed or stopped, and folds what another one left.

interface Place {
  readonly results: string;
  readonly testbed: string;
  readonly dataset: string;
}

/** The journal of a run, held by this process. */
export interface Journal {
  readonly file: string;
  /** What a run of the same plan left in it. */
  readonly before: Journaled;
  add(entry: JournalEntry): Promise<void>;
  /** Appends what it holds to the results, as records of all samples. */
  fold(warn: Warn): Promise<TimingRecord[]>;
  /** Deletes it. */
  remove(): void;
  /** Lets go of it, so that another run may go on with it, or fold it. */
  letGo(): void;
}

const journalName = /^\.journal-.*\.jsonl$/;

/**
 * Opens the journal of a run: the one that a run of the same plan left behind, else a fresh one.
 * What runs of other plans left behind is folded; the journals of running ones are let be.
 * @param run tells plans apart
 */
export async function openJournal(place: Place, run: string, warn: Warn): Promise<Journal> {
  const folder = timingFolder(place.results, place.testbed, place.dataset);
  makeFolder(folder);
  let own: { file: string; before: Journaled; letGo: () => void } | null = null;
  for (const file of listJournals(folder)) {
    const letGo = tryLock(holdOf(file));
    if (letGo === null) continue;
    const before = readJournal(file, warn);
    if (own === null && before.run === run) {
      own = { file, before, letGo };
      continue;
    }
    if (!before.folded) {
      const { length } = await foldJournal(file, place, warn);
      warn(`${length} timing records of a run that was killed are kept, with fewer passes`);
    }
    rmSync(file, { force: true });
    letGo();
  }
  if (own === null) {
    const file = path.join(folder, `.journal-${randomBytes(6).toString('hex')}.jsonl`);
    // Nobody else knows of it.
    own = { file, before: readJournal(file, warn), letGo: tryLock(holdOf(file))! };
    await addTo(file, { run });
  } else {
    const passes = [...own.before.passes.values()].reduce((sum, { length }) => sum + length, 0);
    warn(`goes on with a timing run that was ended before its time: ${passes} passes are there`);
  }
  const { file, before, letGo } = own;
  return {
    ...{ file, before, letGo },
    add: (entry) => addTo(file, entry),
    fold: (told) => foldJournal(file, place, told),
    remove: () => rmSync(file, { force: true }),
  };
}

async function addTo(file: string, entry: JournalEntry): Promise<void> {
  await appendLines(file, [{ schema: recordSchema, ...entry }]);
}

/** The name under which a journal is held: apart from the lock of single appends to it. */
function holdOf(journal: string): string {
  return `${journal}.held.lock`;
}

/** Joins the passes of a journal into one record of each key, and appends these to the results. */
async function foldJournal(file: string, place: Place, warn: Warn): Promise<TimingRecord[]> {
  const { records: single, memory } = readJournal(file, warn);
  const records = joinPasses(single).map((record) => {
    const found = memory.get(record.spec);
    if (found === undefined || record.error !== null) return record;
    const { setupSeconds, ...bytes } = found.use;
    return { ...record, setupSeconds, peakBytes: { ...bytes, image: found.image } };
  });
  for (const codec of new Set(records.map((record) => record.codec))) {
    const target = timingFile(place.results, place.testbed, place.dataset, codec);
    const stored = readOutlines(target, warn);
    const whole = new Map(readTimingRecords(target, warn).map((record) => [record.key, record]));
    const fresh = records.filter((record) => {
      if (record.codec !== codec) return false;
      // A run that was killed when it had written some of its records writes the others.
      if (isDeepStrictEqual(whole.get(record.key), record)) return false;
      const known = stored.get(record.key);
      // An unfinished run does not take the place of a finished one.
      return !known || known.failed || record.encode.total.length >= known.passes;
    });
    if (fresh.length > 0) await appendLines(target, fresh);
  }
  return records;
}

function listJournals(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => journalName.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}
