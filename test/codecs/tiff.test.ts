import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { sharp } from '#src/image/files/sharp.js';
import { arm, picture, roundTrip, withSession } from './support.js';

const coded = async (text: string, image = picture({ width: 90, height: 60 })) => {
  const coder = await arm(text);
  return withSession(coder, (session) => roundTrip(session, coder, image));
};

/** The values of the first image file directory by tag (TIFF 6.0, section 2), little-endian. */
function tagsOf(bytes: Uint8Array): Map<number, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(view.getUint32(0, true)).toBe(0x002a4949);
  const start = view.getUint32(4, true);
  const count = view.getUint16(start, true);
  const entries = Array.from({ length: count }, (_, i) => start + 2 + 12 * i);
  return new Map(entries.map((at) => [view.getUint16(at, true), view.getUint16(at + 8, true)]));
}

describe('TIFF', () => {
  it.each([
    ['none', 1],
    ['lzw', 5],
    ['jpeg', 7],
    ['deflate', 8],
    ['packbits', 32773],
    ['webp', 50001],
  ])('says that it is compressed by %s', async (compression, code) => {
    const tags = tagsOf((await coded(`tiff:compression=${compression}`)).bytes);
    expect(tags.get(259)).toBe(code);
  });

  it('predicts horizontally unless told', async () => {
    for (const [settings, code] of [
      ['compression=deflate', 2],
      ['compression=lzw', 2],
      ['predictor=none', 1],
    ] as const) {
      expect(tagsOf((await coded(`tiff:${settings}`)).bytes).get(317) ?? 1).toBe(code);
    }
  });

  it('names the library that compresses', async () => {
    const name = async (text: string) => {
      const { codec, settings } = await arm(text);
      return codec.engine(settings).name;
    };
    expect(await name('tiff:compression=lzw')).toBe('libtiff');
    expect(await name('tiff:compression=deflate')).toBe('libtiff+zlib-ng');
    expect(await name('tiff:compression=jpeg,quality=50')).toBe('libtiff+mozjpeg');
  });

  it('refuses samples of floating point', async () => {
    const pixels = Float32Array.from({ length: 300 }, (_, i) => i / 300);
    const options = { compression: 'none', predictor: 'none' } as const;
    const raw = { width: 10, height: 10, channels: 3 } as const;
    const file = await sharp(pixels, { raw }).toColourspace('scrgb').tiff(options).toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('float');
    const coder = await arm('tiff');
    await withSession(coder, async (session) => {
      await expect(session.decode(file, untimed)).rejects.toThrow(/samples of type float/);
    });
  });
});
