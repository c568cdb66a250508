import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { appendLines } from '../../base/append.js';
import { isLocked, tryLock } from '../../base/lock.js';
import type { Warn } from '../../base/warn.js';
import { timingFile, timingFolder } from '../../results/layout.js';
import { readOutlines } from '../../results/outlines.js';
import type { TimingRecord } from '../../results/record.js';
import { readTimingLines } from '../../results/store.js';
import { joinPasses } from './passes.js';

// While configurations are timed, each pass goes to a journal at once, as records of one sample. At
// the end the journal is folded into records of all samples; one that a killed run left behind is folded by
// the next run.

interface Place {
  readonly results: string;
  readonly testbed: string;
  readonly dataset: string;
}

const journalName = /^\.journal-.*\.jsonl$/;

/** A fresh journal's path, locked against recovery by others until `letGo` is called. */
export async function openJournal({
  results,
  testbed,
  dataset,
}: Place): Promise<{ journal: string; letGo: () => void }> {
  const folder = timingFolder(results, testbed, dataset);
  await mkdir(folder, { recursive: true });
  const journal = path.join(folder, `.journal-${randomBytes(6).toString('hex')}.jsonl`);
  return { journal, letGo: tryLock(holdOf(journal))! };
}

/** The name under which a journal is held: apart from the lock of single appends to it. */
function holdOf(journal: string): string {
  return `${journal}.held.lock`;
}

/** Folds what runs that were killed left behind; the journals of running ones are let be. */
export async function recoverJournals(place: Place, warn: Warn): Promise<void> {
  const folder = timingFolder(place.results, place.testbed, place.dataset);
  for (const journal of listJournals(folder)) {
    if (isLocked(holdOf(journal))) continue;
    const records = await foldJournal(journal, place, (joined) => joined, warn);
    rmSync(holdOf(journal), { recursive: true, force: true });
    warn(`${records.length} timing records of a run that was killed are kept, with fewer passes`);
  }
}

/**
 * Joins the passes of a journal into one record of each key, appends these to the results, and
 * deletes the journal.
 * @param finish the last changes to the joined records
 */
export async function foldJournal(
  journal: string,
  place: Place,
  finish: (records: TimingRecord[]) => TimingRecord[],
  warn: Warn,
): Promise<TimingRecord[]> {
  const records = finish(joinPasses(readTimingLines(journal, warn)));
  for (const codec of new Set(records.map((record) => record.codec))) {
    const file = timingFile(place.results, place.testbed, place.dataset, codec);
    const stored = readOutlines(file, warn);
    const fresh = records.filter((record) => {
      if (record.codec !== codec) return false;
      const known = stored.get(record.key);
      // An unfinished run does not take the place of a finished one.
      return !known || known.failed || record.encode.total.length >= known.passes;
    });
    if (fresh.length > 0) await appendLines(file, fresh);
  }
  rmSync(journal, { force: true });
  return records;
}

function listJournals(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => journalName.test(name))
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
