import { describe, expect, it } from 'vitest';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { openOxipng } from '#src/runtimes/wasm/oxipng.js';
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

  it('does not filter palettes, as the specification advises', async () => {
    const coder = await arm('png:palette=true,colours=16');
    expect(coder.settings['filter']).toBeUndefined();
    await expect(arm('png:palette=true,filter=adaptive')).rejects.toThrow(/filter.*no effect/);
  });
});

describe('oxipng', () => {
  it('makes smaller files than libpng, smaller at the highest level than at the lowest', async () => {
    const size = async (text: string) => (await coded(text)).bytes.length;
    const highest = await size('png:engine=oxipng,optimisation=6');
    expect(highest).toBeLessThan(await size('png:engine=oxipng,optimisation=0'));
    expect(highest).toBeLessThan(await size('png:level=9'));
  });

  it('stores grey as grey and opaque as opaque', async () => {
    const grey = convert(picture({ width: 40, height: 30, channels: 1 }), {
      channels: 4,
      depth: 16,
    });
    const { bytes, decoded } = await coded('png:engine=oxipng', grey);
    expect(bytes[25]).toBe(0);
    expect(sameSamples(grey, decoded)).toBe(true);
  });

  it('without native code makes the same pictures, and files as small', async () => {
    for (const setting of ['', ',progressive=true']) {
      const [alone, over] = [
        await coded(`png:engine=wasm${setting}`),
        await coded(`png:engine=oxipng${setting}`),
      ];
      expect(sameSamples(image, alone.decoded)).toBe(true);
      expect(alone.bytes.length / over.bytes.length).toBeCloseTo(1, 1);
      expect(alone.bytes[28]).toBe(over.bytes[28]);
    }
    await expect(arm('png:engine=wasm,palette=true')).rejects.toThrow(/palette.*no effect/);
  });

  it('goes on after a file that is none', async () => {
    const oxipng = await openOxipng();
    const options = { level: 1, interlaced: false };
    await expect(oxipng.optimise(new Uint8Array(99), options)).rejects.toThrow(/^oxipng: /);
    const { bytes } = await coded('png:level=1');
    expect((await oxipng.optimise(bytes, options)).length).toBeLessThan(bytes.length);
    oxipng.close();
  });
});
