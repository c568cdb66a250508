import { existsSync } from 'node:fs';
import { appendLines } from '../base/append.js';
import { isOwnError, messageOf } from '../base/errors.js';
import type { Warn } from '../base/warn.js';
import { rdFile, timingFile } from '../results/layout.js';
import type { RdRecord, TimingRecord } from '../results/record.js';
import { readRdRecords, readTimingRecords } from '../results/store.js';
import { saveTestbed } from '../results/stored-testbeds.js';
import { type Judged, judgeLine } from './judge.js';
import type { CollectPlan } from './plan.js';

/** What became of the lines of a request. */
export interface Receipt {
  readonly written: number;
  /** Lines that were there already, word for word but for the day. */
  readonly known: number;
  /** Why lines were refused: nothing of such a request is written. */
  readonly refused: readonly string[];
}

/** Takes what pages send into a folder of results, one request after the other. */
export interface Receiver {
  receive(lines: readonly unknown[]): Promise<Receipt>;
}

/** More testbeds than this are not taken from one run of the program. */
const mostTestbeds = 100;

export function openReceiver(results: string, plan: CollectPlan, warn: Warn): Receiver {
  const testbeds = new Set<string>();
  let before: Promise<unknown> = Promise.resolve();

  const receive = async (lines: readonly unknown[]): Promise<Receipt> => {
    const verdicts = lines.map((line) => judgeLine(line, plan));
    const refused = verdicts.flatMap((verdict, i) =>
      'refused' in verdict ? [`line ${i + 1} ${verdict.refused}`] : [],
    );
    const judged = verdicts.filter((verdict): verdict is Judged => !('refused' in verdict));
    for (const each of judged) {
      const id = testbedOf(each);
      if (id !== null) testbeds.add(id);
    }
    if (testbeds.size > mostTestbeds) refused.push(`there are ${mostTestbeds} testbeds already`);
    if (refused.length > 0) return { written: 0, known: 0, refused };
    return write(judged);
  };

  const write = async (judged: readonly Judged[]): Promise<Receipt> => {
    const files = new Map<string, (RdRecord | TimingRecord)[]>();
    const stores = new Map<string, StoredRecords>();
    const storedOf = (file: string, kind: 'rd' | 'timing'): StoredRecords => {
      const found = stores.get(file) ?? storedIn(file, kind, warn);
      stores.set(file, found);
      return found;
    };
    const refused: string[] = [];
    let known = 0;
    for (const each of judged) {
      if (each.kind === 'testbed') continue;
      const { record } = each;
      const file = fileOf(results, record);
      const stored = storedOf(file, record.kind).get(record.key) ?? null;
      if (stored === null) files.set(file, [...(files.get(file) ?? []), record]);
      else if (isSame(stored, record)) known += 1;
      else refused.push(`${record.spec} on ${record.image} is stored otherwise`);
    }
    if (refused.length > 0) return { written: 0, known, refused };
    for (const each of judged) {
      if (each.kind !== 'testbed') continue;
      try {
        await saveTestbed(results, each.testbed);
      } catch (error) {
        if (!isOwnError(error)) throw error;
        return { written: 0, known, refused: [messageOf(error)] };
      }
    }
    let written = 0;
    for (const [file, records] of files) {
      await appendLines(file, records);
      written += records.length;
    }
    return { written, known, refused };
  };

  return {
    receive(lines) {
      const turn = before.then(() => receive(lines));
      before = turn.catch(() => undefined);
      return turn;
    },
  };
}

function testbedOf(judged: Judged): string | null {
  if (judged.kind === 'testbed') return judged.testbed.id;
  return judged.kind === 'timing' ? judged.record.testbed : null;
}

function fileOf(results: string, record: RdRecord | TimingRecord): string {
  const { dataset, codec } = record;
  if (record.kind === 'rd') return rdFile(results, dataset, codec);
  return timingFile(results, record.testbed, dataset, codec);
}

type StoredRecords = ReadonlyMap<string, RdRecord | TimingRecord>;

/** The first record of each key in a file, of those that did not fail. */
function storedIn(file: string, kind: 'rd' | 'timing', warn: Warn): StoredRecords {
  if (!existsSync(file)) return new Map();
  const records = kind === 'rd' ? readRdRecords(file, warn) : readTimingRecords(file, warn);
  const found = new Map<string, RdRecord | TimingRecord>();
  for (const record of records) if (!found.has(record.key)) found.set(record.key, record);
  return new Map([...found].filter(([, { error }]) => error === null));
}

/**
 * Whether a stored record says what another one does. Records of rates are the same on every machine;
 * what was timed already is timed, and further times are let go.
 */
function isSame(stored: RdRecord | TimingRecord, record: RdRecord | TimingRecord): boolean {
  if (stored.kind === 'timing' || record.kind === 'timing' || record.error !== null) return true;
  if (stored.bitstreamSha256 !== record.bitstreamSha256) return false;
  return Object.entries(record.metrics).every(
    ([id, value]) =>
      stored.metricVersions[id] !== record.metricVersions[id] || stored.metrics[id] === value,
  );
}
