import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { createRaster } from '#src/image/raster.js';
import { distance } from './planes.ts';
import { cjpeg, djpeg, scene, testWithDjpeg } from './programs.ts';

const pipeline = await openJpegPipeline();
const sizes = [
  [101, 67],
  [4, 3],
  [5, 9],
  [1, 1],
  [2, 7],
] as const;
const layouts = {
  '1x1': [1, 1],
  '2x1': [2, 1],
  '1x2': [1, 2],
  '2x2': [2, 2],
  '4x1': [4, 1],
} as const;

testWithDjpeg.for(Object.keys(layouts))('RGB of %s is within one level of djpeg', (sample) => {
  for (const [width, height] of sizes) {
    const file = cjpeg(scene(width, height), '-quality', '90', '-sample', sample);
    const image = pipeline.raster(pipeline.decode(file));
    expect(image).toMatchObject({ width, height, channels: 3 });
    const apart = distance(image.data as Uint8Array, djpeg(file).data);
    expect(apart.most).toBeLessThanOrEqual(1);
  }
});

testWithDjpeg('planes are those that cjpeg codes, to what its DCT rounds', () => {
  for (const [sample, subsampling] of Object.entries(layouts)) {
    for (const [width, height] of sizes) {
      const image = scene(width, height);
      const own = pipeline.encode(pipeline.planes(image, subsampling), { quality: 100 });
      const other = cjpeg(image, '-quality', '100', '-sample', sample);
      expect(pipeline.readHead(own).sampling).toBe(pipeline.readHead(other).sampling);
      const apart = distance(djpeg(own).data, djpeg(other).data);
      expect(apart.mean).toBeLessThan(1);
      expect(apart.most).toBeLessThanOrEqual(6);
    }
  }
});

test('grey comes back grey, and what has alpha or 16 bits is refused', () => {
  const grey = scene(33, 17, 5, 1);
  const back = pipeline.raster(
    pipeline.decode(pipeline.encode(pipeline.planes(grey, [2, 2]), { quality: 100 })),
  );
  expect(back).toMatchObject({ width: 33, height: 17, channels: 1 });
  expect(distance(back.data as Uint8Array, grey.data as Uint8Array).most).toBeLessThanOrEqual(2);
  for (const [channels, depth] of [
    [4, 8],
    [3, 16],
  ] as const) {
    const data = depth === 8 ? new Uint8Array(channels) : new Uint16Array(channels);
    const image = createRaster({ width: 1, height: 1, channels, depth, data });
    expect(() => pipeline.planes(image, [1, 1])).toThrow(RangeError);
  }
});
