import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RdRecord, TimingRecord } from '../sweeps/record.js';
import { readRdRecords, readTimingRecords, recordFiles, type Warn } from '../sweeps/store.js';
import { readTestbed, type Testbed } from '../sweeps/testbed.js';
import { type Bootstrap, defaultBootstrap } from './direction.js';
import { rdGroups } from './points.js';
import { compare } from './rows.js';
import {
  type Leaderboard,
  leaderboard,
  leaderboardSchema,
  type RdRow,
  type TimingRow,
} from './schema.js';
import { timingTables } from './timings.js';

/**
 * Significant digits kept: rate and distortion repeat on any machine, times hardly to the third.
 * Fewer digits than were measured keep a regenerated file from differing without a reason.
 */
const digits = { rd: 9, timing: 5 };

/** The codec that curves are compared with unless told otherwise: everybody knows what it costs. */
export const defaultAnchor = 'jpeg';

/**
 * What the records come to: means per data set and times per testbed, in a stable order. Pure: the
 * same records in any order of rows give the same value.
 * @param describe the stored description of a testbed, or null
 */
export function buildLeaderboard(input: {
  rd: readonly RdRecord[];
  timing: readonly TimingRecord[];
  describe: (testbed: string) => Testbed | null;
  anchor?: string;
  bootstrap?: Bootstrap;
}): Leaderboard {
  const { rd, timing, describe, anchor = defaultAnchor, bootstrap = defaultBootstrap } = input;
  const testbeds = [...new Set(timing.map(({ testbed }) => testbed))].sort(compare);
  return {
    schema: leaderboardSchema,
    records: { rd: rd.length, timing: timing.length },
    bootstrap,
    matching: { tolerance: 0.01 },
    digits,
    datasets: rdGroups(rd, { anchor, bootstrap }).map((group) => ({
      ...group,
      rows: roundRows(group.rows, digits.rd),
      curves: roundAll(group.curves, digits.rd),
    })),
    testbeds: testbeds.map((id) => outline(id, describe(id))),
    timings: timingTables(timing, bootstrap).map((group) => ({
      ...group,
      rows: roundRows(group.rows, digits.timing),
    })),
  };
}

/**
 * Builds the leaderboard of a results folder. Lines that are no records are passed over with a
 * warning; a folder without any record gives a leaderboard without rows.
 * @throws UsageError where a record is of a newer format
 */
export function collectLeaderboard(
  results: string,
  options: { warn: Warn; anchor?: string; bootstrap?: Bootstrap },
): Leaderboard {
  const { warn, ...rest } = options;
  return buildLeaderboard({
    rd: recordFiles(results, 'rd').flatMap((file) => readRdRecords(file, warn)),
    timing: recordFiles(results, 'timing').flatMap((file) => readTimingRecords(file, warn)),
    describe: (testbed) => readTestbed(results, testbed),
    ...rest,
  });
}

/** Where the leaderboard of a results folder lies. */
export function leaderboardFile(results: string): string {
  return path.join(results, 'leaderboard.json');
}

/** Writes the leaderboard whole or not at all. */
export function writeLeaderboard(file: string, value: Leaderboard): void {
  const checked = leaderboard.parse(value);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(checked, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

function outline(id: string, described: Testbed | null): Leaderboard['testbeds'][number] {
  if (described === null) return { id, machine: null, noise: null, calibration: null };
  const { hardware, features, governor, os, node, noise } = described;
  return {
    id,
    machine: { ...hardware, features, governor, os, node },
    noise: noise && {
      spec: noise.spec,
      encode: roundAll(noise.encode, digits.timing),
      decode: roundAll(noise.decode, digits.timing),
    },
    calibration: null,
  };
}

/** Rounds the figures of rows, and leaves what the rows stand for as it is. */
function roundRows<T extends RdRow | TimingRow>(rows: readonly T[], significant: number): T[] {
  return rows.map((row) => ({ ...roundAll(row, significant), settings: row.settings }));
}

/** The value with every number in it that is not whole rounded to so many significant digits. */
function roundAll<T>(value: T, significant: number): T {
  const round = (inner: unknown): unknown => {
    if (typeof inner === 'number') {
      return Number.isInteger(inner) ? inner : Number(inner.toPrecision(significant));
    }
    if (Array.isArray(inner)) return inner.map(round);
    if (typeof inner === 'object' && inner !== null) {
      return Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, round(each)]));
    }
    return inner;
  };
  return round(value) as T;
}
