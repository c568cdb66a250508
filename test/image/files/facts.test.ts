import { describe, expect, test } from 'vitest';
import { readFileFacts } from '#src/image/files/facts.js';
import { sharp } from '#src/image/files/sharp.js';

const raw = { width: 6, height: 4, channels: 3 } as const;
const still = () => sharp(new Uint8Array(72).fill(90), { raw });

describe('readFileFacts', () => {
  test('a plain picture', async () => {
    expect(await readFileFacts(await still().jpeg().toBuffer())).toEqual({
      ...{ width: 6, height: 4, orientation: 1, hasAlpha: false, frames: 1, icc: null },
    });
  });

  test('sides are those of the picture upright', async () => {
    const turned = await still().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await readFileFacts(turned)).toMatchObject({ width: 4, height: 6, orientation: 6 });
  });

  test('a profile of other colours is told, one of sRGB is none', async () => {
    const wide = await still().withIccProfile('p3').png().toBuffer();
    expect((await readFileFacts(wide)).icc!.length).toBeGreaterThan(100);
    const usual = await still().withIccProfile('srgb').png().toBuffer();
    expect((await readFileFacts(usual)).icc).toBe(null);
  });

  test('a file that is none is told', async () => {
    await expect(readFileFacts(new Uint8Array(50))).rejects.toMatchObject({ code: 'broken-image' });
  });
});
