import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { filterNames, filters } from '#src/image/filters.js';
import { createRaster } from '#src/image/raster.js';
import { resample } from '#src/image/resample.js';
import { openPngReader } from '#src/resize/fast/png/reader.js';
import { chunk, fileOf, header, height, kinds, pixels, samplesOf, width } from './pictures.ts';

const reader = await openPngReader();

function resized(
  file: Uint8Array,
  wide: number,
  high: number,
  filter: (typeof filterNames)[number] = 'lanczos3',
) {
  const { refused } = reader.readHead(file);
  if (refused !== null) throw new Error(refused);
  const scaled = { width: wide, height: high };
  return reader.resize(file, { scaled, window: { left: 0, top: 0, ...scaled }, filter });
}

/** Samples as they are seen: colours times alpha. */
function seen(data: ArrayLike<number>, channels: number): number[] {
  return Array.from({ length: data.length }, (_, i) => {
    const isColour = channels === 4 && i % 4 !== 3;
    return isColour ? (data[i]! * data[i - (i % 4) + 3]!) / 255 : data[i]!;
  });
}

test.each(Object.keys(kinds))(
  '%s is within a step of the exact picture, by any filter',
  async (kind) => {
    const { data, channels } = await samplesOf(kinds[kind]!);
    const image = createRaster({ width, height, channels: channels as 1 | 3 | 4, depth: 8, data });
    for (const filter of filterNames) {
      for (const [wide, high] of [
        [80, 60],
        [33, 119],
        [161, 7],
        [3, 2],
        [1, 1],
        [200, 150],
      ] as const) {
        const made = resized(kinds[kind]!, wide, high, filter);
        expect([made.width, made.height, made.channels]).toEqual([wide, high, channels]);
        const exact = resample(image, { width: wide, height: high, filter: filters[filter] });
        const [ours, theirs] = [seen(made.data, channels), seen(exact.data, channels)];
        const most = ours.reduce((sum, value, i) => Math.max(sum, Math.abs(value - theirs[i]!)), 0);
        expect(most).toBeLessThan(channels === 4 ? 2 : 1.01);
      }
    }
  },
);

test('the whole of a picture is decoded to the byte', async () => {
  for (const kind of ['rgb', 'grey', 'palette'] as const) {
    const { data } = await samplesOf(kinds[kind]!);
    expect(Buffer.compare(resized(kinds[kind]!, width, height).data, data)).toBe(0);
  }
});

test('a part of the new picture is that part of it', () => {
  const whole = resized(kinds['rgb']!, 60, 45).data.slice();
  reader.readHead(kinds['rgb']!);
  const window = { left: 7, top: 9, width: 20, height: 30 };
  const scaling = { scaled: { width: 60, height: 45 }, window, filter: 'lanczos3' as const };
  const { data } = reader.resize(kinds['rgb']!, scaling);
  for (let y = 0; y < 30; y++) {
    const row = whole.subarray(((y + 9) * 60 + 7) * 3, ((y + 9) * 60 + 27) * 3);
    expect(Buffer.compare(data.subarray(y * 60, (y + 1) * 60), row)).toBe(0);
  }
});

test('a file as small as one pixel is read', () => {
  const file = fileOf(
    header({ wide: 1, high: 1 }),
    chunk('IDAT', deflateSync(Buffer.of(4, 9, 8, 7))),
  );
  expect([...resized(file, 1, 1).data]).toEqual([9, 8, 7]);
  expect(resized(file, 5, 5).data).toEqual(new Uint8Array(75).map((_, i) => 9 - (i % 3)));
});

test('pixels in many chunks are read, and bytes of a caller stay as they are', () => {
  const packed = deflateSync(Buffer.alloc(200, 3));
  const parts = Array.from({ length: packed.length }, (_, i) =>
    chunk('IDAT', packed.subarray(i, i + 1)),
  );
  const file = fileOf(header(), ...parts);
  const before = Buffer.from(file);
  const expected = resized(fileOf(header(), chunk('IDAT', packed)), 5, 5).data.slice();
  expect(resized(file, 5, 5).data).toEqual(expected);
  expect(Buffer.compare(file, before)).toBe(0);
  const own = reader.input(file.length);
  own.set(file);
  expect(resized(own, 5, 5).data).toEqual(expected);
});

test('mutants give an error or a picture, and the next picture is as ever', () => {
  const expected = resized(kinds['rgba']!, 20, 15).data.slice();
  for (let n = 0; n < 400; n++) {
    // Rows and their filters, checksums right: what gets through to the kernel.
    const raw = Buffer.alloc(200, n).map((byte, i) => (i % 25 === 0 ? (n + i) % 6 : byte * i));
    const [wide, high] = [1 + ((n * 7) % 9), 1 + ((n * 5) % 9)];
    const type = [0, 2, 3, 6][n % 4]!;
    const chunks = [header({ wide, high, type }), chunk('PLTE', Buffer.alloc(3 * (n % 90), n))];
    const length = (wide * [1, 3, 1, 4][n % 4]! + 1) * high;
    const file = fileOf(...chunks, chunk('IDAT', deflateSync(raw.subarray(0, length))));
    try {
      const { data } = resized(file, 1 + (n % 20), 1 + (n % 13));
      expect(data.length % ((1 + (n % 20)) * (1 + (n % 13)))).toBe(0);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  }
  expect(resized(kinds['rgba']!, 20, 15).data).toEqual(expected);
});

test.each([
  ['fewer pixels', fileOf(header(), pixels(7))],
  ['more pixels', fileOf(header(), pixels(9))],
  ['a thousand times the pixels', fileOf(header(), pixels(9000))],
  [
    'a stream that ends early',
    fileOf(header(), chunk('IDAT', deflateSync(Buffer.alloc(200)).subarray(0, 9))),
  ],
  [
    'bytes behind the stream',
    fileOf(
      header(),
      chunk('IDAT', Buffer.concat([deflateSync(Buffer.alloc(200)), Buffer.alloc(3)])),
    ),
  ],
  ['no stream', fileOf(header(), chunk('IDAT', Buffer.alloc(50, 7)))],
  ['a filter that there is none of', fileOf(header(), pixels(8, 5))],
  [
    'an index beyond the palette',
    fileOf(header({ type: 3, wide: 24 }), chunk('PLTE', Buffer.alloc(30)), pixels()),
  ],
])('%s: an error', (_, file) => {
  expect(() => resized(file, 4, 4)).toThrow();
  expect(resized(kinds['rgb']!, 4, 3).data).toHaveLength(36);
});

test('sides beyond what is held at a time are for the libraries, before anything is inflated', () => {
  const file = fileOf(header({ wide: 65_535, high: 65_535 }), pixels());
  expect(reader.readHead(file).refused).toBe('a large picture');
});

test('the memory is let go after a large picture, and renewed where told', () => {
  const [wide, high] = [6000, 4000];
  const file = fileOf(
    header({ wide, high }),
    chunk('IDAT', deflateSync(Buffer.alloc((wide * 3 + 1) * high), { level: 1 })),
  );
  expect(resized(file, 3, 2).data).toEqual(new Uint8Array(18));
  const before = resized(kinds['rgb']!, 8, 6).data.slice();
  reader.renew();
  expect(resized(kinds['rgb']!, 8, 6).data).toEqual(before);
});
