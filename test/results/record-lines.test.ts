import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '#src/base/errors.js';
import { recordSchema } from '#src/results/record.js';
import { countNewer, countRefused, eachLine } from '#src/results/record-lines.js';
import { temporaryFolder } from '../support/folders.ts';

const newer = recordSchema + 1;

describe('countNewer', () => {
  const told = (...versions: unknown[]): { taken: boolean[]; warnings: string[] } => {
    const counter = countNewer();
    const taken = versions.map((schema) =>
      counter.take({ number: 1, json: { schema }, tooLong: false }),
    );
    const warnings: string[] = [];
    counter.tell('a.jsonl', (text) => warnings.push(text));
    return { taken, warnings };
  };

  test('takes records of newer schemas alone, and tells of none where there are none', () => {
    expect(told(recordSchema, 'new', undefined)).toEqual({
      taken: [false, false, false],
      warnings: [],
    });
  });

  test('tells how many there were, and each schema once', () => {
    const { taken, warnings } = told(newer + 1, recordSchema, newer, newer);
    expect(taken).toEqual([true, false, true, true]);
    expect(warnings).toEqual([
      `3 records of a.jsonl are passed over: of record schema ${newer}, ${newer + 1}; this program knows up to ${recordSchema}: update it to see them`,
    ]);
    expect(told(newer).warnings[0]).toMatch(/^1 record of a\.jsonl is passed over/);
  });
});

describe('eachLine', () => {
  const visited = async (text: string): Promise<{ seen: unknown[]; warnings: string[] }> => {
    const file = path.join(await temporaryFolder({ 'a.jsonl': text }), 'a.jsonl');
    const [seen, warnings]: [unknown[], string[]] = [[], []];
    const visit = (json: unknown) => seen.push(z.object({ id: z.string() }).parse(json).id);
    eachLine(file, (warning) => warnings.push(warning.replace(file, 'a.jsonl')), visit);
    return { seen, warnings };
  };

  test('visits every line, and warns of those that are refused', async () => {
    const { seen, warnings } = await visited('{"id":"a"}\n{"id":3}\n{"id":"b"}\n');
    expect(seen).toEqual(['a', 'b']);
    expect(warnings).toEqual([
      expect.stringMatching(/^a\.jsonl:2 is passed over: it is no record: id: /),
    ]);
  });

  test('tells several such lines of a file in one warning', async () => {
    const { seen, warnings } = await visited('{"id":"a"}\n{"id":\n{"id":3}\n{"id":"b"}\n');
    expect(seen).toEqual(['a', 'b']);
    expect(warnings).toEqual(['2 lines of a.jsonl are passed over; the first, 2, is no JSON']);
  });

  test('refuses a file with a record of a newer schema', async () => {
    const reading = visited(`{"id":"a"}\n{"schema":${newer}}\n`);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(`a.jsonl:2 has record schema ${newer}`);
  });
});

test('countRefused lets through what is no refusal of its reader', () => {
  const fail = () => {
    throw new RangeError('out of room');
  };
  const line = { number: 1, json: {}, tooLong: false };
  expect(() => countRefused().take(line, fail)).toThrow('out of room');
});

test('a line that was too long to be read is told as such', () => {
  const warnings: string[] = [];
  const refuse = (json: unknown): void => void z.object({}).parse(json);
  const line = { number: 7, json: undefined, tooLong: true };
  const refused = countRefused();
  refused.take(line, refuse);
  refused.tell('a.jsonl', (text) => warnings.push(text));
  expect(warnings).toEqual([
    'a.jsonl:7 is passed over: it has more than 67108864 bytes, which no record has',
  ]);
});
