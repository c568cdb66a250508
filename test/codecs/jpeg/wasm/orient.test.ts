import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';

const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
const create = { width: 37, height: 22, channels: 3, background: 'grey', noise } as const;
const grey = await sharp({ create }).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer();

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i is what libvips shows', async (orientation) => {
  const pipeline = await openJpegPipeline();
  const upright = pipeline.orient(pipeline.decode(grey), orientation);
  const [plane] = upright.planes;
  const tagged = await sharp(grey).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
  const { info } = await sharp(tagged).autoOrient().raw().toBuffer({ resolveWithObject: true });
  expect([upright.width, upright.height]).toEqual([info.width, info.height]);
  // The same samples in another order: that of libvips, turned without a second coding.
  const wanted = await turnedByVips(orientation);
  const rows = pipeline.view(plane!);
  for (let y = 0; y < upright.height; y++) {
    const row = rows.subarray(y * plane!.stride, y * plane!.stride + upright.width);
    const other = wanted.subarray(y * upright.width, (y + 1) * upright.width);
    const worst = row.reduce((most, v, x) => Math.max(most, Math.abs(v - other[x]!)), 0);
    expect(worst).toBeLessThanOrEqual(1);
  }
});

/** EXIF's eight orientations as mirrors and turns. */
async function turnedByVips(orientation: number): Promise<Uint8Array> {
  const angle = [0, 0, 180, 180, 90, 90, 270, 270][orientation - 1]!;
  const mirrored = [2, 4, 5, 7].includes(orientation);
  const turned = await sharp(grey).rotate(angle).raw().toBuffer({ resolveWithObject: true });
  const raw = { raw: turned.info as { width: number; height: number; channels: 1 } };
  const picture = sharp(turned.data, raw);
  return (mirrored ? picture.flop() : picture).toColourspace('b-w').raw().toBuffer();
}
