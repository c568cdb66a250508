import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { smallPlanes } from '#src/resize/fast/jpeg/small-planes.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../../../support/photos.ts';

test('planes are decoded at the smallest scale that has samples enough', async () => {
  const jpeg = await fromRaster(picture(160, 120)).jpeg().toBuffer();
  const pipeline = await openJpegPipeline();
  const head = pipeline.readHead(jpeg);
  for (const [width, scale] of [
    [160, 1],
    [81, 1],
    [80, 2],
    [40, 4],
    [20, 8],
    [5, 8],
  ] as const) {
    const scaled = { width, height: Math.round((width * 3) / 4) };
    const made = smallPlanes(pipeline, jpeg, {
      ...{ scaled, window: { left: 0, top: 0, ...scaled }, filter: 'box', head },
      ...{ lenient: false, maxPixels: 1e6, subsampling: [2, 2] },
    });
    expect([made.scale, made.planes.width, made.damage]).toEqual([scale, width, null]);
  }
});
