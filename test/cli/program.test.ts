import { expect, test } from 'vitest';
import { version } from '#src/base/version.js';
import { commands } from '#src/cli/commands.js';
import { runProgram } from '#src/cli/program.js';
import { printedBy } from '../support/printed.ts';

const run = (...args: string[]) => printedBy(() => runProgram(args));

test('without a word it prints help, which names every command', async () => {
  const { value, out, err } = await run();
  expect([value, err]).toEqual([0, '']);
  expect(out).toMatch(/^pareto <command>/);
  for (const { usage } of commands) expect(out).toContain(`  pareto ${usage} `);
});

test('--version is the package’s', async () => {
  expect(await run('--version')).toEqual({ value: 0, out: `${version}\n`, err: '' });
});

test('a command that went well ends with 0, and the last of an option twice counts', async () => {
  const { value, out, err } = await run('codecs', 'qoi', '--json=false', '--json');
  expect([value, err]).toEqual([0, '']);
  expect(JSON.parse(out).id).toBe('qoi');
});

test('wrong use ends with 2 and one line on standard error', async () => {
  const wrong = await run('swep');
  expect([wrong.value, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toMatch(/^pareto: unknown command 'swep'; did you mean sweep\?[^\n]*\n$/);
  // Found while the words are split, before any command.
  expect(await run('codecs', '--plugin')).toEqual({
    value: 2,
    out: '',
    err: 'pareto: --plugin needs a value\n',
  });
  const unknown = await run('codecs', 'qio');
  expect(unknown.value).toBe(2);
  expect(unknown.err).toMatch(/^pareto: unknown codec 'qio'; did you mean qoi\?[^\n]*\n$/);
});

test('--debug shows where an error comes from', async () => {
  const { value, err } = await run('codecs', 'qio', '--debug');
  expect(value).toBe(2);
  expect(err).toContain("unknown codec 'qio'");
  expect(err).not.toMatch(/^pareto: /);
});
