import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { openCodecCompressor } from '#src/estimate/codec-compressor.js';
import { exact } from '#src/estimate/estimators/exact.js';
import { findEstimated } from '#src/estimate/specs.js';
import { convert } from '#src/image/convert.js';
import { greyPicture, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const image = picture(120, 90);

test.each(['jpeg', 'webp:quality=30', 'png', 'qoi'])(
  'is the size of the encode: %s',
  async (spec) => {
    const { codec, settings } = await findEstimated(spec);
    const compressor = openCodecCompressor(codec, settings);
    for (const each of [
      image,
      picture(1, 1),
      greyPicture(40, 30),
      convert(image, { channels: 4, depth: 16 }),
    ]) {
      const sample = await exact.sample(questionOf(each, { compressor }));
      const { bytes } = await encode(each, spec);
      expect(sample).toEqual({ kind: 'whole', bytes: bytes.length, reason: null });
    }
    await compressor.close();
  },
);
