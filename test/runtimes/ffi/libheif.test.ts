import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { NativeLibrary } from '#src/runtimes/ffi/ffi.js';
import { heifSupport, openLibheif } from '#src/runtimes/ffi/libheif.js';
import { openHeifDecoder } from '#src/runtimes/ffi/libheif-decode.js';
import { openHeifEncoder } from '#src/runtimes/ffi/libheif-encode.js';
import { picture } from '../../support/photos.ts';

const support = heifSupport();
const reason = support === true ? '' : `: skipped, ${support}`;
const image = picture(64, 48);

describe.skipIf(support !== true)(`libheif${reason}`, () => {
  const { library } = openLibheif() as { library: NativeLibrary };
  const encode = (quality: number | null, bits: 8 | 10 | 12 = 8) =>
    openHeifEncoder(library).encode(image, {
      ...{ quality, bits },
      parameters: { preset: 'ultrafast', chroma: quality === null ? '444' : '420' },
    });
  const decode = (bytes: Uint8Array, maxPixels = 64 * 48) =>
    openHeifDecoder(library).decode(bytes, maxPixels);

  it('without quality every sample comes back', () => {
    const decoded = decode(encode(null));
    expect(decoded).toMatchObject({ width: 64, height: 48, channels: 3, depth: 8 });
    expect(Buffer.compare(decoded.data as Uint8Array, image.data as Uint8Array)).toBe(0);
  });

  it('a lower quality takes fewer bytes; more than 8 bits come at depth 16', () => {
    const lengths = [90, 50, 10].map((quality) => encode(quality).length);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(new Set(lengths).size).toBe(3);
    expect(decode(encode(50, 10)).depth).toBe(16);
  });

  it('a picture above the limit, broken files and unknown parameters are WorkErrors', () => {
    const bytes = encode(50);
    expect(() => decode(bytes, 64 * 48 - 1)).toThrow(/64x48/);
    for (const broken of [bytes.subarray(0, bytes.length / 2), new Uint8Array(60)]) {
      expect(() => decode(broken)).toThrow(WorkError);
    }
    const parameters = { nonsense: 'on' };
    const options = { quality: 50, bits: 8, parameters } as const;
    expect(() => openHeifEncoder(library).encode(image, options)).toThrow(WorkError);
  });
});
