import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { demandOther, oddEnding, readCodingOptions } from '#src/cli/one-picture.js';
import { printWarning } from '#src/cli/output.js';
import { imageFormats } from '#src/image/format.js';
import { scratch } from '../support/scratch.ts';

test('options of the command line become those of the library', () => {
  const limits = { 'max-pixels-per-byte': 3, 'max-memory': '300', 'time-limit': 5 };
  const args = {
    ...{ plugin: 'a.js, b.json', threads: 2, 'max-pixels': 9, lenient: true, json: false },
    ...limits,
  };
  expect(readCodingOptions(args)).toEqual({
    plugins: ['a.js', 'b.json'],
    threads: 2,
    maxPixels: 9,
    maxPixelsPerByte: 3,
    maxMemoryBytes: 300e6,
    timeLimitSeconds: 5,
    lenient: true,
    onWarning: printWarning,
  });
  expect(readCodingOptions({ ...args, plugin: undefined }).plugins).toEqual([]);
  expect(() => readCodingOptions({ ...args, threads: 0 })).toThrow('--threads takes a whole');
  expect(() => readCodingOptions({ ...args, 'max-pixels': 0.5 })).toThrow('--max-pixels takes a');
  expect(() => readCodingOptions({ ...args, 'max-memory': '5' })).toThrow(
    "--max-memory takes 256M or more, got '5'",
  );
  expect(readCodingOptions({ ...args, 'max-memory': '2G' }).maxMemoryBytes).toBe(2e9);
  expect(() => readCodingOptions({ ...args, 'max-memory': 'much' })).toThrow(
    'takes a size such as 500M or 2G',
  );
  expect(() => readCodingOptions({ ...args, 'max-pixels-per-byte': 0 })).toThrow('above 0');
});

test('the file that is read is not written to, by whatever name', () => {
  const folder = scratch();
  const [source, soft, hard, other] = ['a', 'soft', 'hard', 'other'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string, string];
  writeFileSync(source, 'one');
  writeFileSync(other, 'one');
  symlinkSync(source, soft);
  linkSync(source, hard);
  for (const target of [source, soft, hard]) {
    expect(() => demandOther(source, target)).toThrow(UsageError);
    expect(() => demandOther(source, target)).toThrow(`${target} is the file that is read`);
  }
  demandOther(source, other);
  demandOther(source, path.join(folder, 'new'));
});

test('an ending is right, unknown and told, or of another format and refused', () => {
  const known = Object.values(imageFormats);
  const odd = (target: string) => oddEnding(target, imageFormats.jpeg, known);
  expect([odd('a.jpg'), odd('a.b.JPEG')]).toEqual([null, null]);
  expect(odd('a.bin')).toBe("JPEG files end in .jpg, and 'a.bin' does not");
  expect(odd('jpg')).toBe("JPEG files end in .jpg, and 'jpg' does not");
  expect(() => odd('a.png')).toThrow(UsageError);
  expect(() => odd('a.png')).toThrow("and 'a.png' promises PNG; name it otherwise");
});
