import sharp from 'sharp';
import { expect, test } from 'vitest';
import { quickEffort } from '#src/image/files/quick-coding.js';
import { writeWebp } from '#src/resize/fast/webp/writer.js';
import { readPictureOptions } from '#src/resize/options.js';
import { kinds, samplesOf } from '../png/pictures.ts';

test.each(['rgb', 'grey', 'rgba'])(
  '%s has the bytes that the libraries give to the same pixels',
  async (kind) => {
    const file = kinds[kind]!;
    const { width, height, channels, data } = await samplesOf(file);
    for (const quality of [undefined, 40]) {
      const ask = readPictureOptions('resize', { format: 'webp', quality });
      const made = await writeWebp({ width, height, channels: channels as 1 | 3 | 4, data }, ask);
      const wanted = await sharp(file)
        .webp({ quality: quality ?? 80, effort: quickEffort })
        .toBuffer();
      expect(Buffer.compare(made, wanted)).toBe(0);
    }
  },
);
