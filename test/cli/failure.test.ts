import { expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { tellFailure } from '#src/cli/failure.js';
import { printedBy } from '../support/printed.ts';

test.each([
  [new UsageError('no such thing'), 2],
  [new WorkError('it failed'), 1],
  [new Error('a defect'), 1],
])('%s is told in a line, and as a status', async (error, status) => {
  const told = await printedBy(async () => tellFailure(error, []));
  expect(told).toEqual({ value: status, out: '', err: `pareto: ${error.message}\n` });
});

test('--debug shows where it comes from', async () => {
  const { err } = await printedBy(async () => tellFailure(new Error('a defect'), ['--debug']));
  expect(err).toContain('failure.test.ts');
});
