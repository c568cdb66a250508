import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { metrics } from '#src/metrics/registry.js';
import { loadMetric, openMetricTable } from '#src/metrics/table.js';
import { scratch } from '../support/scratch.ts';

const example = fileURLToPath(new URL('../../examples/mean-error.js', import.meta.url));

const recipe = {
  ...{ paretoMetric: 1, title: 'Ones', better: 'higher' },
  command: [process.execPath, '--eval', 'console.log(1)', '{original}', '{decoded}'],
};

test("without files it holds the program's own", async () => {
  const table = await openMetricTable();
  expect(table.names).toEqual(metrics.names);
  const { metric, source } = await table.load('psnr');
  expect([metric.id, source]).toEqual(['psnr', 'psnr']);
  await expect(table.load('psnrr')).rejects.toThrow(UsageError);
  await expect(table.load('psnrr')).rejects.toThrow('did you mean psnr?');
});

test('what it finds is found again in another process, unless its file has changed', async () => {
  const file = path.join(scratch(), 'ones.json');
  writeFileSync(file, JSON.stringify(recipe));
  const table = await openMetricTable({ plugins: [example], commands: [`ones:${file}`] });
  for (const name of ['psnr', 'mean-error', 'ones']) {
    const { metric, source } = await table.load(name);
    const again = await loadMetric(JSON.parse(JSON.stringify(source)));
    expect([again.id, again.version]).toEqual([metric.id, metric.version]);
  }
  const { source } = await table.load('ones');
  writeFileSync(file, JSON.stringify({ ...recipe, title: 'Other ones' }));
  const changed = { ...(source as object), version: 'asked again' } as typeof source;
  await expect(loadMetric(changed)).rejects.toThrow('has changed since the sweep began');
});

test('one recipe may stand under two ids; no id is given twice', async () => {
  const file = path.join(scratch(), 'ones.json');
  writeFileSync(file, JSON.stringify(recipe));
  const commands = [`a:${file}`, `b:${file}`];
  expect((await openMetricTable({ commands })).names.slice(-2)).toEqual(['a', 'b']);
  const taken = { plugins: [example], commands: [`mean-error:${file}`] };
  await expect(openMetricTable(taken)).rejects.toThrow(
    "the id 'mean-error' is taken by a metric of",
  );
  await expect(openMetricTable({ commands: [`ssim:${file}`] })).rejects.toThrow(
    "the id 'ssim' is taken by this program",
  );
});

test.each(['recipe.json', 'Big:recipe.json', ':recipe.json', 'a:'])(
  '%s is no id with a recipe',
  async (given) => {
    await expect(openMetricTable({ commands: [given] })).rejects.toThrow(
      'expected an id and the recipe of a metric, such as vmaf:recipe.json',
    );
  },
);
