import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, rdRecordsIn, runPareto, timingRecordsIn } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

const example = fileURLToPath(new URL('../../examples/quantise-deflate.js', import.meta.url));

let folder: string;
let results: string;
beforeEach(async () => {
  folder = scratch();
  results = path.join(folder, 'results');
  await savePictures(path.join(folder, 'photos'), 2);
});

const run = (...args: string[]) => runPareto(args, { cache: path.join(folder, 'cache') });
const sweep = (...args: string[]) =>
  run('sweep', '--dataset', path.join(folder, 'photos'), '--out', results, ...args);

/** A recipe whose encoder copies, after as many seconds, in the test's own folder or another. */
function recipe(name: string, { seconds = 0, folder: where = folder } = {}): string {
  const file = path.join(where, `${name}.json`);
  const copy = `setTimeout(() => require('node:fs').copyFileSync(...process.argv.slice(1, 3)), ${1000 * seconds})`;
  const report = `require('node:fs').writeFileSync(process.argv[3], '{"encodeSeconds": 0.5}')`;
  const program = [
    process.execPath,
    '--eval',
    `${report};${copy}`,
    '{input}',
    '{output}',
    '{timing}',
  ];
  writeFileSync(
    file,
    JSON.stringify({
      ...{ paretoCodec: 1, id: name, title: 'Copies', extension: 'pam', lossless: true },
      ...{ input: 'pam', output: 'pam', encode: program },
      decode: [process.execPath, '--eval', copy, '{input}', '{output}'],
    }),
  );
  return file;
}

describe('a plugin and a codec of command lines, swept and timed beside png', () => {
  let swept: Ended;
  let root: string;
  let options: string[];
  beforeAll(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'pareto-test-'));
    await savePictures(path.join(root, 'photos'), 2);
    options = [
      ...['--dataset', path.join(root, 'photos'), '--out', path.join(root, 'results')],
      ...['--plugin', example],
      ...['--codec', `quantise-deflate:step=1+32,cli:${recipe('copier', { folder: root })},png`],
      ...['--measure', 'rd,timing', '--passes', '1', '--testbed', 'here', '--jobs', '2'],
    ];
    swept = await runPareto(['sweep', ...options], { cache: path.join(root, 'cache') });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const of = (name: string) => path.join(root, 'results', name);

  test('the plugin runs in worker processes, with its own version', () => {
    expect(swept.status).toBe(0);
    const records = rdRecordsIn(of('rd/photos/quantise-deflate.jsonl'));
    expect(records.map(({ spec, exact, error }) => [spec, exact, error]).sort()).toEqual([
      ['quantise-deflate:step=1', true, null],
      ['quantise-deflate:step=1', true, null],
      ['quantise-deflate:step=32', false, null],
      ['quantise-deflate:step=32', false, null],
    ]);
    expect(swept.stdout).toMatch(/^quantise-deflate:step=32 +node:zlib \S+ \(plugin 1\)/m);
    const timed = timingRecordsIn(of('timing/here/photos/quantise-deflate.jsonl'));
    expect(timed).toHaveLength(4);
    expect(timed.every(({ peakBytes, error }) => peakBytes !== null && error === null)).toBe(true);
  });

  test('the times of command lines stand apart', () => {
    const file = of('rd/photos/copier.jsonl');
    const records = rdRecordsIn(file);
    expect(records.map(({ codec, spec, exact }) => ({ codec, spec, exact }))).toEqual(
      records.map(() => ({ codec: 'copier', spec: 'copier', exact: true })),
    );
    expect(readFileSync(file, 'utf8')).not.toContain(root);
    const timed = timingRecordsIn(of('timing/here/photos/copier.jsonl'));
    expect(timed.map(({ encode, decode }) => [encode.reported, decode.reported])).toEqual([
      [[0.5], undefined],
      [[0.5], undefined],
    ]);
    const [inProcess = '', commands = ''] = swept.stdout
      .slice(swept.stdout.indexOf(' on here'))
      .split('command lines,');
    expect(inProcess).toMatch(/^png /m);
    expect(inProcess).not.toMatch(/^copier /m);
    expect(commands).toMatch(/^copier /m);
  });

  test('all of it is known by the next sweep', async () => {
    const again = await runPareto(['sweep', ...options, '--dry-run', '--json'], {
      cache: path.join(root, 'cache'),
    });
    const plan = JSON.parse(again.stdout);
    // raw is measured as well.
    expect(plan.rd).toMatchObject({ jobs: [], finished: 10 });
    expect(plan.timing.configurations).toEqual([]);
  });
});

test('a command that takes too long is stopped with its worker', async () => {
  const file = recipe('sleeper', { seconds: 60 });
  const { status } = await sweep(
    '--codec',
    `cli:${file}`,
    '--time-limit',
    '2',
    '--max-failures',
    '1',
  );
  expect(status).toBe(0);
  const records = rdRecordsIn(path.join(results, 'rd/photos/sleeper.jsonl'));
  expect(records.map(({ error }) => error?.stage)).toEqual(['timeout', 'timeout']);
});

test('what is missing stops the sweep before any work', async () => {
  const file = recipe('copier');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(process.execPath, 'no-such-copier'));
  const { status, stderr } = await sweep('--codec', `cli:${file}`);
  expect(status).toBe(2);
  expect(stderr).toMatch(/copier cannot run here: no-such-copier not found: put it on PATH/);
  const unknown = await sweep('--plugin', example, '--codec', 'quantise-deflat');
  expect(unknown.stderr).toMatch(/did you mean quantise-deflate\?/);
});

test('codecs lists them beside its own', async () => {
  const { stdout } = await run('codecs', '--plugin', `${example},${recipe('copier')}`);
  expect(stdout).toMatch(/^quantise-deflate +lossy /m);
  expect(stdout).toMatch(/^copier +lossless .*\(cli\)/m);
  const one = await run('codecs', `cli:${recipe('copier')}`);
  expect(one.stdout).toMatch(/^copier: Copies \(lossless\)/);
});
