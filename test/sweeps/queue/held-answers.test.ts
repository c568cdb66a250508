import { expect, test } from 'vitest';
import { holdAnswers } from '#src/sweeps/queue/held-answers.js';

function open() {
  const removed: string[] = [];
  return { removed, answers: holdAnswers(async (id) => removed.push(id)) };
}

test('an answer goes when the last of its records is written', () => {
  const { removed, answers } = open();
  answers.hold('one', 'a');
  answers.hold('one', 'b');
  answers.hold('two', 'b');
  expect(answers.size).toBe(2);
  answers.written(['a', 'unknown']);
  expect(removed).toEqual([]);
  answers.written(['b']);
  expect(removed.sort()).toEqual(['one', 'two']);
  expect(answers.has('one')).toBe(false);
  expect(answers.size).toBe(0);
});

test('what is held for nobody goes at the end, the rest stays', async () => {
  const { removed, answers } = open();
  answers.hold('one', 'a');
  answers.hold('two', 'a');
  answers.hold('two', 'b');
  await answers.letGoWhere((key) => key === 'a');
  expect(removed).toEqual(['one']);
  expect(answers.has('two')).toBe(true);
});

test('an answer that the server keeps does not end the sweep', () => {
  const answers = holdAnswers(() => Promise.reject(new Error('away')));
  answers.hold('one', 'a');
  expect(() => answers.written(['a'])).not.toThrow();
});
