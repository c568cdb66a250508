import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openFolder } from '#src/server/storage/folder.js';
import { scratch } from '../../support/scratch.ts';

const request = {
  ...{ bytes: Buffer.from('bytes'), contentType: 'image/png', extension: 'png' },
  ...{ path: null, bucket: null, project: null, public: true },
};

test('an answer without a name is named by its content', async () => {
  const folder = path.join(scratch(), 'made');
  const stored = await openFolder(folder, 'https://cdn.example').store(request);
  const [name] = readdirSync(folder);
  expect(name).toMatch(/^[0-9a-f]{32}\.png$/);
  expect(stored.publicUrl).toBe(`https://cdn.example/${name}`);
  expect(readFileSync(path.join(folder, name!), 'utf8')).toBe('bytes');
});

test('a link that leads out of the folder is not followed', async () => {
  const base = scratch();
  const [inside, outside] = ['in', 'out'].map((name) => path.join(base, name));
  mkdirSync(inside!);
  mkdirSync(outside!);
  symlinkSync(outside!, path.join(inside!, 'link'));
  const provider = openFolder(inside!, '');
  await expect(provider.store({ ...request, path: 'link/a.png' })).rejects.toThrow(
    /below the folder/,
  );
  expect(readdirSync(outside!)).toEqual([]);
  expect((await provider.store({ ...request, path: 'a/b.png' })).publicUrl).toBeNull();
});

test('a folder that cannot be is refused', () => {
  const file = path.join(scratch(), 'file');
  writeFileSync(file, '');
  expect(() => openFolder(file, '')).toThrow(/storage-folder takes a folder/);
});
