import { UsageError } from '../base/errors.js';
import { createRaster, type Raster } from '../image/raster.js';

const [width, height] = [256, 192];

type SampleAt = (x: number, y: number, channel: number) => number;

const made = (sampleAt: SampleAt): Raster => {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = sampleAt(pixel % width, Math.floor(pixel / width), i % 3);
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
};

/** Some texture between 20 and 235, so that ten levels can be added to it. */
const texture: SampleAt = (x, y, channel) =>
  20 + ((x * 7 + y * 13 + ((x * y) >> 3) + channel * 29) % 216);

const pairs: Readonly<Record<string, () => readonly [Raster, Raster]>> = {
  'one level brighter': () => [made(texture), made((x, y, c) => texture(x, y, c) + 1)],
  'ten levels bluer': () => [
    made(texture),
    made((x, y, c) => texture(x, y, c) + (c === 2 ? 10 : 0)),
  ],
  'flat, 100 and 150': () => [made(() => 100), made(() => 150)],
  'half of it inverted': () => [made(() => 0), made((x) => (x < width / 2 ? 255 : 0))],
};

/** Original and changed picture of a made pair, by name; 256 x 192, RGB of 8 bit. */
export function makePair(name: string): readonly [Raster, Raster] {
  const make = Object.hasOwn(pairs, name) ? pairs[name] : undefined;
  if (make === undefined) throw new UsageError(`no pair is made of the name '${name}'`);
  return make();
}
