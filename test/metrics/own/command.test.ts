import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadImageFile } from '#src/image/files/load.js';
import type { Raster } from '#src/image/raster.js';
import type { Metric } from '#src/metrics/metric.js';
import { openMetricTable } from '#src/metrics/table.js';
import { findCommand } from '#src/runtimes/cli/command.js';
import { picture } from '../../support/photos.ts';
import { scoreOf } from '../../support/score.ts';
import { scratch } from '../../support/scratch.ts';

/** A program that compares two PNM files: it counts the samples that differ. */
const tool = `
  import { readFileSync, writeFileSync } from 'node:fs';
  const [mode, original, decoded, output] = process.argv.slice(2);
  if (mode === '--version') { console.log('differ 1.2'); process.exit(); }
  const [a, b] = [original, decoded].map((file) => readFileSync(file));
  const kind = a.subarray(0, 2) + ' ' + a.length;
  const count = a.reduce((sum, each, i) => sum + (each === b[i] ? 0 : 1), 0);
  if (mode === 'print') console.log(count);
  if (mode === 'words') console.error('note'), console.error('there are ' + count + ' of ' + kind), process.exit(count > 0 ? 1 : 0);
  if (mode === 'json') writeFileSync(output, JSON.stringify({ found: [{ count, kind }] }));
  if (mode === 'infinite') console.log('inf');
  if (mode === 'fail') console.error('it cannot'), process.exit(3);
  if (mode === 'sleep') setTimeout(() => {}, 60_000);
`;

let folder: string;
beforeEach(() => {
  folder = scratch();
  writeFileSync(path.join(folder, 'tool.mjs'), tool);
});

const commandOf = (mode: string, ...rest: string[]) => [
  ...[process.execPath, '{recipe}/tool.mjs', mode, '{original}', '{decoded}', ...rest],
];

/** The metric of a recipe that compares by `mode`. */
async function metricOf(mode: string, changes: object = {}): Promise<Metric> {
  const file = path.join(folder, 'recipe.json');
  const recipe = {
    ...{ paretoMetric: 1, title: 'Differing samples', better: 'lower', input: 'pnm' },
    ...{ accepts: { channels: [1, 3], depths: [8, 16] }, command: commandOf(mode), ...changes },
  };
  writeFileSync(file, JSON.stringify(recipe));
  const table = await openMetricTable({ commands: [`differ:${file}`] });
  return (await table.load('differ')).metric;
}

/** With one sample changed by 1. */
function touched(image: Raster): Raster {
  const data = image.data.slice();
  data[7] = data[7]! ^ 1;
  return { ...image, data };
}

const a = picture(20, 10);

