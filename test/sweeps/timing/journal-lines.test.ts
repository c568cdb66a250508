import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '#src/sweeps/timing/journal-lines.js';
import { scratch } from '../../support/scratch.ts';

/** A journal of these lines, with what is warned of. */
function read(...lines: readonly unknown[]) {
  const file = path.join(scratch(), 'journal.jsonl');
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(file, `${text.join('\n')}\n`);
  const warnings: string[] = [];
  return { journal: readJournal(file, (message) => warnings.push(message)), warnings };
}

const use = { setupSeconds: 0.1, encode: 3, decode: 2, idle: 1 };

test('a journal tells its plan, what is memory of whom, and what takes part no more', () => {
  const { journal, warnings } = read(
    { run: 'the plan' },
    { failed: 2, records: [] },
    { memory: 'jxl:quality=80', image: 'a.png', use },
    { pass: 0, records: [] },
    { pass: 0, records: [] },
  );
  expect(journal.run).toBe('the plan');
  expect([...journal.failed]).toEqual([2]);
  expect(journal.memory.get('jxl:quality=80')).toEqual({ image: 'a.png', use });
  expect(journal.passes.get(0)).toEqual([[], []]);
  expect(journal.folded).toBe(false);
  expect(warnings).toEqual([]);
});

test('a journal is folded where nothing came after its fold', () => {
  expect(read({ run: 'a' }, { folded: true }).journal.folded).toBe(true);
  expect(read({ run: 'a' }, { folded: true }, { pass: 1, records: [] }).journal.folded).toBe(false);
});

test('a line that is none is passed over with a warning', () => {
  const { journal, warnings } = read({ run: 'a' }, '{"pass": -1}', { failed: 1, records: [] });
  expect([...journal.failed]).toEqual([1]);
  expect(warnings).toHaveLength(1);
});
