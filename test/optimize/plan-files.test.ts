import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { demandFormat, outputPath, planFiles } from '#src/optimize/plan-files.js';
import { scratch } from '../support/scratch.ts';

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = scratch();
  mkdirSync(at('in', 'deep'), { recursive: true });
  for (const file of ['in/a.jpg', 'in/b.png', 'in/deep/c.PNG', 'in/notes.txt', 'in/.hidden.png']) {
    writeFileSync(at(file), 'x');
  }
});
const plan = (out?: string, inPlace = false) => planFiles([at('in')], { out, inPlace });

describe('planFiles', () => {
  test('walks a folder, and keeps its structure', () => {
    const { files, passedOver, folder: report } = plan(at('out'));
    expect(files.map(({ input, stem, ending }) => [input, stem + ending])).toEqual([
      [at('in/a.jpg'), at('out/a.jpg')],
      [at('in/b.png'), at('out/b.png')],
      [at('in/deep/c.PNG'), at('out/deep/c.PNG')],
    ]);
    expect([passedOver, report]).toEqual([1, at('out')]);
  });

  test('pictures that differ in their ending alone keep it', () => {
    writeFileSync(at('in/a.png'), 'x');
    const stems = (mayConvert: boolean) =>
      planFiles([at('in')], { out: at('out'), inPlace: false, mayConvert }).files.map(
        ({ stem, ending }) => (mayConvert ? stem : stem + ending),
      );
    expect(stems(true)).toEqual([at('out/a.jpg'), at('out/a.png'), at('out/b'), at('out/deep/c')]);
    // Where no format changes every answer has the name of its input.
    const names = ['a.jpg', 'a.png', 'b.png', 'deep/c.PNG'];
    expect(stems(false)).toEqual(names.map((name) => at('out', name)));
  });

  test('the folder of answers is not walked, and neither are links', () => {
    mkdirSync(at('in/out'));
    writeFileSync(at('in/out/old.png'), 'x');
    symlinkSync(at('in/b.png'), at('in/link.png'));
    expect(plan(at('in/out')).files.map(({ input }) => path.basename(input))).toEqual([
      ...['a.jpg', 'b.png', 'c.PNG'],
    ]);
  });

  test('in place the answer is where the input was', () => {
    const [first] = plan(undefined, true).files;
    expect(first!.stem + first!.ending).toBe(first!.input);
  });

  test('one picture goes beside itself, into a folder, or to a file', () => {
    const one = (out?: string) => {
      const { files } = planFiles([at('in/a.jpg')], { out, inPlace: false });
      return files[0]!.stem + files[0]!.ending;
    };
    expect(one()).toBe(at('in/a.optimized.jpg'));
    expect(one(at('out'))).toBe(at('out/a.jpg'));
    expect(one(at('out/b.jpg'))).toBe(at('out/b.jpg'));
  });

  test.each([
    ['the folder that is read', () => plan(at('in')), /is the folder that is read/],
    [
      'the file that is read',
      () => planFiles([at('in/a.jpg')], { out: at('in'), inPlace: false }),
      /is the file that is read/,
    ],
    ['no folder of answers', () => plan(), /is a folder; name a folder for the answers/],
    ['both', () => plan(at('out'), true), /choose one/],
    ['nothing there', () => planFiles([at('no')], { inPlace: false }), /is not there/],
    [
      'one name twice',
      () => planFiles([at('in/a.jpg'), at('in/a.jpg')], { out: at('o'), inPlace: false }),
      /both become/,
    ],
  ])('%s is refused', (_, work, message) => {
    expect(work).toThrow(message);
  });
});

describe('demandFormat', () => {
  const file = { input: 'a.jpg', stem: 'out/a', ending: '.webp', isNamed: true };
  test('a name that was given asks for a format', () => {
    expect(() => demandFormat(file, ['jpeg'])).toThrow(/named as webp.*to be of jpeg/);
    for (const fine of [
      { file, allowed: ['jpeg', 'webp'] as const },
      { file: { ...file, isNamed: false }, allowed: ['jpeg'] as const },
      { file: { ...file, ending: '.new' }, allowed: ['jpeg'] as const },
    ]) {
      expect(() => demandFormat(fine.file, fine.allowed)).not.toThrow();
    }
  });
});

describe('outputPath', () => {
  const file = { input: 'a.JPG', stem: 'out/a', ending: '.JPG' };
  test.each([
    [true, 'jpeg', 'out/a.JPG'],
    [false, 'jpeg', 'out/a.JPG'],
    [false, 'avif', 'out/a.avif'],
  ])('same format %s, %s: %s', (isSame, format, expected) => {
    expect(outputPath(file, isSame, format)).toBe(expected);
  });
});
