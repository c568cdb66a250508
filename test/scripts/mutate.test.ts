import { describe, expect, it } from 'vitest';
import { applyChange, findCandidates } from '../../scripts/mutate/candidates.js';
import { drawOrder } from '../../scripts/mutate/choose.js';
import { readEquivalents, staleEquivalents } from '../../scripts/mutate/equivalents.js';
import { readRoom } from '../../scripts/mutate/room.js';
import { testsOf } from '../../scripts/mutate/tests.js';

/** What a source of one line can become. */
function mutantsOf(source: string): string[] {
  return findCandidates('a.ts', source).map((candidate) => applyChange(source, candidate));
}

describe('findCandidates', () => {
  it.each([
    ['f(a < b);', ['f(a <= b);', 'f(a > b);', ';']],
    ['f(a /* < */ >= b);', ['f(a /* < */ > b);', 'f(a /* < */ < b);', ';']],
    ['const c = a ?? b;', ['const c = a;', 'const c = b;']],
    ['const c = a && b;', ['const c = a || b;']],
    ['const c = (a + b) * 2;', ['(a - b) * 2', '(a + b) / 2', '(a + b) * 3', '(a + b) * 1']],
    ['i++;', ['i--;', ';']],
    ['const c = [true, 0, ``];', ['[false, 0, ``]', '[true, 1, ``]', '[true, (-1), ``]']],
    ["const c = { a: 'b' };", ["{ a: '' }"]],
    ['const c = a?.b ? -d : !e;', ['!(a?.b) ? -d', 'a.b ? -d', ' d : !e', '-d : e']],
    ['const c = a.sort(f);', ['const c = a;']],
    ['const c = Math.max(a, b);', ['const c = Math.min(a, b);']],
    ['const f = (): boolean => a;', ['=> true', '=> false']],
    ['function f(): number | undefined { return a; }', ['return 0', 'return undefined']],
    ['if (a) { b(); }', ['if (!(a))', '{ ; }']],
  ])('changes %s in every way that it knows', (source, expected) => {
    const mutants = mutantsOf(source);
    for (const part of expected) {
      expect(mutants.some((mutant) => mutant.replaceAll('  ', ' ').includes(part))).toBe(true);
    }
    expect(new Set(mutants).size).toBe(mutants.length);
    expect(mutants).not.toContain(source);
  });

  it('leaves types, names of properties and imports as they are', () => {
    const source = "import { a } from './a.js';\ntype T = 1 | 'x';\nconst c = { 'b': a as 2 };";
    expect(mutantsOf(source)).toEqual([]);
  });

  it('knows what changes the text of an error alone', () => {
    const source = "throw new RangeError(n + 1 + ' is many');";
    const wordings = findCandidates('a.ts', source).filter(({ inMessage }) => inMessage);
    expect(wordings.map(({ after }) => after)).toEqual(['-', '2', '0', '-', "''"]);
  });

  it('gives keys that stay where lines move, and tells equal changes apart', () => {
    const keysOf = (source: string) => findCandidates('a.ts', source).map(({ key }) => key);
    const source = 'const c = a < b;\nconst d = e < f || g < h;';
    expect(new Set(keysOf(source)).size).toBe(keysOf(source).length);
    expect(keysOf(`// more\n\n${source.replaceAll('\n', '\n  ')}`)).toEqual(keysOf(source));
    expect(keysOf(source)[0]).toBe('a.ts | const c = a < b; | < -> <=');
  });
});

describe('drawOrder', () => {
  const byFile = new Map([
    ['a', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['b', [11, 12]],
    ['c', [21, 22, 23, 24]],
  ]);

  it('holds every change once, and the same for the same seed', () => {
    const order = drawOrder(byFile, 3);
    expect(order.toSorted((a, b) => a - b)).toEqual([...byFile.values()].flat());
    expect(drawOrder(byFile, 3)).toEqual(order);
    expect(drawOrder(byFile, 4)).not.toEqual(order);
  });

  it('takes one of every file before a second of any', () => {
    const files = drawOrder(byFile, 3).map((number) => Math.floor(number / 10));
    expect(files.slice(0, 3).toSorted()).toEqual([0, 1, 2]);
    expect(files.slice(3, 6).toSorted()).toEqual([0, 1, 2]);
    expect(files.slice(-4)).toEqual([0, 0, 0, 0]);
  });
});

describe('testsOf', () => {
  const namers = new Map([
    ['src/a/x.ts', new Set(['src/a/y.ts', 'test/a/x.test.ts', 'src/b/z.ts'])],
    ['src/a/y.ts', new Set(['test/a/y.test.ts'])],
    ['src/b/z.ts', new Set(['test/b/z.test.ts', 'src/a/y.ts'])],
  ]);

  it('puts the test that mirrors a file first, then those of its room', () => {
    const far = ['test/a/y.test.ts'];
    expect(testsOf('src/a/x.ts', namers, 0)).toEqual({ near: ['test/a/x.test.ts'], far });
    expect(testsOf('src/a/x.ts', namers, 1).far).toEqual([...far, 'test/b/z.test.ts']);
  });
});

describe('the equivalent changes', () => {
  it('name changes that are still there, each once and with a reason', async () => {
    const equivalents = await readEquivalents();
    const keys = equivalents.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { reason } of equivalents) expect(reason.length).toBeGreaterThan(10);
    for (const room of new Set(keys.map((key) => key.split('/')[1]!))) {
      const { candidates } = await readRoom(process.cwd(), room);
      expect(staleEquivalents(equivalents, room, [...candidates.values()].flat())).toEqual([]);
    }
  });
});
