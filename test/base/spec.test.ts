import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareValues,
  printSettings,
  printSpec,
  readSpec,
  type Spec,
  withoutSettings,
  withSetting,
} from '#src/base/spec.js';
import { idText, nameText, valueText } from '../support/specs.ts';

const specs: fc.Arbitrary<Spec> = fc.record({
  id: idText,
  settings: fc.array(fc.tuple(nameText, valueText), { maxLength: 4 }),
});

test('what is printed reads back, and prints the same once more', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const text = printSpec(spec);
      expect(readSpec(text)).toEqual(spec);
      expect(printSpec(readSpec(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test('text of any other form reads without an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { id, settings } = readSpec(text);
      expect(text.startsWith(id)).toBe(true);
      expect(settings.length).toBeLessThanOrEqual(text.split(',').length);
    }),
  );
  expect(readSpec('png:')).toEqual({ id: 'png', settings: [] });
  expect(readSpec('a=3,b=4')).toEqual({ id: 'a=3', settings: [['b', '4']] });
  expect(readSpec('some curve')).toEqual({ id: 'some curve', settings: [] });
  expect(readSpec(':y')).toEqual({ id: '', settings: [['y', null]] });
  expect(readSpec('x:y')).toEqual({ id: 'x', settings: [['y', null]] });
  expect(printSpec(readSpec('x:y'))).toBe('x:y');
});

test('a printed form is codec, colon, settings; of a recipe all is behind commas', () => {
  const settings = [
    ['chroma', '4:2:0'],
    ['quality', '3'],
  ] as const;
  expect(printSpec({ id: 'jpeg', settings })).toBe('jpeg:chroma=4:2:0,quality=3');
  expect(printSpec({ id: 'cli:a.json', settings })).toBe('cli:a.json,chroma=4:2:0,quality=3');
  expect(printSpec({ id: 'raw', settings: [] })).toBe('raw');
  expect(printSettings(Object.entries({ lossless: true, level: 3 }))).toBe('lossless=true,level=3');
});

describe('withoutSettings', () => {
  test.each([
    ['avif:speed=0,quality=50', ['quality'], 'avif:speed=0'],
    ['avif:speed=0,quality=50', ['speed', 'quality'], 'avif'],
    ['avif:speed=0,quality=50', ['qual', null], 'avif:speed=0,quality=50'],
    ['jpeg:chroma=4:2:0,quality=50', ['quality'], 'jpeg:chroma=4:2:0'],
    ['raw', ['quality'], 'raw'],
  ])('%s without %j', (text, names, rest) => expect(withoutSettings(text, names)).toBe(rest));
});

test('withSetting adds one behind the others', () => {
  expect(withSetting('avif:speed=0', 'quality', '50')).toBe('avif:speed=0,quality=50');
  expect(withSetting('avif', 'quality', '?')).toBe('avif:quality=?');
});

describe('compareValues', () => {
  test.each([
    ['jxl:distance=0.3', 'jxl:distance=12', -1],
    ['jxl:distance=0.5', 'jxl:distance=0.05', 1],
    ['jxl:distance=1e-7', 'jxl:distance=0.001', -1],
    ['x:bias=-3', 'x:bias=-20', 1],
    ['x:effort=3,distance=0.5', 'x:effort=3,distance=0.05', 1],
    ['x:effort=3,distance=0.5', 'x:effort=4,distance=0.05', -1],
    // Nothing is said of these.
    ['x:distance=1', 'y:distance=2', 0],
    ['x:distance=1', 'x:quality=2', 0],
    ['x:chroma=4:2:0', 'x:chroma=4:4:4', 0],
    ['x:level=1', 'x:level=fast', 0],
    ['x:level=1', 'x:level=1,more=2', 0],
    ['x:level=1,more=2', 'x:level=1', 0],
    ['x', 'x', 0],
  ])('%s and %s', (a, b, order) => {
    expect(Math.sign(compareValues(a, b))).toBe(order);
    expect(Math.sign(compareValues(b, a))).toBe(order === 0 ? 0 : -order);
  });
});
