import { describe, expect, it } from 'vitest';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../support/score.ts';
import { arm, picture, roundTrip, withSession } from './support.js';

const image = picture({ width: 160, height: 96, grain: 2 });

async function coded(text: string, original = image) {
  const png = await arm(text);
  return withSession(png, (session) => roundTrip(session, png, original));
}

describe('PNG', () => {
  it('gains by adaptive filters, and they are on unless told', async () => {
    const { bytes } = await coded('png');
    expect((await coded('png:filter=adaptive')).bytes).toEqual(bytes);
    expect((await coded('png:filter=none')).bytes.length).toBeGreaterThan(bytes.length * 1.1);
  });

  it.each([
    [1, 8, 0],
    [1, 16, 0],
    [3, 8, 2],
    [3, 16, 2],
    [4, 8, 6],
    [4, 16, 6],
  ] as const)('stores %i channels of %i bits as they are', async (channels, depth, colourType) => {
    const original = picture({ width: 20, height: 10, channels, depth });
    const { bytes, decoded } = await coded('png', original);
    // IHDR: bit depth at 24, colour type at 25 (PNG specification, 11.2.1).
    expect([bytes[24], bytes[25]]).toEqual([depth, colourType]);
    expect([decoded.channels, decoded.depth]).toEqual([channels, depth]);
  });

  it('interlaces where it is told to', async () => {
    expect((await coded('png')).bytes[28]).toBe(0);
    expect((await coded('png:progressive=true')).bytes[28]).toBe(1);
  });

  it('keeps to the size of the palette, and loses less with more colours', async () => {
    const scores = [];
    for (const colours of [2, 16, 256]) {
      const { decoded } = await coded(`png:palette=true,colours=${colours}`);
      const seen = new Set<number>();
      for (let i = 0; i < decoded.data.length; i += 3) {
        seen.add((decoded.data[i]! << 16) | (decoded.data[i + 1]! << 8) | decoded.data[i + 2]!);
      }
      expect(seen.size).toBeLessThanOrEqual(colours);
      scores.push(await scoreOf(psnr, image, decoded));
    }
    expect(scores[0]).toBeLessThan(scores[1]!);
    expect(scores[1]).toBeLessThan(scores[2]!);
  });
});
