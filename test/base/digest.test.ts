import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { digestFile } from '#src/base/digest.js';
import { scratch } from '../support/scratch.ts';

test('the digest of abc is the one of FIPS 180-4', async () => {
  const file = path.join(scratch(), 'abc');
  writeFileSync(file, 'abc');
  expect(await digestFile(file)).toEqual({
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    bytes: 3,
  });
});

test('a file of several pieces is digested whole', async () => {
  const file = path.join(scratch(), 'long');
  const content = Buffer.alloc(2_500_000, 'pieces of a file; ');
  writeFileSync(file, content);
  expect(await digestFile(file)).toEqual({
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: 2_500_000,
  });
});
