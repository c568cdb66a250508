import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { leaderboardJsonSchema } from '#src/leaderboard/json-schema.js';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { facts } from '../support/facts.ts';
import { rdOf, timingOf } from '../support/records.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(fileOf(name), 'utf8'));
const published = 'docs/leaderboard.schema.json';

const text = JSON.stringify(leaderboardJsonSchema(), null, 2);
if (process.env['UPDATE'] === '1') writeFileSync(fileOf(published), `${text}\n`);

test('the published schema is that of the code; UPDATE=1 writes it anew', () => {
  // The formatter's line breaks aside; the order of the fields counts.
  expect(JSON.stringify(read(published), null, 2)).toBe(text);
});

describe('an independent validator', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    read(published) as object,
  );
  const errorsOf = (value: unknown) => {
    validate(value);
    return validate.errors ?? [];
  };
  const board = () =>
    JSON.parse(
      JSON.stringify(
        buildLeaderboard({
          rd: tablesOf([rdOf({ spec: 'webp', image: 'a' })]),
          timing: [timingOf({ spec: 'webp', image: 'a', encode: [1, 2] })],
          facts,
          describe: () => null,
        }),
      ),
    );

  test('takes the leaderboard that is shipped, one of few records and one of none', () => {
    expect(errorsOf(read('results/baseline/leaderboard.json'))).toEqual([]);
    expect(errorsOf(board())).toEqual([]);
    const empty = buildLeaderboard({ rd: [], timing: [], facts, describe: () => null });
    expect(errorsOf(empty)).toEqual([]);
  });

  test('refuses another version, a missing field, an unknown one, text for a number', () => {
    const changes: ((value: ReturnType<typeof board>) => void)[] = [
      (value) => {
        value.schema = 2;
      },
      (value) => {
        delete value.datasets[0].rows[0].bpp;
      },
      (value) => {
        value.datasets[0].rows[0].rank = 1;
      },
      (value) => {
        value.timings[0].rows[0].encode.medianSeconds = '1';
      },
    ];
    for (const change of changes) {
      const value = board();
      change(value);
      expect(errorsOf(value)).not.toEqual([]);
    }
  });
});

test('docs/record.md names every field of leaderboard.json', () => {
  const page = readFileSync(fileOf('docs/record.md'), 'utf8');
  const [, section] = page.split('## leaderboard.json');
  const named = new Set([...section!.matchAll(/`([A-Za-z0-9]+)`/g)].map(([, name]) => name));
  const missing = [...fieldsOf(leaderboardJsonSchema())].filter((name) => !named.has(name));
  expect(missing).toEqual([]);
});

const node = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });

function fieldsOf(schema: unknown): Set<string> {
  if (Array.isArray(schema)) return new Set(schema.flatMap((each) => [...fieldsOf(each)]));
  const parsed = node.safeParse(schema);
  if (!parsed.success) return new Set();
  const { properties = {}, ...rest } = parsed.data;
  const inner = [...Object.values(properties), ...Object.values(rest)];
  return new Set([...Object.keys(properties), ...inner.flatMap((each) => [...fieldsOf(each)])]);
}
