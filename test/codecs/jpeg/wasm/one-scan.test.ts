import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { picture } from '../../../support/photos.ts';

test('the bits of each unit are those that counting before coding tells, at any scale', async () => {
  const pipeline = await openJpegPipeline();
  const image = picture(90, 61);
  for (const subsampling of [[2, 2], [1, 1]] as const) {
    const [counted] = pipeline.countBits(image, subsampling, [75]);
    const file = pipeline.encode(pipeline.planes(image, subsampling), { quality: 75 });
    for (const scale of [1, 2, 4, 8] as const) {
      expect(pipeline.decode(file, { scale, wantsBits: true }).bits).toEqual(counted);
    }
  }
});
