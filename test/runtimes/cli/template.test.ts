import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import type { Params } from '#src/base/params.js';
import { checkTemplate, fillTemplate } from '#src/runtimes/cli/template.js';

const number = { type: 'integer', min: 0, max: 100, default: 50, meaning: 'a test' } as const;
const params: Params = {
  quality: number,
  fast: { type: 'boolean', default: false, meaning: 'a test' },
  tiles: { ...number, default: null } as unknown as Params[string],
};

describe('fillTemplate', () => {
  test('puts values in the place of names, and leaves others as they are', () => {
    const template = ['-q{quality}', '{input}:{output}', '{unknown}', '{constructor}'];
    expect(fillTemplate(template, { input: 'a', output: 'b' }, { quality: 30 })).toEqual([
      ...['-q30', 'a:b', '{unknown}', '{constructor}'],
    ]);
  });

  test('a place is stronger than a setting of its name', () => {
    expect(fillTemplate(['{input}'], { input: 'a' }, { input: 'b' })).toEqual(['a']);
  });

  test('arguments that depend on a setting', () => {
    const template = [
      { if: 'fast', args: ['--fast', '{quality}'], otherwise: ['--slow'] },
      { if: 'quality', is: 30, args: ['--thirty'] },
      { if: 'tiles', args: ['--tiles'] },
    ];
    expect(fillTemplate(template, {}, { fast: true, quality: 30, tiles: 0 })).toEqual([
      ...['--fast', '30', '--thirty', '--tiles'],
    ]);
    expect(fillTemplate(template, {}, { fast: false, quality: 31 })).toEqual(['--slow']);
  });
});

describe('checkTemplate', () => {
  const places = ['input', 'output'];
  const check = (template: Parameters<typeof checkTemplate>[1], more = {}) =>
    checkTemplate('encode', template, { places, params, ...more });

  test('takes what always has a value, and the others under their condition', () => {
    check(['{input}', '{output}', '-q{quality}'], { wanted: places });
    check([{ if: 'tiles', args: ['{tiles}'], otherwise: ['{quality}'] }]);
  });

  test.each([
    [['{inptu}'], {}, 'encode: {inptu} is none of input, output, quality, fast, tiles'],
    [['{input}'], { wanted: places }, 'encode: {output} is missing'],
    [
      ['{tiles}'],
      {},
      'encode: {tiles} has not always a value; put it into {"if": "tiles", "args": […]}',
    ],
    [
      [{ if: 'tiles', args: [], otherwise: ['{tiles}'] }],
      {},
      'encode: {tiles} has not always a value; put it into {"if": "tiles", "args": […]}',
    ],
    [
      [{ if: 'constructor', args: [] }],
      {},
      'encode: "if" names the setting \'constructor\', which there is not',
    ],
    [
      [],
      { params: { input: number } },
      'settings: {input} has a meaning of its own; name the setting otherwise',
    ],
  ])('refuses %j', (template, more, message) => {
    expect(() => check(template, more)).toThrow(new UsageError(message, { code: 'broken-recipe' }));
  });
});
