import { expect, test } from 'vitest';
import { readLimit } from '#src/pick/limit.js';

test.each([
  { text: '>5', written: '>5', misses: 5, meets: 5.1 },
  { text: '>=5', written: '>=5', misses: 4.9, meets: 5 },
  { text: ' < 0.5 ', written: '<0.5', misses: 0.5, meets: 0.4 },
  { text: '<=.5', written: '<=0.5', misses: 0.6, meets: 0.5 },
  { text: '5', written: '>=5', misses: 4, meets: 5 },
])('$text is a bound', ({ text, written, misses, meets }) => {
  const limit = readLimit(text, '>=')!;
  expect([limit.text, limit.holds(misses), limit.holds(meets)]).toEqual([written, false, true]);
});

test('what a bare number means is chosen', () => {
  expect(readLimit('500', '<=')!.text).toBe('<=500');
});

test.each(['', '>', 'fast', '5 MP/s', '=5', '-5', '5>'])('%j is none', (text) => {
  expect(readLimit(text, '>=')).toBe(null);
});
