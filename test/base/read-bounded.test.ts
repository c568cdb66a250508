import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  fileBounds,
  openRegular,
  openRegularSync,
  readBounded,
  readBoundedSync,
  readIntoSync,
} from '#src/base/read-bounded.js';
import { scratch } from '../support/scratch.ts';

/** Both readers behind one signature. */
const readers: [string, (file: string, bound: number) => Promise<Buffer>][] = [
  ['readBounded', (file, bound) => readBounded(file, { bound })],
  ['readBoundedSync', async (file, bound) => readBoundedSync(file, { bound })],
];

describe.each(readers)('%s', (_name, read) => {
  test('reads a file whole, also through a link, up to its bound', async () => {
    const folder = scratch();
    const file = path.join(folder, 'a');
    writeFileSync(file, 'seven b');
    symlinkSync(file, path.join(folder, 'link'));
    expect((await read(file, 7)).toString()).toBe('seven b');
    expect((await read(path.join(folder, 'link'), 8)).toString()).toBe('seven b');
    await expect(read(file, 6)).rejects.toThrow(
      `${file} cannot be read: it has 7 bytes; at most 6 are expected`,
    );
    writeFileSync(file, '');
    expect(await read(file, 0)).toHaveLength(0);
  });

  test('refuses a file of which only the length is large before it takes memory', async () => {
    const file = path.join(scratch(), 'sparse');
    writeFileSync(file, '');
    truncateSync(file, 2 ** 40);
    await expect(read(file, fileBounds.picture)).rejects.toThrow('it has 1099511627776 bytes');
  });

  test('refuses what is no regular file, and waits for nothing', async () => {
    const folder = scratch();
    mkdirSync(path.join(folder, 'sub'));
    await expect(read(path.join(folder, 'sub'), 9)).rejects.toThrow('no regular file but a folder');
    await expect(read(path.join(folder, 'none'), 9)).rejects.toThrow('ENOENT');
    if (process.platform === 'win32') return;
    symlinkSync('/dev/zero', path.join(folder, 'zero'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    await expect(read('/dev/zero', 9)).rejects.toThrow('/dev/zero is no regular file but a device');
    await expect(read(path.join(folder, 'zero'), 9)).rejects.toThrow('no regular file');
    await expect(read(path.join(folder, 'pipe'), 9)).rejects.toThrow('but a pipe; write');
  });
});

test('errors have a code and the path, whatever the file is called', async () => {
  const told = { code: 'cannot-read', data: { file: '/no/such' } };
  const limits = { bound: 'recipe', name: 'recipe such' } as const;
  await expect(readBounded('/no/such', limits)).rejects.toMatchObject(told);
  await expect(readBounded('/no/such', limits)).rejects.toThrow(
    'recipe such cannot be read: ENOENT',
  );
  await expect(openRegular('/no/such', 'it')).rejects.toThrow('it cannot be read');
  expect(() => readBoundedSync('/no/such', limits)).toThrow('recipe such cannot be read');
});

test('a file to be read in pieces is regular as well', async () => {
  const file = path.join(scratch(), 'a');
  expect(openRegularSync(file)).toBeNull();
  expect(() => openRegularSync(path.dirname(file))).toThrow('is no regular file but a folder');
  await expect(openRegular(path.dirname(file))).rejects.toThrow('is no regular file but a folder');
});

test('a file is read into the room that is given for its size', () => {
  const folder = scratch();
  const file = path.join(folder, 'a');
  const room = new Uint8Array(9);
  const within = (size: number) => (size > 9 ? null : room.subarray(0, size));
  writeFileSync(file, 'seven b');
  expect(String(Buffer.from(readIntoSync(file, within)!))).toBe('seven b');
  writeFileSync(file, 'it has eleven');
  expect(readIntoSync(file, within)).toBeNull();
  writeFileSync(file, '');
  expect(readIntoSync(file, within)).toBeNull();
  expect(readIntoSync(path.join(folder, 'none'), within)).toBeNull();
  expect(readIntoSync(path.join(file, 'below'), within)).toBeNull();
  expect(() => readIntoSync(folder, within)).toThrow('is no regular file but a folder');
  // It becomes shorter while it is read.
  writeFileSync(file, 'seven b');
  const shortened = readIntoSync(file, (size) => {
    truncateSync(file, 3);
    return room.subarray(0, size);
  });
  expect(shortened).toBeNull();
});
