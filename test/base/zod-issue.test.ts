import { expect, test } from 'vitest';
import { z } from 'zod';
import { firstIssue } from '#src/base/zod-issue.js';

const schema = z.object({ list: z.array(z.object({ n: z.number() })), last: z.string() });
const issueOf = (value: unknown, whole?: string) => {
  const { error } = schema.safeParse(value);
  return whole === undefined ? firstIssue(error!) : firstIssue(error!, whole);
};

test('the first issue is named by its place, and the value as a whole by a word', () => {
  expect(issueOf({ list: [{ n: 1 }, { n: 'x' }], last: 3 })).toMatch(/^list\.1\.n: .*number/);
  expect(issueOf({ list: [], last: 3 })).toMatch(/^last: .*string/);
  expect(issueOf(7)).toMatch(/^it: .*object/);
  expect(issueOf(7, 'the recipe')).toMatch(/^the recipe: .*object/);
});
