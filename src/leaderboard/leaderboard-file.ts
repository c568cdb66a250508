import path from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../base/errors.js';
import { readBoundedSync } from '../base/read-bounded.js';
import { writeWhole } from '../base/write-whole.js';
import { type Leaderboard, leaderboard, leaderboardSchema } from './schema.js';

/** Where the leaderboard of a results folder lies. */
export function leaderboardFile(results: string): string {
  return path.join(results, 'leaderboard.json');
}

/**
 * Writes the leaderboard whole or not at all.
 * @throws WorkError where the file cannot be written
 */
export function writeLeaderboard(file: string, value: Leaderboard): void {
  writeWhole([{ file, pieces: [leaderboardText(value)] }]);
}

/** A leaderboard as its file has it. */
export function leaderboardText(value: Leaderboard): string {
  return `${JSON.stringify(leaderboard.parse(value), null, 2)}\n`;
}

/**
 * Reads a leaderboard.json.
 * @throws UsageError where it is none, or one of another schema
 */
export function readLeaderboard(file: string): Leaderboard {
  let json: unknown;
  try {
    json = JSON.parse(readBoundedSync(file, { bound: 'table' }).toString('utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the leaderboard ${file} (${messageOf(error)})`);
  }
  const version = z.object({ schema: z.number() }).safeParse(json).data?.schema ?? null;
  if (version === null || version < leaderboardSchema) {
    const came = version === null ? 'none' : `schema ${version}`;
    throw new UsageError(
      `${file}: expected a leaderboard of schema ${leaderboardSchema}, got ${came}; pareto leaderboard writes it again from the records`,
    );
  }
  if (version > leaderboardSchema) {
    throw new UsageError(
      `${file} is of leaderboard schema ${version}; this program knows up to ${leaderboardSchema}: update it`,
    );
  }
  const { data, error } = leaderboard.safeParse(json);
  if (data !== undefined) return data;
  const issue = error.issues[0];
  throw new UsageError(
    `${file} is no leaderboard: ${issue?.path.join('.') || 'it'}: ${issue?.message}; pareto leaderboard writes it again from the records`,
  );
}
