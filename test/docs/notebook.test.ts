import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compactResults } from '#src/library/compact-results.js';
import { exportResults } from '#src/library/export-results.js';
import { recordKinds } from '#src/results/record-kinds.js';
import { temporaryFolder } from '../support/folders.ts';
import { estimateOf, failedRdOf, rdOf, timingOf } from '../support/records.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/formats.md', import.meta.url)), 'utf8');
/** Python is not needed to test: .ci/run names one that has the packages, where it can be had. */
const python = process.env['PARETO_PYTHON'] ?? 'python3';

function blocks(language: string): string[] {
  return [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, name, code]) =>
    name === language ? [code!] : [],
  );
}

function has(...modules: readonly string[]): boolean {
  return spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
}

const at = (image: string, quality: number) => ({
  ...{ spec: `webp:quality=${quality}`, image, settings: { quality }, knob: 'quality' },
});
const jobs = ['a', 'b'].flatMap((image) => [20, 80].map((quality) => at(image, quality)));
const rd = jobs.map((job) =>
  rdOf({ ...job, bpp: job.settings.quality / 20, metrics: { psnr: job.settings.quality / 2 } }),
);
const lines = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** A folder whose results are packed, a failed job among them. */
async function partitions(): Promise<string> {
  const sized = rd.map((record) => ({ ...record, bytes: 625 * record.bpp! }));
  const records = [...sized, failedRdOf(at('c', 20))];
  const folder = await temporaryFolder({ 'results/rd/set/webp.jsonl': lines(records) });
  await compactResults({ out: path.join(folder, 'results') });
  return folder;
}

/** A folder with the three tables that the page exports. */
async function tables(): Promise<string> {
  const results = await temporaryFolder({
    'rd/set/webp.jsonl': lines(rd),
    'timing/bench/set/webp.jsonl': lines(
      jobs.map((job) => timingOf({ ...job, encode: [0.25, 0.5, 0.75] })),
    ),
    'estimate/set/webp.jsonl': lines(
      rd.map(({ spec, image, key }) => estimateOf({ spec, image, rdKey: key })),
    ),
  });
  for (const kind of recordKinds) {
    await exportResults(results, { to: path.join(results, `${kind}.parquet`), kind });
  }
  return results;
}

test('the page has ten lines or so of each', () => {
  const lengths = [...blocks('python'), ...blocks('sql')].map((code) => code.split('\n').length);
  expect(lengths).toHaveLength(3);
  for (const length of lengths) expect(length).toBeLessThanOrEqual(13);
});

describe.skipIf(!has('pandas', 'pyarrow'))(`pandas (by ${python})`, () => {
  test('the lines of docs/formats.md run and say what is so', async () => {
    const cwd = await tables();
    const printed = execFileSync(python, ['-c', blocks('python')[0]!], { cwd, encoding: 'utf8' });
    expect(printed).toMatch(/set +webp +webp:quality=20 20\.0 +1\.0 +10\.0 +1\.0/);
    expect(printed).toMatch(/webp +tiles +4\.0 +0\.04/);
  });

  test('so does the line about partitions', async () => {
    const cwd = await partitions();
    const line = /`(pd\.read_parquet\("results[^`]+)`/.exec(page)![1]!.replace('kodak', 'set');
    const code = `import pandas as pd; print(${line}.mean(numeric_only=True).to_dict())`;
    const printed = execFileSync(python, ['-c', code], { cwd, encoding: 'utf8' });
    expect(printed.trim()).toBe("{'bytes': 1562.5, 'metrics/psnr': 25.0}");
  });
});

describe.skipIf(!has('duckdb'))(`DuckDB (by ${python})`, () => {
  test('the lines of docs/formats.md run and say what is so', async () => {
    const cwd = await tables();
    const code = 'import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())';
    const args = ['-c', code, blocks('sql')[0]!];
    const printed = execFileSync(python, args, { cwd, encoding: 'utf8' });
    expect(printed.trim()).toBe("[('webp:quality=80', 80.0, 4.0, 40.0, 1.0, 3.0)]");
  });

  test('so do those about partitions', async () => {
    const cwd = await partitions();
    const code = 'import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())';
    const args = ['-c', code, blocks('sql')[1]!];
    const printed = execFileSync(python, args, { cwd, encoding: 'utf8' });
    expect(printed.trim()).toBe(
      "[('webp:quality=20', 2, 1.0, 10.0), ('webp:quality=80', 2, 4.0, 40.0)]",
    );
  });
});
