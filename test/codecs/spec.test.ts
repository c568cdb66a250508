import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { type Param, rateKnob, type Settings, sweepOf, type Value } from '#src/base/params.js';
import { parseSpecList } from '#src/base/spec-list.js';
import type { Codec } from '#src/codecs/codec.js';
import { codecs } from '#src/codecs/registry.js';
import { expandRequest, printed } from '#src/codecs/spec.js';
import { tryResolve } from './support.js';

const all = await Promise.all(codecs.names.map((id) => codecs.load(id)));
const byId = (id: string): Codec => all.find((codec) => codec.id === id)!;

function expand(text: string, grid?: readonly number[]): string[] {
  return parseSpecList(text).flatMap((request) => {
    const codec = byId(request.id);
    return expandRequest(codec, request, grid ? { grid } : {}).map((settings) =>
      printed(codec, settings),
    );
  });
}

describe('expandRequest', () => {
  it('makes every combination', () => {
    expect(expand('avif:speed=0+10,quality=30+60')).toEqual([
      'avif:speed=0,quality=30',
      'avif:speed=0,quality=60',
      'avif:speed=10,quality=30',
      'avif:speed=10,quality=60',
    ]);
  });

  it('visits the swept grid of a rate knob that is not given', () => {
    const grid = sweepOf(byId('webp').params['quality'])!;
    expect(expand('webp')).toEqual(grid.map((quality) => `webp:quality=${quality}`));
    expect(grid).toEqual(expect.arrayContaining([30, 60, 75, 90]));
  });

  it('visits the given grid in its place, but never beside a value that is given', () => {
    expect(expand('webp,jpeg:quality=5', [20, 40])).toEqual([
      'webp:quality=20',
      'webp:quality=40',
      'jpeg:quality=5',
    ]);
    expect(() => expand('webp', [101])).toThrow(/quality is integer 1\.\.100, got '101'/);
  });

  it('reads no ratio, step or parameter of a quantiser as a quality', () => {
    const other =
      /quality is given, but the rate of jpeg2000 is set by ratio .*jpeg2000:ratio=200\+5/;
    expect(() => expand('jpeg2000', [30])).toThrow(other);
    expect(() => expand('vvc', [30])).toThrow(/set by qp .*as in vvc:qp=47\+17/);
    expect(expand('jpeg2000:ratio=30', [20])).toEqual(['jpeg2000:ratio=30']);
    expect(expand('jpeg2000:lossless=true', [20])).toEqual(['jpeg2000:lossless=true']);
  });

  it('knows that the knob depends on the other settings', () => {
    expect(expand('jxl:lossless=true', [20])).toEqual(['jxl:lossless=true']);
    expect(expand('jxl:lossless=true+false', [20])).toEqual([
      'jxl:lossless=true',
      'jxl:quality=20',
    ]);
    expect(expand('jxl:distance=1+2', [20])).toEqual(['jxl:distance=1', 'jxl:distance=2']);
    expect(expand('raw,png', [20])).toEqual(['raw', 'png']);
  });

  it('leaves duplicates out', () => {
    expect(expand('jpeg:quality=30+30+30.0')).toEqual(['jpeg:quality=30']);
    expect(expand('png:level=6+9')).toEqual(['png', 'png:level=9']);
  });

  it.each([
    ['jpeg:qualty=3', /unknown setting of jpeg 'qualty'; did you mean quality\?/],
    ['jpeg:quality=0', /quality is integer 1\.\.100/],
    ['jpeg:chroma=4:1:1', /chroma is one of 4:2:0, 4:2:2, 4:4:0, 4:4:4/],
    [
      'jpeg:mozjpeg=true,trellis=true',
      /trellis=true has no effect beside engine=sharp,mozjpeg=true/,
    ],
    ['webp:lossless=true,quality=30', /no effect/],
    ['jxl:distance=1,quality=30', /no effect/],
    ['jxl:engine=jsquash,lossless=true', /no effect/],
    ['jpeg:constructor=1', /unknown setting/],
  ])('refuses %s', (text, message) => {
    expect(() => expand(text)).toThrow(UsageError);
    expect(() => expand(text)).toThrow(message);
  });
});

/** Legal values of a parameter. */
function legalValue(param: Param): fc.Arbitrary<Value> {
  switch (param.type) {
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...param.values);
    case 'integer':
      return fc.integer({ min: param.min, max: param.max });
    case 'number':
      return fc.double({ min: param.min, max: param.max, noNaN: true });
  }
}

/** Settings in full of some codec, from legal values of some of its parameters. */
const settled: fc.Arbitrary<{ codec: Codec; settings: Settings }> = fc
  .constantFrom(...all)
  .chain((codec) => {
    const choices = Object.entries(codec.params).map(([name, param]) =>
      fc.option(legalValue(param).map((value) => [name, value] as const)),
    );
    return fc.tuple(...choices).map((chosen) => {
      const given = Object.fromEntries(chosen.filter((pair) => pair !== null));
      return { codec, settings: tryResolve(codec, given) };
    });
  })
  .filter((pair): pair is { codec: Codec; settings: Settings } => pair.settings !== null);

describe('the printed form', () => {
  it('gives the settings back when it is read', () => {
    fc.assert(
      fc.property(settled, ({ codec, settings }) => {
        const text = printed(codec, settings);
        const requests = parseSpecList(text);
        expect(requests).toHaveLength(1);
        expect(expandRequest(codec, requests[0]!)).toEqual([settings]);
      }),
      { numRuns: 2000 },
    );
  });

  it('can be joined into a list', () => {
    fc.assert(
      fc.property(fc.array(settled, { minLength: 1, maxLength: 5 }), (pairs) => {
        const list = pairs.map(({ codec, settings }) => printed(codec, settings)).join(',');
        const read = parseSpecList(list).map((request) => expandRequest(byId(request.id), request));
        expect(read).toEqual(pairs.map(({ settings }) => [settings]));
      }),
    );
  });
});

/** Nothing set, or one choice: some knobs are there only with a palette, say, or by another engine. */
function waysOf({ params }: Codec): Record<string, Value>[] {
  return [
    {},
    ...Object.entries(params).flatMap(([name, param]): Record<string, Value>[] => {
      if (param.type === 'boolean') return [{ [name]: true }];
      return param.type === 'choice' ? param.values.map((value) => ({ [name]: value })) : [];
    }),
  ];
}

describe('swept grids', () => {
  it.each(all.map((codec) => [codec.id, codec] as const))(
    'of %s are legal and sorted',
    (_, codec) => {
      for (const [name, param] of Object.entries(codec.params)) {
        const grid = sweepOf(param);
        if (grid === null || !(param.type === 'integer' || param.type === 'number')) continue;
        // From small files to large ones: some knobs fall on that way.
        const falls = grid.length > 1 && grid[0]! > grid.at(-1)!;
        expect(grid.toSorted((a, b) => (falls ? b - a : a - b))).toEqual(grid);
        expect(new Set(grid).size).toBe(grid.length);
        for (const value of grid) {
          const knobs = waysOf(codec).flatMap((way) => {
            const settings = tryResolve(codec, { ...way, [name]: value });
            return settings === null ? [] : [rateKnob(codec.params, settings)];
          });
          expect(knobs).toContain(name);
        }
      }
    },
  );
});
