import fc from 'fast-check';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';

/** Small pictures of every layout with any samples. */
export const rasters: fc.Arbitrary<Raster> = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom<Channels[]>(1, 3, 4),
    depth: fc.constantFrom<Depth[]>(8, 16),
  })
  .chain((shape) => {
    const length = shape.width * shape.height * shape.channels;
    const size = { minLength: length, maxLength: length };
    const data = shape.depth === 8 ? fc.uint8Array(size) : fc.uint16Array(size);
    return data.map((samples) => createRaster({ ...shape, data: samples }));
  });
