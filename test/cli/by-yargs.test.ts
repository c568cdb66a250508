import { expect, test } from 'vitest';
import { runByYargs } from '#src/cli/by-yargs.js';
import { printedBy } from '../support/printed.ts';

test('a command line that is not plain is read, and what is wrong with it is told', async () => {
  const wrong = await printedBy(() => runByYargs(['resize', 'a.jpg', '--widht', '5']));
  expect([wrong.value, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toMatch(/^pareto: unknown option 'widht'; did you mean width\?[^\n]*\n$/);
  const { value, out } = await printedBy(() => runByYargs(['codecs', 'qoi', '--json=true']));
  expect([value, JSON.parse(out).id]).toEqual([0, 'qoi']);
});
