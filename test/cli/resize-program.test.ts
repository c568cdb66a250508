import { expect, test } from 'vitest';
import { runProgram } from '#src/cli/resize-program.js';
import { printedBy } from '../support/printed.ts';

test('it runs as the program does, other commands too', async () => {
  const wrong = await printedBy(() => runProgram(['resize', 'not-there.jpg', '--out', 'small']));
  expect(wrong).toEqual({ value: 1, out: '', err: 'pareto: not-there.jpg is not there\n' });
  const none = await printedBy(() => runProgram(['resize', '--fit', 'insde']));
  expect(none.value).toBe(2);
  expect(none.err).toMatch(/^pareto: unknown value of --fit 'insde'; did you mean inside\?/);
  const { value, out } = await printedBy(() => runProgram(['codecs', 'qoi', '--json']));
  expect([value, JSON.parse(out).id]).toEqual([0, 'qoi']);
});
