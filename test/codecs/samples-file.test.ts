import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSamples, writeSamples } from '#src/codecs/samples-file.js';
import { scratch } from '../support/scratch.ts';

test.each([8, 16] as const)('samples of %i bits come back as they were written', async (depth) => {
  const whole = depth === 8 ? new Uint8Array(100) : new Uint16Array(100);
  for (let i = 0; i < whole.length; i++) whole[i] = 7 * i;
  const file = path.join(scratch(), 'samples');
  // A part of a larger buffer.
  const data = whole.subarray(3, 93);
  writeSamples(file, data);
  expect(readFileSync(file)).toHaveLength(90 * (depth / 8));
  expect(await readSamples(file, { depth, samples: 90 })).toEqual(data);
});

test('a file that is there is not written over, and one that is too short is an error', async () => {
  const file = path.join(scratch(), 'samples');
  writeFileSync(file, 'ab');
  expect(() => writeSamples(file, new Uint8Array(4))).toThrow('EEXIST');
  await expect(readSamples(file, { depth: 8, samples: 3 })).rejects.toThrow(
    'holds fewer samples than its picture has',
  );
});
