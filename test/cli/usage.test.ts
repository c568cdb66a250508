import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runPareto(args, { cache: scratch(), env });

test('without a command it prints help, as with --help', async () => {
  const bare = await run([]);
  expect([bare.status, bare.stderr]).toEqual([0, '']);
  expect(bare.stdout).toMatch(/^pareto <command>/);
  expect(bare.stdout).toBe((await run(['--help'])).stdout);
});

test.each([
  [['swep'], "unknown command 'swep'; did you mean sweep? known: sweep, pick, leaderboard, "],
  [
    ['codecs', '--codex'],
    "unknown option 'codex'; did you mean codec? known: codec, plugin, json, ",
  ],
  [['sweep', '--jobs', '2'], 'sweep needs --codec; sweep --help tells more'],
  [['sweep', '--codek', 'jxl'], "unknown option 'codek'; did you mean codec? known: "],
  [['sweep', '--codec', 'jxl', '--limit'], '--limit needs a value'],
  [['sweep', '--codec', '--json'], '--codec needs a value'],
  [
    ['score', 'a.png', 'b.png', 'c.png'],
    "unexpected argument 'c.png'; the use is: pareto score <original> <decoded>",
  ],
  [['score', 'a.png'], 'score needs <original> <decoded>; score --help tells more'],
  [['--debug'], 'name a command; --help lists them'],
])('%j is refused with what to give', async (args, message) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('errors are told alike whatever the language of the machine', async () => {
  const german = { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
  const { status, stderr } = await run(['swep'], german);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^pareto: unknown command 'swep'; did you mean sweep\?/);
});

test('the build makes the program executable, as npx runs the file itself', () => {
  const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  expect(() => accessSync(program, constants.X_OK)).not.toThrow();
});
