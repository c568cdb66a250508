import { describe, expect, test } from 'vitest';
import { readOptimizeOptions } from '#src/optimize/options.js';
import { optimizeOptionsOf } from '#src/server/optimize-options.js';
import { optimization } from '#src/server/request-schemas.js';

const optionsOf = (given: object, accept?: string, namesFormats = false) =>
  optimizeOptionsOf(optimization.parse(given), { namesFormats }, accept);

describe('what a client asks for', () => {
  test.each([
    [{}, { preset: 'low', quality: 80, lossyPng: true, keep: [] }],
    [{ quality: 50 }, { preset: 'high', quality: 50 }],
    [{ preset: 'low' }, { preset: 'low', quality: 80, lossyPng: undefined }],
    [{ max_bytes: 9000 }, { maxBytes: 9000 }],
    [{ target: { metric: 'psnr', value: 40 } }, { target: 'psnr=40' }],
    [{ strip_metadata: false }, { keep: expect.arrayContaining(['exif', 'xmp']) }],
    [{ max_reduction: 30 }, { maxReduction: 30 }],
    [{ allow_format_conversion: true }, { accept: '*/*' }],
    [{ preferred_formats: ['webp'] }, { formats: ['webp'], quality: 80 }],
    [
      { preferred_formats: ['webp', 'avif'], quality: 61 },
      { formats: ['webp', 'avif'], preset: 'medium' },
    ],
  ])('%j', async (given, expected) => {
    const options = optionsOf(given);
    expect(options).toMatchObject(expected);
    await readOptimizeOptions(options);
  });

  test('a named format of Accept is negotiated unless conversion is refused', async () => {
    const header = 'image/webp,*/*';
    expect(optionsOf({}, header, true)).toMatchObject({ accept: header });
    expect(optionsOf({}, header, true)).not.toHaveProperty('quality');
    expect(optionsOf({ allow_format_conversion: false }, header, true)).not.toHaveProperty(
      'accept',
    );
    await readOptimizeOptions(optionsOf({ quality: 40 }, header, true));
  });

  test('what contradicts itself is refused', () => {
    const both = { preferred_formats: ['webp'], allow_format_conversion: false };
    expect(() => optionsOf(both)).toThrow(/preferred_formats and allow_format_conversion exclude/);
    expect(() => optionsOf({ quality: 5, max_bytes: 9 })).toThrow(/quality and max_bytes exclude/);
  });
});
