import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLeaderboard } from '#src/leaderboard/leaderboard-file.js';
import { publishPage } from '#src/library/publish-page.js';
import { temporaryFolder } from '../support/folders.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

const pictures = { images: 0, bytes: 0 };

function resultsOf(bpp: number): Promise<string> {
  const record = rdOf({ spec: 'webp:quality=50', image: 'a', bpp, settings: { quality: 50 } });
  return temporaryFolder({ 'rd/set/webp.jsonl': `${JSON.stringify(record)}\n` });
}

test('a folder is published, and again with other results; the results are only read', async () => {
  const to = path.join(scratch(), 'public');
  const results = await resultsOf(4);
  const { file, page } = await publishPage(results, { to, pictures, title: 'Mine' });
  expect([file, page]).toEqual([path.join(to, 'leaderboard.json'), to]);
  expect(readdirSync(results)).toEqual(['rd']);
  for (const name of ['index.html', 'page.js', 'data/index.js', '.nojekyll']) {
    expect(existsSync(path.join(to, name)), name).toBe(true);
  }
  expect(readFileSync(path.join(to, 'README.md'), 'utf8')).toMatch(/^---\ntitle: "Mine"\n/);
  const before = readLeaderboard(file).datasets[0]!.rows[0]!.bpp;
  await publishPage(await resultsOf(2), { to, pictures });
  expect([before, readLeaderboard(file).datasets[0]!.rows[0]!.bpp]).toEqual([4, 2]);
  expect(readdirSync(to).filter((name) => name.startsWith('.pareto'))).toEqual([]);
});

test('a folder with other things is refused before any work, and left as it is', async () => {
  const to = scratch();
  writeFileSync(path.join(to, 'mine.txt'), 'x');
  const { mtimeMs } = statSync(to);
  await expect(publishPage('/none', { to, pictures })).rejects.toMatchObject({
    code: 'wrong-option',
    message: expect.stringContaining('holds other things: mine.txt'),
  });
  expect(readdirSync(to)).toEqual(['mine.txt']);
  expect(statSync(to).mtimeMs).toBe(mtimeMs);
});

test('nothing is made where there are no results', async () => {
  const to = path.join(scratch(), 'public');
  await expect(publishPage(scratch(), { to, pictures })).rejects.toMatchObject({
    code: 'no-results',
  });
  expect(existsSync(to)).toBe(false);
});
