import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { estimateOf, failedRdOf, rdOf, timingOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

/** A results folder with two curves of one set, one of another, a failure and a broken line. */
function resultsFolder(): string {
  const folder = scratch();
  const lines = (file: string, records: readonly unknown[], rest = ''): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(path.join(folder, file), text + rest);
  };
  const point = (codec: string, quality: number, dataset = 'set') =>
    rdOf({
      spec: `${codec}:quality=${quality}`,
      image: '<script>alert(1)</script>',
      settings: { quality },
      knob: 'quality',
      bpp: quality / 20,
      metrics: { psnr: quality / 2 },
      dataset,
    });
  lines('rd/set/webp.jsonl', [point('webp', 40), point('webp', 80)], 'no record\n');
  lines('rd/set/jpeg.jsonl', [point('jpeg', 40), failedRdOf({ spec: 'jpeg', image: 'b' })]);
  lines('rd/other/jpeg.jsonl', [point('jpeg', 60, 'other')]);
  const { codec, spec, settings, engine, image, imageSha256 } = point('webp', 40);
  const subject = { codec, spec, settings, engine, image, imageSha256 };
  const timed = timingOf({ spec, image, encode: [0.5], decode: [0.25] });
  lines('timing/bench/set/webp.jsonl', [{ ...timed, ...subject }]);
  return folder;
}

const cache = os.tmpdir();

describe('export', () => {
  test('writes tables to standard output, warnings beside them', async () => {
    const out = resultsFolder();
    const { status, stdout, stderr } = await runPareto(['export', '--out', out], { cache });
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(1 + 5 + 1);
    expect(stderr).toMatch(/webp\.jsonl:3 is passed over/);
    const one = await runPareto(['export', '--out', out, '--dataset', 'other'], { cache });
    expect(one.stdout.split('\n')).toHaveLength(1 + 1 + 1);
  });

  test('writes the table that the ending of the file asks for, unless told, and says how long', async () => {
    const out = resultsFolder();
    for (const [name, format, start] of [
      ['rd.parquet', [], 'PAR1'],
      ['rd.CSV', [], 'sche'],
      ['rd.table', ['--format', 'parquet'], 'PAR1'],
    ] as const) {
      const to = path.join(out, 'new', name);
      const args = ['export', '--out', out, ...format, '--to', to];
      const ended = await runPareto(args, { cache });
      expect(ended).toMatchObject({ status: 0, stdout: `5 rows in ${to}\n` });
      expect(readFileSync(to).subarray(0, 4).toString()).toBe(start);
    }
  });

  test('writes estimates as a table, also where there is nothing else', async () => {
    const out = scratch();
    const folder = path.join(out, 'estimate/set');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'webp.jsonl'), `${JSON.stringify(estimateOf())}\n`);
    const args = ['export', '--out', out, '--kind', 'estimate'];
    const { status, stdout } = await runPareto(args, { cache });
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(1 + 1 + 1);
    expect(stdout).toContain(',predictedBytes,interval.low,');
  });

  test('writes curves to a folder, with times of the only testbed', async () => {
    const out = resultsFolder();
    const to = path.join(out, 'curves');
    const args = ['export', '--out', out, '--to', to, '--format'];
    const ended = await runPareto([...args, 'compressai'], { cache });
    expect(ended).toMatchObject({ status: 0, stdout: `3 files in ${to}\n` });
    expect(readdirSync(to, { recursive: true }).toSorted()).toEqual([
      ...['other', 'other/jpeg.json', 'set', 'set/jpeg.json', 'set/webp.json'],
    ]);
    expect(JSON.parse(readFileSync(path.join(to, 'set/webp.json'), 'utf8'))).toMatchObject({
      name: 'webp',
      results: { bpp: [2, 4], 'psnr-rgb': [20, 40] },
    });

    const batches = await runPareto([...args, 'codec-compare'], { cache });
    expect(batches.status).toBe(0);
    const list = JSON.parse(readFileSync(path.join(to, 'set/batches.json'), 'utf8'));
    expect(list).toEqual([['jpeg.json'], ['webp.json']]);
    const [jpeg] = list.map(([file]: [string]) =>
      JSON.parse(readFileSync(path.join(to, 'set', file), 'utf8')),
    );
    expect(jpeg.field_values).toEqual([['<script>alert(1)</script>', 40, 100, 50, 2500, 2, 20]]);
  });

  test('says in one line what it cannot do', async () => {
    const out = resultsFolder();
    const file = path.join(out, 'rd/set/webp.jsonl');
    for (const [args, wanted, message] of [
      [['--format', 'compressai'], 2, 'compressai is a folder of files; name it with --to'],
      [['--format', 'xml'], 2, 'xml'],
      [['--dataset', 'sett'], 2, "unknown data set 'sett'; did you mean set?"],
      [['--format', 'codec-compare', '--to', out, '--testbed', 'x'], 2, "unknown testbed 'x'"],
      [['--format', 'csv', '--testbed', 'bench'], 2, '--testbed is of formats of curves'],
      [['--to', path.join(file, 'below.csv')], 1, 'cannot write'],
      [
        ['--to', path.join(out, 'rd.xlsx')],
        2,
        '--to takes a file that ends in .csv or .parquet, or format beside it',
      ],
      [
        ['--to', path.join(out, 'rd')],
        2,
        '--to takes a file that ends in .csv or .parquet, or format beside it',
      ],
    ] as const) {
      const { status, stderr } = await runPareto(['export', '--out', out, ...args], { cache });
      expect([args, status]).toEqual([args, wanted]);
      expect(stderr.trimEnd().split('\n').at(-1)).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(existsSync(`${file}/below.csv`)).toBe(false);
    expect(existsSync(path.join(out, 'rd.xlsx'))).toBe(false);
  });

  test('a folder without records is wrong use, and nothing is written', async () => {
    const out = scratch();
    const to = path.join(out, 'x');
    for (const args of [[], ['--format', 'codec-compare', '--to', to]]) {
      for (const [folder, told] of [
        [out, 'holds no records'],
        [path.join(out, 'typo'), 'is not there'],
      ] as const) {
        const { status, stdout, stderr } = await runPareto(['export', '--out', folder, ...args], {
          cache,
        });
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toContain(`pareto: expected a folder of results: ${folder} ${told}`);
      }
    }
    expect(readdirSync(out)).toEqual([]);
  });
});
