import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRdLineReader } from '#src/leaderboard/rd-line.js';
import { rdRecord } from '#src/results/record.js';
import { recordFiles } from '#src/results/store.js';
import { failedRdOf, rdRecordWith } from '../support/records.ts';

const results = fileURLToPath(new URL('../../results/baseline', import.meta.url));
const lines = recordFiles(results, 'rd').flatMap((file) =>
  readFileSync(file, 'latin1').trimEnd().split('\n').slice(0, 10),
);
const read = createRdLineReader();

/** What the schema says of a line, of the fields that the reader gives; null where it is no record. */
function parsed(line: string, fields: object): unknown {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
  const { data } = rdRecord.safeParse(json);
  return data
    ? Object.fromEntries(Object.keys(fields).map((key) => [key, data[key as never]]))
    : null;
}

describe('a line that the reader takes', () => {
  test('is every one of the baseline without a network, with the values that the schema reads', () => {
    const conventional = lines.filter((line) => !line.includes('"learned":{'));
    expect(conventional.length).toBeGreaterThan(100);
    for (const line of conventional) {
      const facts = read(line);
      expect(facts, line).not.toBeNull();
      expect(facts).toEqual(parsed(line, facts!));
    }
  });

  test('is none of a learned codec: the schema judges what it reports', () => {
    const learned = lines.filter((line) => line.includes('"learned":{'));
    expect(learned.length).toBeGreaterThan(10);
    for (const line of learned) expect(read(line), line).toBeNull();
  });

  test('is a record by the schema, with the same values, whatever is done to a line', () => {
    const pieces = [
      ...[
        'null',
        'true',
        '0',
        '-1',
        '1.5',
        '1e999',
        '1e9',
        '01',
        '.5',
        '5.',
        '"x"',
        '""',
        '{}',
        '[]',
      ],
      ...['"', '\\', '\\n', ',', ':', '{', '}', '"a":1,', '"schema":2,', 'é', '\u0001', ' ', 'NaN'],
      ...[
        '"__proto__":1',
        '2026-02-30',
        '99999999999999999999',
        '1'.repeat(400),
        '"learned":null,',
      ],
    ];
    const edit = fc.record({
      line: fc.constantFrom(...lines),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 12 }),
      piece: fc.oneof(
        fc.constantFrom(...pieces),
        fc.string({ maxLength: 3 }),
        fc.stringMatching(/^[0-9.eE+-]{1,6}$/),
      ),
      atValue: fc.boolean(),
    });
    let taken = 0;
    fc.assert(
      fc.property(edit, ({ line, at, cut, piece, atValue }) => {
        // Half of the edits are made where a value begins, where they tell more.
        const rough = Math.floor(at * line.length);
        const start = atValue ? line.indexOf(':', rough) + 1 : rough;
        const end = atValue ? start + /^[^,}]*/.exec(line.slice(start))![0].length : start + cut;
        const changed = line.slice(0, start) + piece + line.slice(end);
        const facts = read(changed);
        if (facts === null) return;
        taken += 1;
        expect(facts).toEqual(parsed(changed, facts));
      }),
      { numRuns: 40_000, seed: 1 },
    );
    // Else nothing would have been compared.
    expect(taken).toBeGreaterThan(100);
  });
});

test('a damaged picture is told of as the store writes it', () => {
  const line = lines.find((each) => !/"learned":{|"damage":/.test(each))!;
  const marked = (damage: string) => line.replace(/("exact":\w+)/, `$1,"damage":${damage}`);
  expect(read(marked('"no end"'))!.damage).toBe('no end');
  expect(read(marked('null'))!.damage).toBeNull();
  expect(read(line)!.damage).toBeNull();
});

test('a line as a sweep writes it now, with the machine, is taken', () => {
  const without = (each: string) => !/"learned":\{|"machine":/.test(each);
  const line = lines.find(without)!;
  for (const machine of ['"pi5"', 'null']) {
    const changed = line.replace('"error":null,', `"error":null,"machine":${machine},`);
    expect(read(changed), changed).toEqual(read(line));
    expect(rdRecord.parse(JSON.parse(changed)).machine).toBe(JSON.parse(machine));
  }
});

describe('a line that is left to the schema', () => {
  const lineOf = (record: object) => JSON.stringify(record);

  test('is one of a failed job, of a learned codec, of another schema, with a surplus, or no JSON', () => {
    const good = rdRecordWith({ worstTiles: {} });
    expect(read(lineOf(failedRdOf({ spec: 'webp', image: 'a' })))).toBeNull();
    expect(read(lineOf({ ...good, learned: { model: 'm' } }))).toBeNull();
    expect(read(lineOf({ ...good, schema: 2 }))).toBeNull();
    expect(read(lineOf({ ...good, surplus: 1 }))).toBeNull();
    expect(read('')).toBeNull();
    expect(read('{"schema":1,"kind":"rd"')).toBeNull();
    const [line] = lines;
    expect(read(line!.replace('"image":"', '"image":"\u00f6'))).toBeNull();
    expect(read(`${line} `)).toBeNull();
  });
});

test('records of one codec with its settings share these', () => {
  const [first, second] = [lines[0]!, lines[0]!.replace(/"image":"[^"]*"/, '"image":"other"')].map(
    (line) => read(line)!,
  );
  expect(second!.image).toBe('other');
  expect(second!.settings).toBe(first!.settings);
  expect(second!.metricVersions).toBe(first!.metricVersions);
});
