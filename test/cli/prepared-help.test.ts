import { expect, test, vi } from 'vitest';
import { commands } from '#src/cli/commands.js';
import { helpWidth, preparedHelp } from '#src/cli/prepared-help.js';
import { runProgram } from '#src/cli/program.js';

/** What the program prints for a command line, laid out now. */
async function laidOut(...args: string[]): Promise<string> {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  await runProgram(args);
  const text = print.mock.calls.map(([line]) => `${line}\n`).join('');
  print.mockRestore();
  return text;
}

const names = commands.map(({ name }) => name);

test.each(['', ...names])("help of '%s' is as the program lays it out", async (name) => {
  const args = name === '' ? ['--help'] : [name, '--help'];
  expect(preparedHelp(args, undefined)).toBe(await laidOut(...args));
});

test('a bare call is one for help', () => {
  expect(preparedHelp([], undefined)).toBe(preparedHelp(['--help'], helpWidth));
});

test.each([
  [['sweep'], helpWidth],
  [['sweep', '--help', '--debug'], helpWidth],
  [['--version'], helpWidth],
  [['nothing', '--help'], helpWidth],
  [['toString', '--help'], helpWidth],
  [['--help'], helpWidth - 1],
])('%j in %i columns is left to the program', (args, columns) => {
  expect(preparedHelp(args, columns)).toBeNull();
});
