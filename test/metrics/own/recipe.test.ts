import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readMetricRecipe } from '#src/metrics/own/recipe.js';
import { scratch } from '../../support/scratch.ts';

const least = {
  paretoMetric: 1,
  title: 'Differ',
  better: 'lower',
  version: ['differ', '--version'],
  command: ['differ', '{original}', '{decoded}'],
};

function read(changes: object = {}) {
  const file = path.join(scratch(), 'differ.json');
  writeFileSync(file, JSON.stringify({ ...least, ...changes }));
  return readMetricRecipe(file);
}

test('what is left out is the usual: PNG files of 8-bit colour, a number on stdout, status 0', async () => {
  expect(await read()).toMatchObject({
    input: 'png',
    accepts: { channels: [3], depths: [8] },
    from: 'stdout',
    statuses: [0],
  });
});

test.each([
  ['a command that leaves a picture out', { command: ['differ', '{original}'] }, '{decoded}'],
  ['a place that there is not', { command: [...least.command, '{quality}'] }, '{quality}'],
  ['grey alone', { accepts: { channels: [1], depths: [8] } }, '3 is missing'],
  [
    'channels that its files cannot hold',
    { input: 'ppm', accepts: { channels: [1, 3], depths: [8] } },
    'ppm holds 3',
  ],
  ['another version', { paretoMetric: 2 }, 'paretoMetric'],
  ['a field that there is not', { colour: 'blue' }, 'colour'],
  ['a pattern that is none', { value: { pattern: '(' } }, 'regular expression'],
  ['two ways to read a value', { value: { pattern: 'a', json: 'b' } }, 'expected {"pattern"'],
])('%s is told, with the file', async (_, changes, message) => {
  const reading = read(changes);
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow('differ.json');
});
