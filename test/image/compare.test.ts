import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameSamples } from '#src/image/compare.js';
import { convert } from '#src/image/convert.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import { rasters } from '../support/rasters.js';

const layouts = ([1, 3, 4] as Channels[]).flatMap((channels) =>
  ([8, 16] as Depth[]).map((depth) => ({ channels, depth })),
);

function wider(raster: Raster) {
  return layouts.filter((each) => each.channels >= raster.channels && each.depth >= raster.depth);
}

test('a picture is the same as each lossless widening of itself, both ways round', () => {
  fc.assert(
    fc.property(rasters, (raster) => {
      for (const layout of wider(raster)) {
        const widened = convert(raster, layout);
        expect(sameSamples(raster, widened)).toBe(true);
        expect(sameSamples(widened, raster)).toBe(true);
      }
    }),
  );
});

test('one changed sample in any layout is seen', () => {
  fc.assert(
    fc.property(rasters, fc.nat(), (raster, nth) => {
      for (const layout of wider(raster)) {
        const changed = convert(raster, layout).data.slice();
        const at = nth % changed.length;
        changed[at] = changed[at]! ^ 1;
        const other = createRaster({ ...raster, ...layout, data: changed });
        expect(sameSamples(raster, other)).toBe(false);
        expect(sameSamples(other, raster)).toBe(false);
      }
    }),
  );
});

test('sizes count, also where the samples are the same', () => {
  const data = new Uint8Array(6);
  const wide = createRaster({ width: 6, height: 1, channels: 1, depth: 8, data });
  const high = createRaster({ width: 1, height: 6, channels: 1, depth: 8, data });
  expect(sameSamples(wide, high)).toBe(false);
});

test('a view into a larger buffer compares by its own samples', () => {
  const whole = Uint8Array.from([9, 1, 2, 3, 9]);
  const view = { width: 3, height: 1, channels: 1, depth: 8 };
  const inside = createRaster({ ...view, data: whole.subarray(1, 4) });
  expect(sameSamples(inside, createRaster({ ...view, data: Uint8Array.of(1, 2, 3) }))).toBe(true);
});
