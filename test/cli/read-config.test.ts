import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { sweepFileOptions } from '#src/cli/options/sweep.js';
import { configJsonSchema, readConfig } from '#src/cli/read-config.js';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(fileOf(name), 'utf8'));
const published = 'docs/sweep.schema.json';

const text = JSON.stringify(configJsonSchema('sweep', sweepFileOptions), null, 2);
if (process.env['UPDATE'] === '1') writeFileSync(fileOf(published), `${text}\n`);

test('the published schema is that of the options; UPDATE=1 writes it anew', () => {
  expect(JSON.stringify(read(published), null, 2)).toBe(text);
});

function saved(content: unknown): string {
  const file = path.join(scratch(), 'sweep.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('a file of options', () => {
  const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    read(published) as object,
  );

  test('gives what the command line would', () => {
    const options = {
      $schema: 'node_modules/paretobench/docs/sweep.schema.json',
      ...{ codec: ['jpeg', 'avif:speed=8,quality=30+60'], dataset: 'kodak,gb82-*', limit: 3 },
      ...{ quality: [30, 60.5], 'max-memory': 800, maps: true, measure: ['rd', 'timing'] },
    };
    expect(isValid(options)).toBe(true);
    expect(readConfig(saved(options), sweepFileOptions)).toEqual({
      ...{ codec: 'jpeg,avif:speed=8,quality=30+60', dataset: 'kodak,gb82-*', limit: 3 },
      ...{ quality: '30,60.5', 'max-memory': '800', maps: true, measure: 'rd,timing' },
    });
  });

  test.each([
    [{ codek: 'jpeg' }, /unknown option 'codek' in .*sweep\.json; did you mean codec\?/],
    [{ config: 'other.json' }, /unknown option 'config' in /],
    [{ constructor: 'x' }, /unknown option 'constructor' in /],
    [{ codec: 3 }, /sweep\.json: codec takes text, or a list of texts, got 3$/],
    [{ codec: ['jpeg', 3] }, /codec takes text, or a list of texts, got \["jpeg",3\]/],
    [{ jobs: '3' }, /jobs takes a number, got "3"/],
    [{ maps: 1 }, /maps takes true or false, got 1/],
    [{ quality: ['30'] }, /quality takes a number, a list of numbers, or text such as 30,60/],
    [{ 'max-memory': true }, /max-memory takes a size such as "2G", or a number of megabytes/],
    [{ crop: null }, /crop takes text, got null/],
    [[1], /expected an object of options such as .*, got \[1\]/],
    ['{', /sweep\.json is no JSON: /],
  ])('%j is refused, by the schema too', (content, message) => {
    const file = saved(content);
    expect(() => readConfig(file, sweepFileOptions)).toThrow(UsageError);
    expect(() => readConfig(file, sweepFileOptions)).toThrow(message);
    expect(isValid(content)).toBe(false);
  });

  test('that is not there is told by name', () => {
    const file = path.join(scratch(), 'none.json');
    expect(() => readConfig(file, sweepFileOptions)).toThrow(/none\.json cannot be read: ENOENT/);
  });

  test('of the examples is one, by the schema too', () => {
    expect(isValid(read('examples/sweep.json'))).toBe(true);
    expect(readConfig(fileOf('examples/sweep.json'), sweepFileOptions)).toHaveProperty('codec');
  });
});

test('the command line counts where both name an option', async () => {
  const out = scratch();
  const config = saved({ codec: ['jpeg:quality=50+90'], images: ['dog', 'city'], maps: true, out });
  const plan = async (...args: string[]) => {
    const { stdout } = await runPareto(
      ['sweep', '--config', config, '--dry-run', '--json', ...args],
      { cache: scratch() },
    );
    return JSON.parse(stdout).rd.jobs.length;
  };
  expect(await plan()).toBe(6);
  expect(await plan('--images', 'dog', '--codec=jpeg:quality=50')).toBe(2);
  const { status, stderr } = await runPareto(['sweep', '--config', saved({ codek: 'x' })], {
    cache: out,
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^pareto: unknown option 'codek' in [^\n]+\n$/);
});
