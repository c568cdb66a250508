import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folders.ts';
import { runPareto } from '../support/pareto.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

test('makes a folder for a static host, and says in one line what it will not do', async () => {
  const record = rdOf({ spec: 'webp', image: 'a' });
  const out = await temporaryFolder({ 'rd/set/webp.jsonl': `${JSON.stringify(record)}\n` });
  const cache = scratch();
  const to = path.join(scratch(), 'public');
  const args = ['publish', '--out', out, '--to', to, '--pictures', 'none'];
  const ended = await runPareto(args, { cache });
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(ended.stdout).toContain(`the page is in ${to}`);
  expect(existsSync(path.join(to, 'index.html'))).toBe(true);
  writeFileSync(path.join(to, 'notes.txt'), '');
  const refused = await runPareto(args, { cache });
  expect([refused.status, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toMatch(/^pareto: --to takes a new or empty folder.*notes\.txt.*\n$/);
});
