import { expect, test } from 'vitest';
import { usageError } from '#src/cli/usage-error.js';

const told = async (message: string, line: string) =>
  (await usageError(message, line.split(' '))).message;

test.each([
  ['Not enough arguments following: limit', 'sweep --codec jxl --limit', /^--limit needs a value$/],
  [
    'Invalid values:\n  Argument: format, Given: "csw", Choices: "csv", "json"',
    'export --format csw',
    /^unknown value of --format 'csw'; did you mean csv\? known: csv, json$/,
  ],
  [
    'Invalid values:\n  Argument: action, Given: "lst", Choices: "list", "check"',
    'models lst',
    /^unknown action 'lst'; did you mean list\? known: list, check$/,
  ],
  [
    'Missing required argument: codec',
    'sweep --jobs 2',
    /^sweep needs --codec; sweep --help tells more$/,
  ],
  ['Missing required argument: codec', 'sweep --codek jxl', /^unknown option 'codek'; did you/],
  [
    'Not enough non-option arguments: got 1, need at least 2',
    'score a.png',
    /^score needs <original> <decoded>; score --help tells more$/,
  ],
  ['Unknown argument: swep', 'swep', /^unknown command 'swep'; did you mean sweep\?/],
  ['Unknown arguments: jsom, x', 'codecs --jsom', /^unknown option 'jsom'; did you mean json\?/],
  [
    'Unknown argument: c.png',
    'score a.png b.png c.png --no-json --maxPixels=9',
    /^unexpected argument 'c\.png'; the use is: pareto score <original> <decoded>$/,
  ],
  ['something else', 'sweep', /^something else$/],
])('%j of "%s"', async (message, line, expected) => {
  expect(await told(message, line)).toMatch(expected);
});
