import { expect, test } from 'vitest';
import { statesOtherColour } from '#src/image/files/other-colour.js';
import { sharp } from '#src/image/files/sharp.js';
import { readOtherwise } from '#src/sweeps/reread.js';
import { greyProfile, withChunk, withProfile } from '../../support/png.ts';

const grey = sharp(Uint8Array.of(9), { raw: { width: 1, height: 1, channels: 1 } });

test('whether a file states other colours than sRGB', async () => {
  const plain = await grey.clone().toColourspace('b-w').png().toBuffer();
  const states = (type: string, ...bytes: number[]) =>
    statesOtherColour(withChunk(plain, type, Uint8Array.from(bytes)));
  expect(await statesOtherColour(plain)).toBe(false);
  expect(await states('sRGB', 0)).toBe(false);
  expect(await states('cICP', 1, 13, 0, 1)).toBe(false);
  expect(await states('gAMA', 0, 1, 0x86, 0xa0)).toBe(true);
  expect(await states('cICP', 9, 16, 0, 1)).toBe(true);
  expect(await statesOtherColour(withProfile(plain, greyProfile(1)))).toBe(true);
  expect(await statesOtherColour(await grey.clone().avif().toBuffer())).toBe(false);
  expect(await statesOtherColour(Uint8Array.of(1, 2, 3))).toBe(false);
});

test('a file that is not there is read as ever', async () => {
  const image = { name: 'a', path: '/no/such/file.png', sha256: '0'.repeat(64), bytes: 1 };
  expect((await readOtherwise([image])).size).toBe(0);
});
