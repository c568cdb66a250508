import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RdRecord } from '#src/results/record.js';
import { saveContents } from '#src/results/stored-contents.js';
import { runPareto } from '../support/pareto.ts';
import { rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

/** A results folder with two curves on each of two data sets. */
function results(): string {
  const folder = scratch();
  for (const dataset of ['first', 'second']) {
    for (const codec of ['jpeg', 'webp']) {
      const records: RdRecord[] = [1, 2, 3, 4, 5].map((step) =>
        rdOf({
          spec: `${codec}:quality=${20 * step}`,
          image: 'a',
          dataset,
          knob: 'quality',
          settings: { quality: 20 * step },
          bytes: 625 * step,
          bpp: step,
          metrics: { psnr: 25 + 5 * Math.log2(step) + (codec === 'webp' ? 5 : 0) },
        }),
      );
      const file = path.join(folder, 'rd', dataset, `${codec}.jsonl`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    }
  }
  return folder;
}

const imageOf = (name: string) => {
  const { image, imageSha256 } = rdOf({ spec: 'webp', image: name });
  return { name: image, sha256: imageSha256 };
};

const run = (...args: string[]) => runPareto(['leaderboard', ...args], { cache: scratch() });

test('prints the tables, writes leaderboard.json and the page, and says where', async () => {
  const out = results();
  const { status, stdout } = await run('--out', out);
  expect(status).toBe(0);
  expect(stdout.match(/^webp:quality=40 /gm)).toHaveLength(2);
  // Five decibels more at every rate are half the bytes at every quality.
  expect(stdout).toMatch(/webp .*-50\.0/m);
  const [file, page] = [path.join(out, 'leaderboard.json'), path.join(out, 'page')];
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(`written to ${file} and ${page}`);
  expect(existsSync(path.join(page, 'index.html'))).toBe(true);
  const json = await run('--json', '--out', out);
  expect(JSON.parse(json.stdout)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

test.each(['second', 's*d'])(
  '--dataset %s prints one data set, and writes all',
  async (dataset) => {
    const out = results();
    const { stdout } = await run('--dataset', dataset, '--out', out);
    expect(stdout.match(/^webp:quality=40 /gm)).toHaveLength(1);
    const written = JSON.parse(readFileSync(path.join(out, 'leaderboard.json'), 'utf8'));
    expect(written.datasets).toHaveLength(2);
  },
);

test('--class prints one class, and writes all', async () => {
  const out = results();
  await saveContents(out, 'first', [{ ...imageOf('a'), content: 'maps' }], () => {});
  const { stdout } = await run('--class', 'Maps', '--out', out);
  expect(stdout).toMatch(/^only images of class maps\n\nfirst: /);
  expect(stdout.match(/^webp:quality=40 /gm)).toHaveLength(1);
  const written = JSON.parse(readFileSync(path.join(out, 'leaderboard.json'), 'utf8'));
  expect(written.datasets).toHaveLength(2);
  const json = JSON.parse((await run('--class', 'maps', '--json', '--out', out)).stdout);
  expect(json).toMatchObject({ content: 'maps', datasets: [{ dataset: 'first' }] });
  const { status, stderr } = await run('--class', 'map', '--out', out);
  expect(status).toBe(2);
  expect(stderr).toContain("unknown class of images 'map'; did you mean maps?");
});

test('--matrix prints BD-rates of all pairs', async () => {
  const { stdout } = await run('--matrix', 'psnr', '--dataset', 'first', '--out', results());
  expect(stdout).toMatch(/jpeg .*100\.0/m);
  expect(stdout).toMatch(/webp .*-50\.0/m);
});

test('--anchor names another curve', async () => {
  const { stdout } = await run('--anchor', 'webp', '--dataset', 'first', '--out', results());
  expect(stdout).toMatch(/jpeg .*100\.0/m);
});

test('without results it writes nothing, and says how some are made', async () => {
  const folder = scratch();
  const out = path.join(folder, 'typo');
  const missing = await run('--out', out);
  expect([missing.status, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr).toContain(
    `expected a folder of results: ${out} is not there (npx pareto sweep`,
  );
  expect(missing.stderr).toContain('--with-baseline');
  expect(existsSync(out)).toBe(false);
  const empty = await run('--out', folder, '--json');
  expect([empty.status, empty.stdout]).toEqual([2, '']);
  expect(empty.stderr).toContain(`${folder} holds no records`);
  expect(readdirSync(folder)).toEqual([]);
});
