import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { UsageError, WorkError, wrongOption } from '#src/base/errors.js';
import { commands } from '#src/cli/commands.js';
import { tellError, withHint } from '#src/cli/hints.js';

test('an error is told with the flag that mends it, by its code', () => {
  const error = new WorkError('more failed than may', { code: 'too-many-failures' });
  expect(tellError(error)).toBe('more failed than may (--max-failures)');
  expect(tellError(new WorkError('it broke'))).toBe('it broke');
  expect(tellError(new Error('two\nlines'))).toBe('two; lines');
  expect(withHint('no room', 'results-not-writable')).toBe('no room (--out)');
  expect(withHint('no room')).toBe('no room');
});

test('an option of the library is told as a flag, an environment variable as it is', () => {
  expect(tellError(wrongOption('limit', 'a whole number', 0))).toBe(
    '--limit takes a whole number, got 0',
  );
  expect(tellError(wrongOption('maxPixels', 'a number', 'x'))).toBe(
    "--max-pixels takes a number, got 'x'",
  );
  expect(tellError(wrongOption('maxReduction', 'a number', 'x'))).toBe(
    "--max-reduction takes a number, got 'x'",
  );
  const variable = new UsageError('PARETO_LIMIT takes bytes', {
    code: 'wrong-option',
    data: { option: 'PARETO_LIMIT' },
  });
  expect(tellError(variable)).toBe('PARETO_LIMIT takes bytes');
});

test('no room below the command line names its flags', async () => {
  const names = new Set<string>();
  for (const { options } of commands)
    for (const name of Object.keys(await options())) names.add(name);
  // The words of a message; arguments of other programs are strings that begin with dashes.
  const flag = new RegExp(
    `^(?!\\s*(?://|/?\\*)).*[^'"\`]--(?:${[...names].join('|')})(?![\\w-])`,
    'm',
  );
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  // Commands to copy: the page and codec-compare's batches show them, a calibration has its own.
  const shown =
    /^(?:app|cli|page)\/|^(?:formats\/codec-compare|library\/calibrate-estimates)\.ts$|kernels\//;
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !shown.test(file));
  expect(files.length).toBeGreaterThan(200);
  const naming = files.filter((file) => flag.test(readFileSync(path.join(source, file), 'utf8')));
  expect(naming).toEqual([]);
});
