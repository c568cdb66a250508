import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  estimateFile,
  metricFile,
  rdFile,
  testbedFile,
  timingFile,
  timingFolder,
} from '#src/results/layout.js';

test('the shipped results lie where results are looked for', () => {
  const [results, testbed] = [path.join('results', 'baseline'), 'xeon-amx-2c'];
  for (const codec of ['webp', 'jxl']) {
    const rd = JSON.parse(readFileSync(rdFile(results, 'kodak', codec), 'utf8').split('\n')[0]!);
    expect(rd).toMatchObject({ kind: 'rd', dataset: 'kodak', codec });
    const file = timingFile(results, testbed, 'kodak', codec);
    const timing = JSON.parse(readFileSync(file, 'utf8').split('\n')[0]!);
    expect(timing).toMatchObject({ kind: 'timing', dataset: 'kodak', codec, testbed });
  }
  expect(statSync(timingFolder(results, testbed, 'kodak')).isDirectory()).toBe(true);
  expect(JSON.parse(readFileSync(testbedFile(results, testbed), 'utf8')).id).toBe(testbed);
});

test('facts of a metric lie below the results, under its id', () => {
  // As docs/record.md has it.
  expect(metricFile('out', 'vmaf')).toBe(path.join('out', 'metrics', 'vmaf.json'));
});

test('estimates lie beside rate and distortion, a file for a data set and codec', () => {
  // As docs/record.md has it.
  expect(estimateFile('r', 'kodak', 'webp')).toBe(
    path.join('r', 'estimate', 'kodak', 'webp.jsonl'),
  );
});
