import { expect, test } from 'vitest';
import { cutPieces } from '#src/optimize/metadata/heif-cut.js';

function box(type: string, ...contents: (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(contents.map((each) => Buffer.from(each as string, 'latin1')));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const u16 = (...values: number[]) => Buffer.concat(values.map((v) => Buffer.of(v >> 8, v & 255)));

/** Where data begin in the file that `fileOf` makes. */
const dataStart = (table: Buffer) => 8 + 8 + table.length + 8;

/** A file whose items lie at places of its data: version 0, of 2 bytes each, counted from a base of 2. */
function fileOf(
  data: string,
  items: readonly (readonly [id: number, at: number, length: number])[],
) {
  const table = (start: number): Buffer =>
    box(
      'iloc',
      Buffer.from('00000000', 'hex'),
      Buffer.from('2220', 'hex'),
      u16(items.length),
      ...items.map(([id, at, length]) => u16(id, 0, 5, 1, start + at - 5, length)),
    );
  const start = dataStart(table(5));
  const file = Buffer.concat([box('ftyp'), box('meta', table(start)), box('mdat', data)]);
  return { file, meta: { start: 16, end: 16 + table(5).length }, start };
}

/** What items are told to be. */
function itemsOf(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  const at = file.indexOf('iloc') + 4;
  return Array.from({ length: file.readUInt16BE(at + 6) }, (_, i) => {
    const item = at + 8 + 12 * i;
    const start = file.readUInt16BE(item + 4) + file.readUInt16BE(item + 8);
    return file.subarray(start, start + file.readUInt16BE(item + 10)).toString('latin1');
  });
}

test('pieces are cut out, and what stays is found', () => {
  const { file, meta, start } = fileOf('exifpicturexmptail', [
    [1, 4, 7],
    [2, 0, 4],
    [3, 11, 3],
    [4, 14, 4],
  ]);
  expect(itemsOf(file)).toEqual(['picture', 'exif', 'xmp', 'tail']);
  const going = [
    { start: start + 11, end: start + 14 },
    { start, end: start + 4 },
  ];
  const cut = cutPieces(file, { meta, going, items: new Set([2, 3]) })!;
  expect(cut.length).toBe(file.length - 7);
  expect(itemsOf(cut)).toEqual(['picture', 'p', 'p', 'tail']);
  expect(Buffer.from(cut).readUInt32BE(start - 8)).toBe(8 + 11);
});

test('null where it cannot be done', () => {
  const { file, meta, start } = fileOf('exifpicture', [
    [1, 4, 7],
    [2, 0, 4],
  ]);
  const items = new Set([2]);
  const going = [{ start, end: start + 4 }];
  expect(cutPieces(file, { meta, going, items })).not.toBeNull();
  // Nothing to cut, data outside the box for it, pieces that overlap, films, no table.
  expect(cutPieces(file, { meta, going: [], items })).toBeNull();
  expect(cutPieces(file, { meta, going: [{ start: 20, end: 24 }], items })).toBeNull();
  const twice = [...going, { start: start + 3, end: start + 5 }];
  expect(cutPieces(file, { meta, going: twice, items })).toBeNull();
  const film = Buffer.concat([file, box('moov')]);
  expect(cutPieces(film, { meta, going, items })).toBeNull();
  expect(cutPieces(file, { meta: { start: 0, end: 8 }, going, items })).toBeNull();
});

test('tables that are broken anywhere are no endless work', () => {
  const { file, meta, start } = fileOf('exifpicture', [[1, 4, 7]]);
  for (let at = meta.start; at < meta.end; at++) {
    for (const value of [0, 1, 0x7f, 0xff]) {
      const broken = Buffer.from(file);
      broken[at] = value;
      const cut = cutPieces(broken, {
        meta,
        going: [{ start, end: start + 4 }],
        items: new Set([2]),
      });
      expect(cut === null || cut.length === file.length - 4).toBe(true);
    }
  }
});
