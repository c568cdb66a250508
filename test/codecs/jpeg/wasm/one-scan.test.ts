import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { picture } from '../../../support/photos.ts';

test('the bits of each unit are those that counting before coding tells, at any scale', async () => {
  const pipeline = await openJpegPipeline();
  const image = picture(90, 61);
  const [counted] = pipeline.readUnits(image, [{ of: 'bits', quality: 75 }]);
  const file = pipeline.encode(pipeline.planes(image, [2, 2]), { quality: 75 });
  for (const scale of [1, 2, 4, 8] as const) {
    const { bits } = pipeline.decode(file, { scale, wantsBits: true });
    expect(bits).toMatchObject({ unitWidth: 16, unitHeight: 16, bits: counted!.sums });
  }
});
