import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { listFolder } from '#src/datasets/folder.js';
import { temporaryFolder } from '../support/folders.js';

async function namesIn(...files: string[]): Promise<string[]> {
  const content = Object.fromEntries(files.map((file) => [file, 'x']));
  const images = await listFolder(await temporaryFolder(content));
  return images.map(({ name }) => name);
}

test('images at any depth, in natural order, other files left out', async () => {
  expect(await namesIn('a10.png', 'a2.JPG', 'b/c.webp', 'notes.txt', 'b/d/e.ppm')).toEqual([
    'a2',
    'a10',
    'b/c',
    'b/d/e',
  ]);
});

test('hidden files and folders are left out', async () => {
  expect(await namesIn('a.png', '._a.png', '.cache/b.png', 'c/.d/e.png')).toEqual(['a']);
});

test('names that would clash keep their extension, the others do not', async () => {
  expect(await namesIn('a.png', 'a.jpg', 'b.png', 'sub/a.png')).toEqual([
    'a.jpg',
    'a.png',
    'b',
    'sub/a',
  ]);
});

test('paths lead to the files', async () => {
  const folder = await temporaryFolder({ 'sub/a.png': 'x' });
  expect(await listFolder(folder)).toEqual([
    { name: 'sub/a', path: path.join(folder, 'sub', 'a.png'), content: 'sub' },
  ]);
  expect(await listFolder(path.relative('.', folder))).toEqual(await listFolder(folder));
});

test('a subfolder is a class, by its first name; what is called otherwise has the usual name', async () => {
  const folder = await temporaryFolder({
    ...{ 'a.png': 'x', 'Photos/b.png': 'x', 'maps/c.png': 'x', 'screenshots/2024/d.png': 'x' },
  });
  const contents = (await listFolder(folder)).map(({ name, content }) => [name, content]);
  expect(contents).toEqual([
    ['a', undefined],
    ['maps/c', 'maps'],
    ['Photos/b', 'photograph'],
    ['screenshots/2024/d', 'screen'],
  ]);
});

test.skipIf(process.platform === 'win32')('a pipe or device is no folder', async () => {
  const pipe = path.join(await temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const given of [pipe, '/dev/zero']) {
    await expect(listFolder(given)).rejects.toThrow(`'${given}' is a pipe or device; expected`);
  }
});

test('one image file is a folder of one', async () => {
  const file = path.join(await temporaryFolder({ 'a.b.png': 'x', 'c.png': 'x' }), 'a.b.png');
  expect(await listFolder(file)).toEqual([{ name: 'a.b', path: file }]);
});

test('no images: the folder and the extensions are named', async () => {
  const folder = await temporaryFolder({ 'notes.txt': 'x' });
  const failure = listFolder(folder);
  await expect(failure).rejects.toThrow(UsageError);
  await expect(failure).rejects.toThrow(
    `folder '${folder}' holds no images; expected files of .png`,
  );
  await expect(listFolder(path.join(folder, 'notes.txt'))).rejects.toThrow(UsageError);
  await expect(listFolder(path.join(folder, 'none'))).rejects.toThrow(UsageError);
});
