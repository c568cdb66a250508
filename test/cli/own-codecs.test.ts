import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { rdRecordsIn, runPareto, timingRecordsIn } from '../support/pareto.ts';
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

/** A recipe whose encoder copies, after as many seconds. */
function recipe(name: string, seconds = 0): string {
  const file = path.join(folder, `${name}.json`);
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

test('a plugin is swept in worker processes, and timed', async () => {
  const { status, stdout } = await sweep(
    ...['--plugin', example, '--codec', 'quantise-deflate:step=1+32,png', '--jobs', '2'],
    ...['--measure', 'rd,timing', '--passes', '1', '--testbed', 'here'],
  );
  expect(status).toBe(0);
  const records = rdRecordsIn(path.join(results, 'rd/photos/quantise-deflate.jsonl'));
  expect(records.map(({ spec, exact, error }) => [spec, exact, error]).sort()).toEqual([
    ['quantise-deflate:step=1', true, null],
    ['quantise-deflate:step=1', true, null],
    ['quantise-deflate:step=32', false, null],
    ['quantise-deflate:step=32', false, null],
  ]);
  expect(stdout).toMatch(/^quantise-deflate:step=32 +node:zlib \S+ \(plugin 1\)/m);
  const timed = timingRecordsIn(path.join(results, 'timing/here/photos/quantise-deflate.jsonl'));
  expect(timed.every(({ peakBytes, error }) => peakBytes !== null && error === null)).toBe(true);
  const again = await sweep(
    '--plugin',
    example,
    '--codec',
    'quantise-deflate',
    '--dry-run',
    '--json',
  );
  expect(JSON.parse(again.stdout).rd.finished).toBe(4);
});

test('a codec of command lines is swept, and its times stand apart', async () => {
  const file = recipe('copier');
  const options = ['--codec', `cli:${file},png`, '--measure', 'rd,timing', '--passes', '1'];
  const { status, stdout } = await sweep(...options, '--testbed', 'here');
  expect(status).toBe(0);
  const records = rdRecordsIn(path.join(results, 'rd/photos/copier.jsonl'));
  expect(records.map(({ codec, spec, exact }) => ({ codec, spec, exact }))).toEqual(
    records.map(() => ({ codec: 'copier', spec: 'copier', exact: true })),
  );
  expect(readFileSync(path.join(results, 'rd/photos/copier.jsonl'), 'utf8')).not.toContain(folder);
  const timed = timingRecordsIn(path.join(results, 'timing/here/photos/copier.jsonl'));
  expect(timed.map(({ encode, decode }) => [encode.reported, decode.reported])).toEqual([
    [[0.5], undefined],
    [[0.5], undefined],
  ]);
  const [inProcess = '', commands = ''] = stdout
    .slice(stdout.indexOf(' on here'))
    .split('command lines,');
  expect(inProcess).toMatch(/^png /m);
  expect(inProcess).not.toMatch(/^copier /m);
  expect(commands).toMatch(/^copier /m);
  const again = await sweep(...options, '--testbed', 'here', '--dry-run', '--json');
  expect(JSON.parse(again.stdout).timing.configurations).toEqual([]);
});

test('a command that takes too long is stopped with its worker', async () => {
  const file = recipe('sleeper', 60);
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
  expect(stdout).toMatch(/^quantise-deflate +Quantised samples, deflated/m);
  expect(stdout).toMatch(/^copier +Copies .*\(cli\)/m);
  const one = await run('codecs', `cli:${recipe('copier')}`);
  expect(one.stdout).toMatch(/^copier: Copies \(lossless\)/);
});
