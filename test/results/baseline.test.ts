import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { baselineFolder, checkBaseline, checkNotBaseline } from '#src/results/baseline.js';
import { scratch } from '../support/scratch.ts';

afterEach(() => {
  delete process.env['PARETO_WRITE_BASELINE'];
});

test('the baseline is not written to, by whatever path', () => {
  const link = path.join(scratch(), 'link');
  symlinkSync(baselineFolder, link);
  const relative = path.relative(process.cwd(), baselineFolder);
  const inside = path.join(baselineFolder, 'rd', 'new', 'folder');
  for (const folder of [baselineFolder, `${relative}/`, inside, link, path.join(link, 'new')]) {
    expect(() => checkNotBaseline(folder), folder).toThrow(
      /is the baseline .* name another folder/,
    );
  }
});

test('other folders are, and the baseline where it is made anew', () => {
  const beside = [`${baselineFolder}-2`, path.dirname(baselineFolder), scratch(), '/', 'results'];
  for (const folder of beside) expect(() => checkNotBaseline(folder), folder).not.toThrow();
  process.env['PARETO_WRITE_BASELINE'] = '1';
  expect(() => checkNotBaseline(baselineFolder)).not.toThrow();
  process.env['PARETO_WRITE_BASELINE'] = '0';
  expect(() => checkNotBaseline(baselineFolder)).toThrow(/baseline/);
});

test('it is here', () => {
  expect(checkBaseline).not.toThrow();
});
