import path from 'node:path';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readManifest } from '#src/datasets/manifest.js';
import { temporaryFolder } from '../support/folders.js';

const file = {
  name: 'a',
  file: 'sub/a.png',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  bytes: 10,
  width: 2,
  height: 3,
};
const manifest = {
  schema: 1,
  id: 'mine',
  title: 'Mine',
  description: 'A set',
  licence: 'CC0-1.0',
  source: 'https://example.org',
  files: [file],
};

async function read(content: unknown, name = 'mine.json') {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return readManifest(path.join(await temporaryFolder({ [name]: text }), name));
}

test('a whole manifest is read', async () => {
  expect(await read(manifest)).toEqual(manifest);
  const more = { ...file, name: 'b', file: 'b.png', urls: ['https://example.org/b'], licence: 'x' };
  const full = { ...manifest, attribution: 'Someone', files: [file, more] };
  expect(await read(full)).toEqual(full);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /cannot be read/],
  ['a newer schema', { ...manifest, schema: 2, new: true }, /has schema 2, this version reads 1/],
  ['no files', { ...manifest, files: [] }, /is broken: files/],
  ['an id that is not its name', { ...manifest, id: 'other' }, /has the id 'other'.*says 'mine'/],
  ['an unknown key', { ...manifest, colour: 'red' }, /is broken:.*colour/],
  ['a checksum too short', { ...manifest, files: [{ ...file, sha256: 'ab' }] }, /files: 0: sha256/],
  ['a path that leaves', { ...manifest, files: [{ ...file, file: '../a.png' }] }, /files: 0: file/],
  ['an absolute path', { ...manifest, files: [{ ...file, file: '/a.png' }] }, /files: 0: file/],
  ['a file URL', { ...manifest, files: [{ ...file, urls: ['file:///a'] }] }, /urls: 0/],
  [
    'a name twice',
    { ...manifest, files: [file, { ...file, file: 'b.png' }] },
    /two files with the name 'a'/,
  ],
  [
    'a file twice',
    { ...manifest, files: [file, { ...file, name: 'b' }] },
    /two files with the file 'sub\/a\.png'/,
  ],
])('%s is refused in one line', async (_name, content, message) => {
  const failure = read(content);
  await expect(failure).rejects.toThrow(WorkError);
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toThrow(/^manifest \S+mine\.json [^\n]+$/);
});

test('a manifest that is not there is named', async () => {
  await expect(readManifest('/no/such.json')).rejects.toThrow(
    /^manifest \/no\/such\.json cannot be read/,
  );
});

test('what all images are is one of the known classes', async () => {
  expect((await read({ ...manifest, content: 'screen' })).content).toBe('screen');
  await expect(read({ ...manifest, content: 'photo' })).rejects.toThrow(/broken: content: /);
});
