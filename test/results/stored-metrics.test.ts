import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unknownMetric } from '#src/curves/metric-facts.js';
import { metricFile } from '#src/results/layout.js';
import { readMetricFacts, readMetricMaps, saveMetricFacts } from '#src/results/stored-metrics.js';
import { scratch } from '../support/scratch.ts';

const vmaf = {
  ...unknownMetric('vmaf'),
  title: 'VMAF 0.6.1',
  shortTitle: 'VMAF',
  decimals: 2,
  scale: 'value',
  better: 'higher',
  fixedQualities: [80, 95],
} as const;

const refuse = (message: string): never => {
  throw new Error(message);
};

test('facts of a metric come back, without what else a metric has', () => {
  const results = scratch();
  saveMetricFacts(results, { ...vmaf, ...{ version: '3', prepare: () => {} } });
  expect([...readMetricFacts(results, refuse)]).toEqual([['vmaf', vmaf]]);
});

test('what an error map shows comes back, of metrics that make one', () => {
  const results = scratch();
  saveMetricFacts(results, vmaf, { meaning: 'distance', full: 2 });
  saveMetricFacts(results, { ...vmaf, id: 'other' });
  expect([...readMetricMaps(results, refuse)]).toEqual([
    ['vmaf', { meaning: 'distance', full: 2 }],
  ]);
  expect([...readMetricFacts(results, refuse).keys()].sort()).toEqual(['other', 'vmaf']);
});

test('of several folders the last that has a metric counts', () => {
  const [before, after] = [scratch(), scratch()];
  saveMetricFacts(before, vmaf);
  saveMetricFacts(before, { ...vmaf, id: 'other' });
  saveMetricFacts(after, { ...vmaf, decimals: 3 });
  const found = readMetricFacts([before, after], refuse);
  expect([...found].map(([id, { decimals }]) => [id, decimals])).toEqual([
    ['other', 2],
    ['vmaf', 3],
  ]);
});

test('a folder without metrics has none', () => {
  expect(readMetricFacts(scratch(), refuse).size).toBe(0);
});

test.each([
  ['no JSON', '{'],
  ['another schema', JSON.stringify({ ...vmaf, schema: 2 })],
  ['an id that leads elsewhere', JSON.stringify({ ...vmaf, schema: 1, id: '../vmaf' })],
  ['no scale', JSON.stringify({ ...vmaf, schema: 1, scale: 'linear' })],
])('a file with %s is passed over with a warning', (_what, text) => {
  const results = scratch();
  saveMetricFacts(results, vmaf);
  writeFileSync(metricFile(results, 'other'), text);
  const warnings: string[] = [];
  const found = readMetricFacts(results, (message) => warnings.push(message));
  expect([...found.keys()]).toEqual(['vmaf']);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(metricFile(results, 'other'));
});

test('the warning says which fact is wrong', () => {
  const results = scratch();
  saveMetricFacts(results, vmaf);
  const warnings: string[] = [];
  for (const [changes, where] of [
    [{ decimals: 21 }, 'decimals: '],
    [{ decimals: -1 }, 'decimals: '],
    [{ better: '' }, 'better: '],
    [{ nearlyEqual: -1 }, 'nearlyEqual: '],
    [{ id: '' }, 'id: '],
    [{ fixedQualities: [80, null] }, 'fixedQualities.1: '],
  ] as const) {
    const stored = { ...vmaf, schema: 1, ...changes };
    writeFileSync(metricFile(results, 'vmaf'), JSON.stringify(stored));
    expect(readMetricFacts(results, (message) => warnings.push(message)).size).toBe(0);
    expect(warnings.pop()).toContain(`it holds no facts of a metric: ${where}`);
  }
  writeFileSync(metricFile(results, 'vmaf'), 'null');
  readMetricFacts(results, (message) => warnings.push(message));
  expect(warnings.pop()).toContain('it holds no facts of a metric: it: ');
});

test('either side may be better, and up to 20 decimals are shown', () => {
  const results = scratch();
  const facts = { ...vmaf, id: 'v', better: 'lower', decimals: 20, nearlyEqual: 0 } as const;
  saveMetricFacts(results, facts);
  // Another file there is no concern of ours.
  writeFileSync(`${metricFile(results, 'v')}.txt`, 'notes');
  expect([...readMetricFacts(results, refuse)]).toEqual([['v', facts]]);
});
