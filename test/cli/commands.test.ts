import { describe, expect, test } from 'vitest';
import { commands, commonOptions } from '#src/cli/commands.js';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

test('names are words, each once', () => {
  const names = commands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+$/);
});

describe.each(commands)('$name', ({ name, usage, describe: line, options }) => {
  test('is described in one line without a full stop, and so are its options', async () => {
    expect(line).toMatch(/^[A-Z][^\n]*[^.\s]$/);
    for (const [option, { describe: text }] of Object.entries(await options())) {
      expect(option).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(text, option).toMatch(/^[^\n]*[^.\s]$/);
      expect(commonOptions).not.toContain(option);
    }
  });

  test('its positional arguments are in the table of its options', async () => {
    const table = await options();
    const positional = [...usage.matchAll(/([<[])([\w-]+)/g)];
    expect(usage).toBe([name, ...usage.split(' ').slice(1)].join(' '));
    for (const [, bracket, argument] of positional) {
      expect(table).toHaveProperty(argument!);
      expect(table[argument!]!.demandOption === true, argument).toBe(bracket === '<');
    }
  });

  test('its help names every option', async () => {
    const { status, stdout, stderr } = await runPareto([name, '--help'], { cache: scratch() });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(`pareto ${usage}\n`)).toBe(true);
    const table = await options();
    const named = Object.keys(table).filter(
      (option) => ![']', '..]', '>'].some((end) => usage.includes(`${option}${end}`)),
    );
    for (const option of named) expect(stdout).toContain(`  --${option} `);
    // Arguments by their place are no options.
    for (const argument of Object.keys(table).filter((option) => !named.includes(option))) {
      expect(stdout).toContain(`\n  ${argument} `);
      expect(stdout).not.toContain(`--${argument} `);
    }
  });
});
