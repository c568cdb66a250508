import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSubjects, joinSides, subjectKey, subjectOf } from '#src/compare/pairs.js';
import { rdOf } from '../support/records.ts';

const webp = (quality: number, image: string, effort = 4) =>
  rdOf({
    spec: `webp:effort=${effort},quality=${quality}`,
    image,
    settings: { effort, quality },
    knob: 'quality',
  });
const none = new Set<string>();

test('records of one image and setting are a pair, whatever the engine', () => {
  const after = { ...webp(50, 'a'), engine: { ...webp(50, 'a').engine, version: '9' } };
  const [joined, ...others] = joinSides([webp(50, 'a'), webp(50, 'b')], [after], none);
  expect(others).toEqual([]);
  expect(joined!.pairs.map(({ a, b }) => [a.image, b.engine.version])).toEqual([['a', '9']]);
  expect(joined!.onlyA.map(({ image }) => image)).toEqual(['b']);
  expect(joined!.onlyB).toEqual([]);
});

test('of several records of one image the last written counts', () => {
  const old = { ...webp(50, 'a'), bytes: 1, at: '2026-01-01T00:00:00Z' };
  const now = { ...webp(50, 'a'), bytes: 2, at: '2026-01-02T00:00:00Z' };
  for (const side of [
    [old, now],
    [now, old],
  ]) {
    const [joined] = joinSides(side, [webp(50, 'a')], none);
    expect(joined!.pairs[0]!.a.bytes).toBe(2);
  }
});

test('settings that may differ take no part, nor stand in the name', () => {
  const ignore = new Set(['effort']);
  const [joined] = joinSides([webp(50, 'a', 4)], [webp(50, 'a', 6)], ignore);
  expect(joined!.pairs).toHaveLength(1);
  expect(joined!.subject.spec).toBe('webp:quality=50');
  expect(joinSides([webp(50, 'a', 4)], [webp(50, 'a', 6)], none)).toHaveLength(2);
  expect(subjectKey(webp(50, 'a', 4), ignore)).toEqual(subjectKey(webp(50, 'b', 6), ignore));
});

test('subjects are sorted by data set, crop and name, numbers by value', () => {
  const specs = [webp(100, 'a'), webp(9, 'a'), { ...webp(9, 'a'), crop: '8x8' }];
  const sorted = specs.map((each) => subjectOf(each, none)).sort(compareSubjects);
  expect(sorted.map(({ spec, crop }) => [spec, crop])).toEqual([
    ['webp:effort=4,quality=9', null],
    ['webp:effort=4,quality=100', null],
    ['webp:effort=4,quality=9', '8x8'],
  ]);
});

test('every image is in one place: in a pair, or on the side that has it, sorted', () => {
  const image = fc.constantFrom<string>('a', 'b', 'c9', 'c10', 'd');
  fc.assert(
    fc.property(fc.array(image), fc.array(image), (a, b) => {
      const [joined] = joinSides(
        a.map((each) => webp(50, each)),
        b.map((each) => webp(50, each)),
        none,
      );
      const of = (wanted: (each: string) => boolean) => ['a', 'b', 'c9', 'c10', 'd'].filter(wanted);
      const names = (records: readonly { image: string }[] = []) =>
        records.map((each) => each.image);
      expect(names(joined?.pairs.map((pair) => pair.a))).toEqual(
        of((each) => a.includes(each) && b.includes(each)),
      );
      expect(names(joined?.pairs.map((pair) => pair.b))).toEqual(
        names(joined?.pairs.map((pair) => pair.a)),
      );
      expect(names(joined?.onlyA)).toEqual(of((each) => a.includes(each) && !b.includes(each)));
      expect(names(joined?.onlyB)).toEqual(of((each) => b.includes(each) && !a.includes(each)));
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('the printed form is that of B, of A where B has none', () => {
  const [old, now] = ['webp', 'webp:new'].map((spec) => ({ ...webp(50, 'a'), spec }));
  expect(joinSides([old!], [now!], none)[0]!.subject.spec).toBe('webp:new');
  expect(joinSides([old!], [], none)[0]!.subject.spec).toBe('webp');
  expect(joinSides([], [now!], none)[0]!.subject.spec).toBe('webp:new');
});

test('subjects that are equal tie; each of data set, crop and name decides in turn', () => {
  const subject = { dataset: 's', crop: 'c', codec: 'x', spec: 'x' };
  const sorted = [
    { ...subject, dataset: 'r', crop: 'z' },
    { ...subject, crop: null, spec: 'z' },
    { ...subject, crop: 'b', spec: 'z' },
    subject,
    { ...subject, spec: 'y' },
  ];
  for (const [i, x] of sorted.entries()) {
    for (const [j, y] of sorted.entries()) {
      expect(Math.sign(compareSubjects(x, { ...y }))).toBe(Math.sign(i - j));
    }
  }
});
