import { expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { filterNames, filters } from '#src/image/filters.js';
import { createRaster } from '#src/image/raster.js';
import { resample } from '#src/image/resample.js';
import { openWebpReader } from '#src/resize/fast/webp/reader.js';
import { distance } from '../../../codecs/jpeg/wasm/planes.ts';
import { webpOf } from '../../../codecs/vp8/seeds.ts';

const reader = await openWebpReader();
const [width, height] = [161, 119];

/** A picture whose colours change slowly, so that their upsampling makes little difference. */
const smooth = await (async () => {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = (x >> 4) % 2 === (y >> 4) % 2 ? 30 : -30;
      data[at++] = 110 + edge + x / 4;
      data[at++] = 110 + edge + y / 4;
      data[at++] = 150 + edge - x / 8;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality: 95 })
    .toBuffer();
})();

test('a picture is near what libwebp and an exact resampling make of it, by any filter', async () => {
  const whole = await sharp(smooth).raw().toBuffer();
  const image = createRaster({ width, height, channels: 3, depth: 8, data: new Uint8Array(whole) });
  for (const filter of filterNames) {
    for (const [wide, high] of [
      [80, 60],
      [33, 119],
      [161, 7],
      [3, 2],
      [1, 1],
      [200, 150],
      [161, 119],
    ] as const) {
      const scaled = { width: wide, height: high };
      expect(reader.readHead(smooth).refused).toBeNull();
      const made = reader.resize(smooth, {
        scaled,
        window: { left: 0, top: 0, ...scaled },
        filter,
      });
      expect([made.width, made.height, made.channels]).toEqual([wide, high, 3]);
      const exact = resample(image, { ...scaled, filter: filters[filter] });
      const { mean, most } = distance(made.data, exact.data as Uint8Array);
      expect(mean).toBeLessThan(1);
      expect(most).toBeLessThanOrEqual(8);
    }
  }
});

test('a window is the part of the whole', () => {
  const scaled = { width: 70, height: 52 };
  const cut = { left: 11, top: 7, width: 40, height: 30 };
  const of = (window: typeof cut) => {
    reader.readHead(smooth);
    return Uint8Array.from(reader.resize(smooth, { scaled, window, filter: 'lanczos3' }).data);
  };
  const whole = of({ left: 0, top: 0, ...scaled });
  const part = of(cut);
  for (let y = 0; y < cut.height; y++) {
    const from = 3 * ((cut.top + y) * scaled.width + cut.left);
    const row = whole.subarray(from, from + 3 * cut.width);
    expect(part.subarray(3 * y * cut.width, 3 * (y + 1) * cut.width)).toEqual(row);
  }
});

test('a file that was read where it is decoded is not copied', () => {
  const scaled = { width: 20, height: 15 };
  const scaling = { scaled, window: { left: 0, top: 0, ...scaled }, filter: 'mitchell' } as const;
  reader.readHead(smooth);
  const expected = Uint8Array.from(reader.resize(smooth, scaling).data);
  const room = reader.input(smooth.length);
  room.set(smooth);
  reader.readHead(room);
  expect(reader.resize(room, scaling).data).toEqual(expected);
  reader.renew();
  reader.readHead(smooth);
  expect(reader.resize(smooth, scaling).data).toEqual(expected);
});

test('what it does not take is refused', async () => {
  const refusal = (bytes: Uint8Array) => reader.readHead(bytes).refused;
  expect(refusal(await webpOf(20, 10, {}, 9))).toBe('transparency');
  expect(refusal(await webpOf(20, 10, { lossless: true }))).toBe('lossless coding');
  expect(refusal(await sharp(smooth).withIccProfile('p3').webp().toBuffer())).toBe(
    'it has a profile',
  );
  const exif = await sharp(smooth)
    .withExif({ IFD0: { Copyright: 'nobody' } })
    .webp()
    .toBuffer();
  expect(refusal(exif)).toBeNull();
  for (const name of ['', 'Exif\0\0']) {
    const turned = turnedBy(6, exif, name);
    expect((await sharp(turned).metadata()).orientation).toBe(6);
    expect(refusal(turned)).toBe('it is turned by EXIF');
    expect(refusal(turnedBy(1, exif, name))).toBeNull();
  }
  expect(() => reader.readHead(new Uint8Array(20))).toThrow('does not begin with RIFF');
});

/** A file with another EXIF, of an orientation alone. */
function turnedBy(orientation: number, file: Buffer, name: string): Buffer {
  const tiff = Buffer.from('49492a00080000000100120103000100000000000000' + '00000000', 'hex');
  tiff[18] = orientation;
  const content = Buffer.concat([Buffer.from(name), tiff]);
  const head = Buffer.from('EXIF    ');
  head.writeUInt32LE(content.length, 4);
  const turned = Buffer.concat([file.subarray(0, file.lastIndexOf('EXIF')), head, content]);
  turned.writeUInt32LE(turned.length - 8, 4);
  return turned;
}

test('a broken file is an error, and the next one is not', async () => {
  const scaled = { width: 20, height: 15 };
  const scaling = { scaled, window: { left: 0, top: 0, ...scaled }, filter: 'lanczos3' } as const;
  const broken = Uint8Array.from(smooth).fill(255, 60);
  // What stands in the first bytes is sound.
  reader.readHead(broken);
  expect(() => reader.resize(broken, scaling)).toThrow(/WebP is broken/);
  reader.readHead(smooth);
  expect(reader.resize(smooth, scaling).data).toHaveLength(900);
});
