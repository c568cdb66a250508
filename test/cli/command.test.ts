import { expect, test } from 'vitest';
import yargs from 'yargs';
import { UsageError } from '#src/base/errors.js';
import { commandModule, createCommand } from '#src/cli/command.js';

/** A command that notes what is loaded and what it is run with. */
function noting() {
  const notes: unknown[] = [];
  const options = {
    file: { type: 'string', demandOption: true },
    limit: { type: 'number', default: 5 },
    json: { type: 'boolean', default: false },
  } as const;
  const command = createCommand('show <file>', 'Show a file', {
    options: async () => {
      notes.push('options');
      return options;
    },
    run: async () => {
      notes.push('run');
      return async ({ file, limit, json }) => void notes.push({ file, limit, json });
    },
  });
  return { notes, command };
}

test('its name is the first word of its usage, and it loads nothing until it is run', async () => {
  const { notes, command } = noting();
  expect([command.name, command.usage]).toEqual(['show', 'show <file>']);
  expect(notes).toEqual([]);
  await command.run({ file: 'a', limit: 2, json: false });
  expect(notes).toEqual(['options', 'run', { file: 'a', limit: 2, json: false }]);
});

test('an option of type number that is none is refused before the work is loaded', async () => {
  const { notes, command } = noting();
  const run = command.run({ file: 'a', limit: Number.NaN, json: false });
  await expect(run).rejects.toThrow(UsageError);
  await expect(run).rejects.toThrow('--limit takes a number');
  expect(notes).toEqual(['options']);
});

test('yargs gives it arguments by their place and by name, and a flag takes no value', async () => {
  const { notes, command } = noting();
  const parse = (line: string) =>
    yargs()
      .command(commandModule(command))
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parseAsync(line);
  await parse('show --limit 3 --json a.png');
  expect(notes.at(-1)).toEqual({ file: 'a.png', limit: 3, json: true });
  await parse('show a.png');
  expect(notes.at(-1)).toEqual({ file: 'a.png', limit: 5, json: false });
  await expect(parse('show a.png --limit')).rejects.toThrow(
    'Not enough arguments following: limit',
  );
});

test('several arguments are all there, and of an option that is given twice the last counts', async () => {
  const notes: unknown[] = [];
  const options = {
    files: { type: 'string', array: true },
    limit: { type: 'number', default: 5 },
    json: { type: 'boolean', default: false },
  } as const;
  const command = createCommand('show [files..]', 'Show files', {
    options: async () => options,
    run: async () => async (args) => {
      notes.push([args.files, args.limit, args.json]);
    },
  });
  const program = yargs()
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .command(commandModule(command))
    .strict()
    .exitProcess(false);
  await program.parseAsync('show a.png --limit 3 b.png --json --limit 4 c.png --json');
  expect(notes).toEqual([[['a.png', 'b.png', 'c.png'], 4, true]]);
});
