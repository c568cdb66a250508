import { describe, expect, test } from 'vitest';
import { sameSamples } from '#src/image/compare.js';
import { channelsOf, encodeForeign, foreignFormats } from '#src/image/files/foreign-formats.js';
import { decodeImage } from '#src/image/files/load.js';
import { createRaster } from '#src/image/raster.js';

const magic = { png: '\x89PNG', ppm: 'P6', pnm: 'P', pam: 'P7' } as const;

describe.each(foreignFormats)('%s', (format) => {
  test.each(
    channelsOf(format).flatMap(
      (channels) =>
        [
          [channels, 8],
          [channels, 16],
        ] as const,
    ),
  )('holds the very samples of %i channels of %i bit', async (channels, depth) => {
    const values = Array.from({ length: 6 * channels }, (_, i) => i * (depth === 8 ? 9 : 2500));
    const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
    const image = createRaster({ width: 2, height: 3, channels, depth, data });
    const bytes = await encodeForeign(format, image);
    expect(Buffer.from(bytes).toString('latin1').startsWith(magic[format])).toBe(true);
    const decoded = await decodeImage(bytes, { name: format });
    expect(decoded).toMatchObject({ channels, depth });
    expect(sameSamples(decoded, image)).toBe(true);
  });
});