describe('a metric of a command line', () => {
  test('is the number that is printed', async () => {
    const metric = await metricOf('print');
    expect(await scoreOf(metric, a, a)).toBe(0);
    expect(await scoreOf(metric, a, touched(a))).toBe(1);
    expect(metric).toMatchObject({ id: 'differ', better: 'lower', perfect: 0, map: null });
    expect(await metric.available()).toBe(true);
  });

  test('is found by a pattern, on standard error, whatever the exit status that counts', async () => {
    const value = { pattern: 'there are ([0-9]+)' };
    const metric = await metricOf('words', { value, from: 'stderr', statuses: [0, 1] });
    expect(await scoreOf(metric, a, touched(a))).toBe(1);
    expect(await scoreOf(metric, a, a)).toBe(0);
    const strict = await metricOf('words', { value, from: 'stderr' });
    await expect(scoreOf(strict, a, touched(a))).rejects.toThrow(
      /^differ: .* exit status 1: there/,
    );
  });

  test('is found in the JSON that the command writes', async () => {
    const metric = await metricOf('json', {
      command: commandOf('json', '{output}'),
      value: { json: 'found.0.count' },
    });
    expect(await scoreOf(metric, a, touched(a))).toBe(1);
  });

  test('gets both pictures in one layout that the program takes', async () => {
    const value = { pattern: 'of P[56] ([0-9]+)$' };
    const bytesOf = async (x: Raster, y: Raster, changes: object = {}): Promise<number> =>
      scoreOf(
        await metricOf('words', { value, from: 'stderr', statuses: [0, 1], ...changes }),
        x,
        y,
      );
    const header = 'P6\n20 10\n255\n'.length;
    const grey: Raster = { ...a, channels: 1, data: a.data.slice(0, 200) };
    const deep: Raster = { ...a, depth: 16, data: Uint16Array.from(a.data, (v) => v * 257) };
    expect(await bytesOf(a, a)).toBe(header + 600);
    expect(await bytesOf(grey, grey)).toBe(header + 200);
    expect(await bytesOf(grey, a)).toBe(header + 600);
    expect(await bytesOf(deep, a)).toBe(header + 2 + 1200);
    const narrow = { accepts: { channels: [3], depths: [8] } };
    expect(await bytesOf(grey, grey, narrow)).toBe(header + 600);
    expect(await bytesOf(deep, deep, narrow)).toBe(header + 600);
  });

  test('has a version of the program and of the recipe', async () => {
    const version = [process.execPath, '{recipe}/tool.mjs', '--version'];
    const first = await metricOf('print', { version, versionPattern: 'differ ([0-9.]+)' });
    expect(first.version).toMatch(/^1\.2\+[0-9a-f]{12}$/);
    const files = ['tool.mjs'];
    const second = await metricOf('print', { version, versionPattern: 'differ ([0-9.]+)', files });
    writeFileSync(path.join(folder, 'tool.mjs'), `${tool}// changed`);
    const third = await metricOf('print', { version, versionPattern: 'differ ([0-9.]+)', files });
    expect(new Set([first, second, third].map((each) => each.version)).size).toBe(3);
  });

  test('says in one line what went wrong', async () => {
    await expect(scoreOf(await metricOf('fail'), a, a)).rejects.toThrow(
      /^differ: node\S* ended with exit status 3: it cannot$/,
    );
    await expect(scoreOf(await metricOf('nothing'), a, a)).rejects.toThrow(
      "differ: expected a number, got ''",
    );
    const json = { command: commandOf('print', '{output}') };
    await expect(scoreOf(await metricOf('print', json), a, a)).rejects.toThrow(/^differ: .*output/);
  });

  test('is infinite only where that is perfect: what is infinite is stored as equal', async () => {
    await expect(scoreOf(await metricOf('infinite'), a, a)).rejects.toThrow(
      'differ: expected a finite number, got Infinity',
    );
    const higher = await metricOf('infinite', { better: 'higher' });
    expect(await scoreOf(higher, a, a)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is not defined below its smallest side', async () => {
    await expect(scoreOf(await metricOf('print', { minSide: 11 }), a, a)).rejects.toThrow(
      'differ needs 11x11 pixels or more, got 20x10',
    );
  });

  test('is ended by a signal, and nothing of it is left', async () => {
    const scorer = await (await metricOf('sleep')).prepare(a);
    const controller = new AbortController();
    const running = scorer.score(a, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(running).rejects.toThrow(/^differ: node\S* was ended$/);
  });

  test('that is not there is not available', async () => {
    const metric = await metricOf('print', {
      command: ['no-such-tool', '{original}', '{decoded}'],
    });
    expect(await metric.available()).toMatch(/^no-such-tool not found: put it on PATH/);
  });
});

test.each([
  [{ paretoMetric: 2 }, 'paretoMetric is the version of the recipe format, 1; got 2'],
  [{ better: undefined }, 'better: '],
  [{ command: ['x', '{original}'] }, 'command: {decoded} is missing'],
  [{ command: ['x', '{original}', '{decoded}', '{input}'] }, 'command: {input} is none of'],
  [{ value: { pattern: '(' } }, 'Invalid regular expression'],
  [{ value: { path: 'a' } }, 'value: expected {"pattern"'],
  [{ accepts: { channels: [1], depths: [8] } }, 'colour is never made grey'],
  [{ input: 'ppm' }, 'accepts.channels: ppm holds 3 channels'],
  [{ scale: 'value' }, 'scale: value is of metrics whose higher values are better'],
  [{ colour: true }, 'colour'],
  [{ files: ['none.bin'] }, 'file none.bin cannot be read'],
])('a recipe with %j is refused', async (changes, message) => {
  const made = metricOf('print', changes);
  await expect(made).rejects.toThrow(message);
  await expect(made).rejects.toThrow('recipe.json: ');
});

const example = fileURLToPath(new URL('../../../examples/phash.json', import.meta.url));

test.skipIf(findCommand('compare') === null)('the example runs (ImageMagick)', async () => {
  const { metric } = await (await openMetricTable({ commands: [`phash:${example}`] })).load(
    'phash',
  );
  expect(metric.version).toMatch(/^[0-9.-]+\+[0-9a-f]{12}$/);
  const city = await loadImageFile(
    fileURLToPath(new URL('../../../datasets/sample/city.png', import.meta.url)),
  );
  expect(await scoreOf(metric, city, city)).toBe(0);
  const dark = { ...city, data: city.data.map((value) => value >> 2) };
  expect(await scoreOf(metric, city, dark)).toBeGreaterThan(1);
});
