import { expect, test } from 'vitest';
import yargs from 'yargs';
import { commandModule, createCommand } from '#src/cli/command.js';
import { resizeOptions } from '#src/cli/options/resize.js';
import { plainArguments } from '#src/cli/plain-arguments.js';

const usage = 'resize [pictures..]';
const plain = (...words: string[]) => plainArguments(usage, resizeOptions, words);

/** What a command gets from yargs, of the options that the table has. */
async function byYargs(words: readonly string[]): Promise<Record<string, unknown>> {
  let got: Record<string, unknown> = {};
  const command = createCommand('$0 [pictures..]', '', {
    options: async () => resizeOptions,
    run: async () => async (args) => {
      got = args;
    },
  });
  await yargs()
    .command(commandModule(command))
    .strict()
    .exitProcess(false)
    .parseAsync([...words]);
  const known = Object.keys(resizeOptions).filter((name) => got[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, got[name]]));
}

test.each([
  [['photos', '--out', 'small', '--width', '800', '--height', '600', '--fit', 'inside']],
  [['a.jpg', 'b.jpg', '--percent=12.5', '--json', '--out', 'x y']],
  [['--manifest', 'jobs.json', '--explain']],
  [['--json', '5', '--out=a=b', '07']],
  [['a', '--max-pixels-per-byte', '3', '--stop-on-error', '--background', '#336699']],
  [[]],
])('%j is read as yargs reads it', async (words) => {
  const read = plain(...words);
  expect(read).not.toBeNull();
  expect(read).toEqual(await byYargs(words));
});

test.each([
  [['-']],
  [['--']],
  [['']],
  [['--help']],
  [['--debug', 'a']],
  [['--no-enlarge']],
  [['--enlarge=false']],
  [['--enlarge', 'false']],
  [['--maxPixels', '5']],
  [['--width']],
  [['--width', 'wide']],
  [['--width', '-5']],
  [['--width', '1e3']],
  [['--width', '5', '--width', '6']],
  [['--fit', 'insde']],
  [['--out', '']],
  [['--out', '--json']],
  [['--out', '"a"']],
  [['--pictures', 'a']],
  [['--constructor', 'a']],
])('%j is left to yargs', (words) => {
  expect(plain(...words)).toBeNull();
});

test('usages and options of other kinds are left to yargs', () => {
  expect(plainArguments('score <original> <decoded>', {}, [])).toBeNull();
  expect(plainArguments('x [a..]', {}, [])).toBeNull();
  const a = { type: 'string', array: true } as const;
  expect(plainArguments('x [a..]', { a }, ['b'])).toEqual({ a: ['b'] });
  expect(plainArguments('x [a..]', { a, b: { type: 'string', alias: 'c' } }, ['b'])).toBeNull();
});
