import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

const run = (...args: string[]) => runPareto(args, { cache: scratch() });

/** What no terminal is to be sent: controls but the newline, and bidirectional marks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const obeyed = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

test('a header, a name and a recipe are printed without what a terminal obeys', async () => {
  const folder = scratch();
  const file = path.join(folder, 'a\u001B[31m\u202E.ppm');
  writeFileSync(file, 'P6\n\u001B]0;pwned\u0007\u001B[31m5 5\n255\n');
  const recipe = path.join(folder, 'recipe.json');
  writeFileSync(recipe, JSON.stringify({ test: 1, 'a\u001B[2J': 1 }));
  for (const args of [
    ['score', file, file],
    ['score', file, file, '--debug'],
    ['decode', file, path.join(folder, 'b.png')],
    ['encode', file, path.join(folder, 'c.png')],
    ['sweep', '--codec', `cli:${recipe}`, '--dataset', folder, '--out', path.join(folder, 'out')],
    ['sweep', '--codec', 'raw', '--dataset', folder, '--out', path.join(folder, 'out')],
  ]) {
    const { stdout, stderr, status } = await run(...args);
    expect(status).not.toBe(0);
    expect(stderr).not.toBe('');
    expect(stdout + stderr).not.toMatch(obeyed);
  }
});

describeShared('hostile records', () => {
  test('their text is escaped in every table and in JSON', async () => {
    const out = scratch();
    mkdirSync(path.join(out, 'rd', 'imgs'), { recursive: true });
    copyFileSync(
      shared('cases', 'records', 'hostile.jsonl'),
      path.join(out, 'rd', 'imgs', 'jpeg.jsonl'),
    );
    for (const args of [
      ['leaderboard', '--out', out],
      ['leaderboard', '--out', out, '--json'],
      ['compare', out, out],
      ['compare', out, out, '--json'],
      ['export', '--out', out, '--to', path.join(out, 'a.csv')],
    ]) {
      const { stdout, stderr, status } = await run(...args);
      expect([args[0], status, stderr]).toEqual([args[0], 0, expect.any(String)]);
      expect(stdout + stderr).not.toMatch(obeyed);
    }
  });

  test('a header and a message of a library come out escaped', async () => {
    const cases = ['esc.ppm', 'newline-in-message.heic'];
    for (const file of cases.map((name) => shared('cases', 'control', name))) {
      const { stderr, status } = await run('score', file, file, '--metrics', 'psnr');
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).not.toMatch(obeyed);
    }
  });
});
