import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { parseSpec, parseSpecList, printSpecList } from '#src/base/spec-list.js';
import { idText, nameText, valueText } from '../support/specs.ts';

describe('parseSpecList', () => {
  it('gives a part without an id to the codec before it and splits alternatives', () => {
    expect(parseSpecList('jpeg,avif:speed=0+10,quality=30+60,sprig:entropy=rans+jpegls')).toEqual([
      { id: 'jpeg', alternatives: {} },
      { id: 'avif', alternatives: { speed: ['0', '10'], quality: ['30', '60'] } },
      { id: 'sprig', alternatives: { entropy: ['rans', 'jpegls'] } },
    ]);
  });

  it('keeps colons inside a value', () => {
    expect(parseSpecList('jpeg:chroma=4:2:0+4:4:4,jpeg:quality=3')).toEqual([
      { id: 'jpeg', alternatives: { chroma: ['4:2:0', '4:4:4'] } },
      { id: 'jpeg', alternatives: { quality: ['3'] } },
    ]);
    expect(parseSpecList('jpeg,chroma=4:2:0')[0]?.alternatives).toEqual({ chroma: ['4:2:0'] });
  });

  it('allows space around parts', () => {
    expect(parseSpecList(' jpeg , quality = 30 + 60 ')).toEqual([
      { id: 'jpeg', alternatives: { quality: ['30', '60'] } },
    ]);
  });

  it.each([
    '',
    ',',
    'jpeg,',
    'jpeg:',
    ':quality=3',
    'quality=3',
    'quality=3,jpeg',
    'jpeg:quality=',
    'jpeg:quality=3+',
    'jpeg:quality=+3',
    'jpeg:=3',
    'jpeg:quality',
    'jpeg:quality:3',
    'jpeg:quality=3,quality=4',
    'jpeg:__proto__=3',
    'jpeg/x',
    '-',
  ])('refuses %j', (text) => {
    expect(() => parseSpecList(text)).toThrow(UsageError);
  });

  it('shows the form that it expects', () => {
    expect(() => parseSpecList('quality=3')).toThrow(/avif:speed=0\+10,quality=30\+60/);
    expect(() => parseSpecList('jpeg:quality=3,quality=4')).toThrow(/quality=30\+60/);
  });
});

describe('printSpecList', () => {
  const requests = fc.array(
    fc.record({
      id: idText,
      alternatives: fc.dictionary(nameText, fc.array(valueText, { minLength: 1, maxLength: 3 }), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('gives a text that parseSpecList reads back', () => {
    fc.assert(
      fc.property(requests, (list) => {
        expect(parseSpecList(printSpecList(list))).toEqual(list);
      }),
      { numRuns: 1000 },
    );
  });

  it('prints what it read in the same letters', () => {
    for (const text of [
      'raw',
      'jpeg,avif:speed=0+10,quality=30+60,sprig:entropy=rans+jpegls',
      'cli:folder/my-codec.json,level=1+3,note=2,jpeg:chroma=4:2:0',
    ]) {
      expect(printSpecList(parseSpecList(text))).toBe(text);
    }
  });
});

it('a recipe without a file is told as that', () => {
  expect(() => parseSpecList('cli:')).toThrow("'cli:' names no file; expected cli:my-codec.json");
  expect(() => parseSpecList('jpeg,cli:,speed=3')).toThrow(/'cli:' names no file/);
});

describe('parseSpec', () => {
  it('reads one codec with one value of each setting', () => {
    expect(parseSpec('raw')).toEqual({ id: 'raw', given: {} });
    expect(parseSpec('avif:speed=8,chroma=4:2:0')).toEqual({
      id: 'avif',
      given: { speed: '8', chroma: '4:2:0' },
    });
    expect(parseSpec('cli:a.json,level=3')).toEqual({ id: 'cli:a.json', given: { level: '3' } });
  });

  it('refuses alternatives and more than one codec, and says so', () => {
    expect(() => parseSpec('avif:speed=8,quality=30+60')).toThrow(
      new UsageError(
        'avif: quality=30+60 are 2 alternatives; expected one value, as in quality=30',
        { code: 'wrong-spec' },
      ),
    );
    expect(() => parseSpec('jpeg,avif:speed=3,raw')).toThrow(
      new UsageError("'jpeg,avif:speed=3,raw' names 3 codecs; expected one", {
        code: 'wrong-spec',
      }),
    );
    expect(() => parseSpec('quality=3')).toThrow(/names no codec/);
  });
});

it('the file of a recipe without its prefix is told how it is named', () => {
  expect(() => parseSpecList('my/codec.json,quality=30')).toThrow(
    /'my\/codec\.json'.*; cli:my\/codec\.json is the codec of a recipe/,
  );
});
