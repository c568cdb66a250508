import path from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '#src/formats/importers.js';
import { temporaryFolder } from '../support/folders.ts';

const none = new Map<string, string>();
const ids = ['psnr'];
const batch = JSON.stringify({
  field_descriptions: [{ original_name: '' }, { quality: '' }, { bpp: '' }, { ssimulacra2: '' }],
  field_values: [['a', 50, 1, 70]],
});

async function folderOf(files: Record<string, string | Uint8Array>) {
  const folder = await temporaryFolder(files);
  return (name: string, columns: ReadonlyMap<string, string> = none) =>
    readSources(path.join(folder, name), { columns, metrics: ids });
}

test('a file is read by what it is', async () => {
  const read = await folderOf({
    'vtm.json': '{"results": {"bpp": [1], "psnr-rgb": [NaN]}}',
    'b.json': batch,
    't.CSV': 'bpp,psnr\n1,30\n',
  });
  expect(['vtm.json', 'b.json', 't.CSV'].map((name) => read(name)[0]!.curves[0]!.format)).toEqual([
    ...['compressai', 'codec-compare', 'table'],
  ]);
});

test('a list of batches is read with the batches beside it, and nothing elsewhere', async () => {
  const read = await folderOf({
    ...{ 'a.json': batch, 'b.json': batch, 'batches.json': '[["a.json"], ["b.json"]]' },
    'up.json': '[["../a.json"]]',
  });
  expect(read('batches.json').map(({ file }) => path.basename(file))).toEqual(['a.json', 'b.json']);
  expect(() => read('up.json')).toThrow('names ../a.json; only files beside it are read');
});

test('what cannot be read is told with the file', async () => {
  const read = await folderOf({
    ...{
      'x.json': '<html>',
      'y.json': '{}',
      'z.csv': 'a,b\n',
      'u.csv': Buffer.from('\uFEFFa', 'utf16le'),
    },
    'vtm.json': '{"results": {"bpp": [1]}}',
  });
  expect(() => read('none.json')).toThrow(/none\.json cannot be read: ENOENT/);
  expect(() => read('x.json')).toThrow(/x\.json is no JSON; a result file of CompressAI/);
  expect(() => read('y.json')).toThrow(/y\.json cannot be imported: expected results, codecs/);
  expect(() => read('z.csv')).toThrow(/z\.csv cannot be imported: a column bpp/);
  expect(() => read('u.csv')).toThrow('it is in UTF-16; save it as UTF-8');
  expect(() => read('vtm.json', new Map([['bpp', 'x']]))).toThrow('columns are of tables');
});
