import { describe, expect, test } from 'vitest';
import { codecNames } from '#src/codecs/table.js';
import { datasetIds } from '#src/datasets/catalogue.js';
import { metrics } from '#src/metrics/registry.js';
import { modelIds } from '#src/models/catalogue.js';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

async function run(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runPareto(args, { cache: scratch() });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** The first words of the rows of a table, below its rule. */
function firstWords(table: string): string[] {
  const lines = table.split('\n');
  const rule = lines.findIndex((line) => line.startsWith('---'));
  const end = lines.findIndex((line, i) => i > rule && line === '');
  return lines.slice(rule + 1, end).map((line) => line.split(' ')[0]!);
}

describe.each([
  ['codecs', () => [...codecNames]],
  ['metrics', () => [...metrics.names]],
  ['datasets', datasetIds],
  ['models', modelIds],
])('pareto %s', (command, names) => {
  test('lists every one, as a table and as JSON', async () => {
    const known = await names();
    const table = await run(command);
    expect(firstWords(table)).toEqual(known);
    for (const line of table.split('\n\n')[0]!.split('\n')) expect(line.length).toBeLessThan(121);
    const listed = JSON.parse(await run(command, '--json')) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(known);
  });
});

test('codecs tells the settings of one', async () => {
  const { id, params } = JSON.parse(await run('codecs', 'qoi', '--json'));
  expect(id).toBe('qoi');
  const text = await run('codecs', 'webp');
  expect(text).toMatch(/^webp: .*libwebp/);
  expect(firstWords(text)).toContain('quality');
  expect(Object.keys(params)).toEqual(firstWords(await run('codecs', 'qoi')));
});

test('a metric that has no greatest value is told so, and JSON has null', async () => {
  const listed = JSON.parse(await run('metrics', '--json')) as { id: string; perfect: unknown }[];
  expect(listed.find(({ id }) => id === 'psnr')?.perfect).toBeNull();
  expect(await run('metrics')).toMatch(/^psnr .*no limit/m);
});
