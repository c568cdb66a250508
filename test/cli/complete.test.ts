import { describe, expect, test } from 'vitest';
import { commands, commonOptions } from '#src/cli/commands.js';
import { complete } from '#src/cli/complete.js';
import { metrics } from '#src/metrics/registry.js';

const grammar = { commands, common: commonOptions };
const ask = (line: string) => complete(`pareto ${line}`, grammar);

test('commands, and options before a command', async () => {
  expect(await ask('')).toEqual(commands.map(({ name }) => name));
  expect(await ask('lea')).toEqual(['leaderboard']);
  expect(await ask('--')).toEqual(['--debug', '--help', '--version']);
  expect(await ask('--debug swe')).toEqual(['sweep']);
});

describe('options of a command', () => {
  test('by their beginning, without positional arguments and those that are there', async () => {
    expect(await ask('sweep --max')).toEqual([
      '--max-failures',
      '--max-pixels',
      '--max-pixels-per-byte',
      '--max-memory',
    ]);
    expect(await ask('sweep --max-pixels 9 --max-f')).toEqual(['--max-failures']);
    expect(await ask('sweep --max-failures 9 --max-f')).toEqual([]);
    expect(await ask('sweep --max-failures=9 --max-f')).toEqual([]);
    expect(await ask('codecs --c')).toEqual([]);
    expect(await ask('codecs --')).toEqual([
      '--plugin',
      '--json',
      '--debug',
      '--help',
      '--version',
    ]);
  });

  test.each([
    ['sweep --codec jxl', ['jxl', 'jxl-jpeg']],
    ['sweep --codec jpeg,web', ['jpeg,webp']],
    ['sweep --codec=jpeg,web', ['--codec=jpeg,webp']],
    ['sweep --metrics ssimu', ['ssimulacra2']],
    ['verify --metrics a', ['all', 'available']],
    ['compare a b --metric psnr,psnr', ['psnr,psnr', 'psnr,psnr-y']],
    ['leaderboard --matrix butteraugli-', ['butteraugli-p3']],
    ['leaderboard --anchor htj', ['htj2k']],
    ['sweep --measure rd,t', ['rd,timing']],
    ['leaderboard --dataset ko', ['kodak']],
    ['export --kind t', ['timing']],
    ['export --format c', ['csv', 'compressai', 'codec-compare']],
  ])('values of %s', async (line, values) => {
    expect(await ask(line)).toEqual(values);
  });

  test('a boolean takes no value, and free text has none', async () => {
    expect(await ask('codecs --json htj')).toEqual(['htj2k']);
    for (const line of ['sweep --limit ', 'sweep --out ', 'sweep --constructor ', 'sweep --out=']) {
      expect(await ask(line), line).toEqual([]);
    }
  });
});

test('positional arguments in their order; files are left to the shell', async () => {
  expect(await ask('models ')).toEqual(['list', 'export', 'check']);
  expect(await ask('models check dis')).toEqual(['dists']);
  expect(await ask('models --weights x check dis')).toEqual(['dists']);
  expect(await ask('models check dists ')).toEqual([]);
  expect(await ask('score a.png ')).toEqual([]);
  expect(await ask('nothing ')).toEqual([]);
});

test('every metric is offered where metrics are asked for', async () => {
  expect(await ask('score a b --metrics ')).toEqual(['all', 'available', ...metrics.names]);
});
