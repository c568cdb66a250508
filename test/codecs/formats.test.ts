import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import {
  demandName,
  fileFormats,
  formatOf,
  readableExtensions,
  readableTitles,
  requireFormat,
} from '#src/codecs/formats.js';
import { heicFormat } from '#src/codecs/heic/format.js';
import { jp2Format, jphFormat } from '#src/codecs/jpeg2000/formats.js';
import { jpeglsFormat } from '#src/codecs/jpegls/format.js';
import { jxlFormat } from '#src/codecs/jxl/format.js';
import { learnedFormat } from '#src/codecs/learned/format.js';
import { qoiFormat } from '#src/codecs/qoi/format.js';
import { codecs, jpegCodecs } from '#src/codecs/registry.js';
import { vvcFormat } from '#src/codecs/vvc/format.js';
import { type FileFormat, imageFormats, pam } from '#src/image/format.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Heads of files, by the format that they are to be taken for. */
const heads: readonly (readonly [format: FileFormat, head: string])[] = [
  [pam, 'P7\nWIDTH 1\n'],
  [imageFormats.pnm, 'P6\n1 1\n255\n'],
  [qoiFormat, 'qoif\0\0\0\x01'],
  [learnedFormat, 'PLc\x01'],
  [jxlFormat, '\xff\x0a\xfa'],
  [jxlFormat, '\0\0\0\x0cJXL \r\n\x87\n'],
  [heicFormat, '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  [heicFormat, '\0\0\0\x18ftypmif1\0\0\0\0miafheix'],
  [imageFormats.avif, '\0\0\0\x18ftypavif\0\0\0\0mif1miaf'],
  // A file type box of 256 bytes reads as a NAL unit behind a start code.
  [imageFormats.avif, '\0\0\x01\0ftypavif\0\0\0\0mif1miaf'],
  [jp2Format, '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 '],
  [jphFormat, '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjph '],
  [jp2Format, '\xff\x4f\xff\x51\0\x2f\0\0'],
  [jphFormat, '\xff\x4f\xff\x51\0\x2f\x40\0'],
  [imageFormats.jpeg, '\xff\xd8\xff\xc0\0\x0b'],
  [jpeglsFormat, '\xff\xd8\xff\xf7\0\x0b'],
  [vvcFormat, '\0\0\x01\0\x79'],
  [vvcFormat, 'VVC\x01\0\0\0\x01\0\x79'],
  [imageFormats.png, '\x89PNG\r\n\x1a\n'],
];

describe('formatOf', () => {
  test.each(heads)('$0.id of %j', (format, head) => expect(formatOf(latin1(head))).toBe(format));

  test.each([
    '',
    'qoi',
    'PLd',
    '\0\0\0\x18ftypmif1\0\0\0\0miafmif2',
    '\0\0\0\x18ftyphevm\0\0\0\0mif1',
    '\0\0\0\x0cjP  \r\n\x87\r',
    'VVC\x01',
  ])('nothing of %j', (head) => expect(formatOf(latin1(head))).toBeNull());

  test('every head is of one format alone, but PAM is a PNM, and JPEG-LS begins as JPEG', () => {
    const shared = ['pam pnm', 'jpegls jpeg', 'avif vvc'];
    for (const [, head] of heads) {
      const found = fileFormats.filter((each) => each.recognises(latin1(head)));
      if (found.length > 1) expect(shared).toContain(found.map(({ id }) => id).join(' '));
    }
  });
});

test('ids are told apart, and extensions but for those of families', () => {
  const ids = fileFormats.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const families = ['pam', 'heif', 'j2k', 'j2c', 'jpc'];
  const extensions = fileFormats.flatMap((each) => each.extensions);
  const shared = extensions.filter((each, i) => extensions.indexOf(each) !== i);
  expect(new Set(shared)).toEqual(new Set(families));
  // The first is the one that a file is given, and is of one format alone.
  const first = fileFormats.map((each) => each.extensions[0]);
  expect(new Set(first).size).toBe(first.length);
  for (const { title } of fileFormats) expect(title).toMatch(/\w/);
});

test('lists for messages and folders have every format once', () => {
  for (const { title, extensions } of fileFormats) {
    expect(readableTitles.filter((each) => each === title)).toHaveLength(1);
    for (const each of extensions) expect(readableExtensions).toContain(each);
  }
  expect(new Set(readableExtensions).size).toBe(readableExtensions.length);
});

test('a name that promises another format is told, those of a family go for each other', () => {
  expect(() => demandName('a.jpg', jpeglsFormat)).toThrow(
    'a.jpg holds JPEG-LS data; rename it to a.jls',
  );
  expect(() => demandName('a.jxl', imageFormats.png)).toThrow(
    'a.jxl holds PNG data; rename it to a.png',
  );
  expect(() => demandName('a.heic', imageFormats.avif)).toThrow('a.heic holds AVIF data');
  expect(() => demandName('a.png', pam)).toThrow('a.png holds PNM data');
  const fine = [
    ['a.heif', imageFormats.avif],
    ['a.heif', heicFormat],
    ['a.j2c', jphFormat],
    ['a.pam', pam],
    ['a.ppm', pam],
    ['a.pam', imageFormats.pnm],
    ['a', jxlFormat],
    ['a.bin', jxlFormat],
  ] as const;
  for (const [name, format] of fine) demandName(name, format);
});

test('every codec writes a format of the table', async () => {
  const formats = new Set<string>();
  for (const registry of [codecs, jpegCodecs]) {
    for (const id of registry.names) {
      const { format } = await registry.load(id);
      expect(fileFormats).toContain(format);
      formats.add(format.id);
    }
  }
  const unwritten = fileFormats.filter(({ id }) => !formats.has(id));
  expect(unwritten).toEqual([imageFormats.pnm, imageFormats.bmp]);
});

test('requireFormat tells what was expected and what came', () => {
  expect(() => requireFormat(latin1('qoif'), imageFormats.png)).toThrow(
    new WorkError('expected a file of format png, got a file of format qoi'),
  );
  expect(() => requireFormat(new Uint8Array(), pam)).toThrow('format pam, got an empty file');
  expect(() => requireFormat(new Uint8Array(9), pam)).toThrow('got a file of format unknown');
  expect(() => requireFormat(latin1('P7\n'), pam)).not.toThrow();
});

test('the table loads no library, no codec and not the container of the learned ones', () => {
  const source = fileURLToPath(new URL('../../src/', import.meta.url));
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(path.join(source, file), 'utf8');
    for (const [, target] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
      if (!target!.startsWith('.')) packages.add(target!);
      else visit(path.join(path.dirname(file), target!.replace(/\.js$/, '.ts')));
    }
  };
  visit('codecs/formats.ts');
  expect([...packages].sort()).toEqual(['fastest-levenshtein']);
  const light = /\/(?:formats?|codestream|jpegls-file|signature|errors|foreign-text)\.ts$/;
  expect([...seen].filter((file) => !light.test(`/${file}`))).toEqual([]);
});
