import { expect, test } from 'vitest';
import { conflictError } from '#src/results/merge/conflict.js';

test('says of what, where, what each says, and what to do; long values are cut', () => {
  const { message, code, data } = conflictError({
    of: 'webp on kodim01',
    field: 'bytes',
    sides: [
      { file: 'a.jsonl', says: 1 },
      { file: 'b.jsonl', says: 'x'.repeat(1000) },
    ],
  });
  expect(message).toMatch(
    /^webp on kodim01: bytes is to be the same .*a\.jsonl says 1, b\.jsonl says "x+…/,
  );
  expect(message).toContain('nothing was merged: leave one of the folders out');
  expect(message.length).toBeLessThan(400);
  expect([code, data]).toEqual([
    'conflicting-results',
    { of: 'webp on kodim01', field: 'bytes', files: ['a.jsonl', 'b.jsonl'] },
  ]);
});
