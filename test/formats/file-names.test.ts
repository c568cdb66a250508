import { expect, test } from 'vitest';
import { fileNames, slugOf } from '#src/formats/file-names.js';

test('titles become names that every file system takes, and no way out of a folder', () => {
  expect(slugOf('avif:speed=0,chroma=4:2:0')).toBe('avif-speed-0-chroma-4-2-0');
  expect(slugOf('../../etc/passwd')).toBe('etc-passwd');
  expect(slugOf('<img src=x onerror="alert(1)">')).toBe('img-src-x-onerror-alert-1');
  expect(slugOf('..')).toBe('unnamed');
  expect(slugOf('x'.repeat(500))).toHaveLength(100);
});

test('names are all different', () => {
  expect(fileNames(['a b', 'A:B', 'a-b', 'a-b-2', 'c'])).toEqual([
    ...['a-b', 'a-b-2', 'a-b-3', 'a-b-2-2', 'c'],
  ]);
});
