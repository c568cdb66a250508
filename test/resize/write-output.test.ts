import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeOutput } from '#src/resize/write-output.js';
import { scratch } from '../support/scratch.ts';

test('an output is there whole, and its folder', () => {
  const file = path.join(scratch(), 'a/b/c.bin');
  writeOutput(file, Uint8Array.of(1, 2, 3));
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
});
