import { afterAll, beforeAll, expect, test } from 'vitest';
import create from 'wasm-vips';
import { WorkError } from '#src/base/errors.js';
import { sameSamples } from '#src/image/compare.js';
import type { Raster } from '#src/image/raster.js';
import { decodeJxl, encodeJxl, type VipsModule } from '#src/runtimes/wasm/vips-jxl.js';
import { picture } from '../../codecs/support.ts';

const lossless = { effort: 1, tier: 0, lossless: true };

let vips: VipsModule;
beforeAll(async () => {
  vips = await create({ dynamicLibraries: ['vips-jxl.wasm'] });
});
afterAll(() => vips.shutdown());

/** Work with handles that are deleted when it is done. */
function keeping<T>(work: (keep: <H extends { delete(): void }>(handle: H) => H) => T): T {
  const handles: { delete(): void }[] = [];
  try {
    return work((handle) => {
      handles.push(handle);
      return handle;
    });
  } finally {
    for (const handle of handles.reverse()) handle.delete();
  }
}

const encode = (image: Raster) => keeping((keep) => encodeJxl(vips, keep, image, lossless));
const decode = (bytes: Uint8Array, maxPixels = 1e6) =>
  keeping((keep) => decodeJxl(vips, keep, bytes, maxPixels));

test.each([
  [1, 8],
  [3, 8],
  [4, 8],
  [1, 16],
  [3, 16],
  [4, 16],
] as const)('%i channels of %i bits come back as they were', (channels, depth) => {
  const image = picture({ width: 11, height: 6, channels, depth });
  expect(sameSamples(decode(encode(image)).image, image)).toBe(true);
});

test('grey with alpha comes back as RGB with alpha', () => {
  const grey = picture({ width: 11, height: 6, channels: 1 });
  const pairs = Uint8Array.from({ length: 2 * grey.data.length }, (_, i) =>
    i % 2 === 0 ? grey.data[i / 2]! : i,
  );
  const bytes = keeping((keep) => {
    const samples = keep(vips.Image.newFromMemory(pairs, 11, 6, 2, vips.BandFormat.uchar));
    return keep(samples.copy({ interpretation: 'b-w' })).jxlsaveBuffer(lossless);
  });
  const { channels, data } = decode(bytes).image;
  expect(channels).toBe(4);
  const expected = [...grey.data].flatMap((level, i) => [level, level, level, 2 * i + 1]);
  expect([...data]).toEqual(expected);
});

test('a picture of too many pixels is refused', () => {
  const bytes = encode(picture({ width: 11, height: 6 }));
  expect(() => decode(bytes, 65)).toThrow(WorkError);
  expect(decode(bytes, 66).image.width).toBe(11);
});
