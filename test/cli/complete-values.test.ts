import { expect, test } from 'vitest';
import { valuesOf } from '#src/cli/complete-values.js';
import { codecNames } from '#src/codecs/table.js';
import { datasetIds } from '#src/datasets/catalogue.js';
import { metricGroups, metrics } from '#src/metrics/registry.js';
import { modelIds } from '#src/models/catalogue.js';
import { measures } from '#src/sweeps/defaults.js';

test.each([
  ['codec', codecNames, true],
  ['anchor', codecNames, false],
  ['metrics', [...metricGroups, ...metrics.names], true],
  ['metric', metrics.names, true],
  ['matrix', metrics.names, false],
  ['measure', measures, true],
  ['dataset', await datasetIds(), true],
  ['id', await modelIds(), false],
])('--%s takes the names of its table', async (name, values, list) => {
  expect(await valuesOf(name, {})).toEqual({ values, list });
  expect(values.length).toBeGreaterThan(1);
});

test('choices of its own go before a table', async () => {
  expect(await valuesOf('codec', { choices: ['a', 2] })).toEqual({
    values: ['a', '2'],
    list: false,
  });
});

test('a file, a number and free text have none', async () => {
  for (const name of ['out', 'limit', 'constructor', 'toString'])
    expect(await valuesOf(name, {})).toEqual({ values: [], list: false });
});
