import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { isFile, nameOf, readSource } from '#src/codecs/picture-source.js';
import { sharedScratch } from '../support/scratch.ts';
import { picture } from './support.ts';

const file = path.join(sharedScratch(), 'a b.bin');
const bytes = Uint8Array.of(1, 2, 3);
writeFileSync(file, bytes);

test('a file is a path, a URL or bytes, and samples are none', () => {
  for (const source of [file, pathToFileURL(file), bytes]) expect(isFile(source)).toBe(true);
  expect(isFile(picture({ width: 2, height: 2 }))).toBe(false);
});

test('reads paths and file URLs, and gives bytes as they are', async () => {
  for (const source of [file, pathToFileURL(file)]) {
    const read = await readSource(source, 'otherwise');
    expect([...read.bytes]).toEqual([1, 2, 3]);
    expect(read.name).toBe(file);
  }
  expect(await readSource(bytes, 'the original')).toEqual({ bytes, name: 'the original' });
});

test('what cannot be read is named', async () => {
  await expect(readSource('nowhere.png')).rejects.toThrow(
    new WorkError(
      "nowhere.png cannot be read: ENOENT: no such file or directory, open 'nowhere.png'",
      { code: 'cannot-read', data: { file: 'nowhere.png' } },
    ),
  );
  expect(() => nameOf(new URL('https://localhost/a.png'), '')).toThrow(
    new UsageError(
      'expected a file: URL, got https://localhost/a.png; fetch it and give its bytes',
    ),
  );
});

test('what is neither a file nor samples is told, for callers without types', async () => {
  for (const source of [undefined, null, 5]) {
    const given = source as unknown as string;
    const message = `expected a path, a file: URL, the bytes of a file or samples, got ${source}`;
    expect(() => nameOf(given, 'x')).toThrow(new UsageError(message));
    await expect(readSource(given)).rejects.toThrow(message);
  }
});
