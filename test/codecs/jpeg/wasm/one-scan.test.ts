import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { readJpegBits } from '#src/estimate/map/jpeg-bits.js';
import { jpegOf } from './seeds.ts';

test('the bits of each unit are those that reading the codes alone tells, at any scale', async () => {
  const pipeline = await openJpegPipeline();
  for (const chromaSubsampling of ['4:2:0', '4:4:4']) {
    const file = await jpegOf(90, 61, { chromaSubsampling });
    for (const scale of [1, 2, 4, 8] as const) {
      expect(pipeline.decode(file, { scale, wantsBits: true }).bits).toEqual(readJpegBits(file));
    }
  }
});
