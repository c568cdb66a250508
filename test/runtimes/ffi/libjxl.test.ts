import { afterAll, describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { sharp } from '#src/image/files/sharp.js';
import type { NativeLibrary } from '#src/runtimes/ffi/ffi.js';
import { openLibjxl } from '#src/runtimes/ffi/libjxl.js';
import { openJxlDecoder } from '#src/runtimes/ffi/libjxl-decode.js';
import { openJxlEncoder } from '#src/runtimes/ffi/libjxl-encode.js';
import { openJxlJpeg } from '#src/runtimes/ffi/libjxl-jpeg.js';
import { fromRaster, toBytes } from '#src/runtimes/sharp.js';
import { keepChatterBack } from '../../support/chatter.ts';
import { picture } from '../../support/photos.ts';

keepChatterBack();

const found = openLibjxl();
const reason = 'missing' in found ? `: skipped, ${found.missing}` : '';
const image = picture(40, 30);

describe.skipIf(reason !== '')(`libjxl${reason}`, () => {
  const { library } = found as { library: NativeLibrary };

  describe('encoder and decoder', () => {
    const encoder = openJxlEncoder(library, 1);
    const decoder = openJxlDecoder(library);
    afterAll(() => encoder.close());
    const encode = (distance: number) =>
      encoder.encode(image, { distance, photonNoise: 0, frame: { effort: 3 } });

    it('at distance 0 every sample comes back', () => {
      const decoded = decoder.decode(encode(0), 1200);
      expect(decoded.image).toMatchObject({ width: 40, height: 30, channels: 3, depth: 8 });
      expect(Buffer.compare(decoded.image.data as Uint8Array, image.data as Uint8Array)).toBe(0);
    });

    it('a greater distance takes fewer bytes', () => {
      const lengths = [1, 4, 12].map((distance) => encode(distance).length);
      expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
      expect(new Set(lengths).size).toBe(3);
    });

    it('a picture above the limit, and broken files, are WorkErrors', () => {
      const bytes = encode(0);
      expect(() => decoder.decode(bytes, 1199)).toThrow(/40x30.*1199/);
      for (const broken of [bytes.subarray(0, 60), new Uint8Array(60), new Uint8Array()]) {
        expect(() => decoder.decode(broken, 1200)).toThrow(WorkError);
      }
      expect(() =>
        encoder.encode(image, { distance: 0, photonNoise: 0, frame: { effort: 99 } }),
      ).toThrow(WorkError);
    });
  });

  it('a JPEG file comes back byte for byte out of fewer bytes', async () => {
    const jpeg = await toBytes(fromRaster(picture(160, 120)).jpeg({ quality: 90 }));
    const recompression = openJxlJpeg(library, 1);
    const bytes = recompression.recompress(jpeg, 3);
    expect(bytes.length).toBeLessThan(jpeg.length);
    expect(Buffer.compare(recompression.reconstruct(bytes, jpeg.length), jpeg)).toBe(0);
    expect(() => recompression.reconstruct(bytes, jpeg.length - 1)).toThrow(
      /larger than \d+ bytes/,
    );
    expect(() => recompression.recompress(Uint8Array.of(1, 2, 3), 3)).toThrow(WorkError);
    // Its pixels are those that libjpeg decodes, but for rounding and smoother chroma.
    const plain = await sharp(jpeg).raw().toBuffer();
    const { data } = openJxlDecoder(library).decode(bytes, 160 * 120).image;
    const far = plain.filter((sample, i) => Math.abs(sample - data[i]!) > 12);
    expect(far.length).toBeLessThan(plain.length / 100);
    recompression.close();
  });
});
