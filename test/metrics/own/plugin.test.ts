import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { openMetricTable } from '#src/metrics/table.js';
import { picture } from '../../support/photos.ts';
import { scratch } from '../../support/scratch.ts';

const example = fileURLToPath(new URL('../../../examples/mean-error.js', import.meta.url));
const [original, decoded] = [picture(30, 20), picture(30, 20, 2)];

let folder: string;
beforeEach(() => {
  folder = scratch();
});

/** A plugin whose only metric is this, as source text. */
function plugin(metric: string, version = ''): string {
  const file = path.join(folder, 'mine.mjs');
  writeFileSync(file, `export const pluginApi = 1; ${version} export const metrics = [${metric}];`);
  return file;
}

const metric = (rest: string, score = '({ value: 3 })') =>
  `{ id: 'mine', title: 'Mine', better: 'lower', ${rest}
     prepare: async () => ({ score: async () => (${score}), close() {} }) }`;

const load = async (file: string) =>
  (await (await openMetricTable({ plugins: [file] })).load('mine')).metric;

describe('a metric of a plugin', () => {
  test('of the example computes what it says', async () => {
    const table = await openMetricTable({ plugins: [example] });
    const { metric: found, source } = await table.load('mean-error');
    expect(source).toMatchObject({ plugin: example, id: 'mean-error' });
    expect(found).toMatchObject({ version: '1+1', shortTitle: 'Mean absolute error', perfect: 0 });
    const { value, map } = await scorePair(found, original, decoded, { map: true });
    const differences = Array.from(original.data, (each, i) => Math.abs(each - decoded.data[i]!));
    const sum = differences.reduce((before, each) => before + each, 0);
    expect(value).toBeCloseTo(sum / original.data.length / 255, 12);
    expect(map!.data).toHaveLength(600);
    expect((await scorePair(found, original, original)).value).toBe(0);
  });

  test('needs little, and gets the defaults', async () => {
    const found = await load(plugin(metric('')));
    expect(found).toMatchObject({ decimals: 4, scale: null, minSide: 1, map: null });
    expect(found.version).toMatch(/^1\+[0-9a-f]{12}$/);
    expect(await found.available()).toBe(true);
    expect(await scorePair(found, original, decoded)).toEqual({
      ...{ value: 3, worstTile: null, map: null },
    });
  });

  test('has the version of its plugin in its own', async () => {
    const found = await load(plugin(metric("version: '7',"), "export const version = 'b';"));
    expect(found.version).toBe('7+b');
  });

  test.each([
    ['undefined', 'score is to give { value }, a number; it gave undefined'],
    ["({ value: '3' })", 'it gave 3'],
    ['({ value: NaN })', 'it gave NaN'],
    ['({ value: 1, worstTile: { x: 0 } })', 'worstTile gives no such value: y'],
    ['({ value: 1, map: { width: 30, height: 20, data: [] } })', '30x20 values'],
  ])('that gives %s is told so', async (score, message) => {
    const found = await load(plugin(metric('', score)));
    await expect(scorePair(found, original, decoded)).rejects.toThrow(`mine: `);
    await expect(scorePair(found, original, decoded)).rejects.toThrow(message);
  });

  test.each([
    ['7', 'metrics[0] is no metric: it: '],
    ["{ id: 'mine', title: 'Mine', better: 'lower' }", 'prepare: a function is missing'],
    [metric("id: '../x',"), 'id: small letters'],
    [metric("id: 'psnr',"), "the id 'psnr' is taken by this program"],
    [metric("id: 'available',"), "the id 'available' is taken by this program"],
    [`${metric('')}, ${metric('')}`, "the id 'mine' is taken by a metric of"],
    [metric("scale: 'value',"), 'scale: value is of metrics whose higher values'],
    [metric('map: { full: 1 },'), 'map.meaning'],
  ])('%s is refused', async (source, message) => {
    const failure = await load(plugin(source)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain('mine.mjs');
    expect((failure as Error).message).toContain(message);
  });

  test('may come beside codecs, whose plugins bring no metric', async () => {
    const codecs = fileURLToPath(new URL('../../../examples/quantise-deflate.js', import.meta.url));
    const recipe = fileURLToPath(new URL('../../../examples/jpeg-cli.json', import.meta.url));
    const table = await openMetricTable({ plugins: [codecs, recipe, example, example] });
    expect(table.names.at(-1)).toBe('mean-error');
    expect(table.names).not.toContain('quantise-deflate');
  });
});
