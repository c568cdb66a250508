import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { ArrayCoder, ArraySession } from '#src/entropy/coder.js';
import { hybrid } from '#src/entropy/coders/hybrid.js';
import { jpegls, openJpegls } from '#src/entropy/coders/jpegls.js';
import { jxl } from '#src/entropy/coders/jxl.js';
import { png } from '#src/entropy/coders/png.js';
import { openSharpLibrary } from '#src/entropy/coders/sharp.js';
import { webp } from '#src/entropy/coders/webp.js';
import { readPayload } from '#src/entropy/payload.js';
import { unseal } from '#src/entropy/seal.js';
import { createRaster } from '#src/image/raster.js';
import { decode } from '#src/runtimes/sharp.js';
import { isJpegls } from '#src/runtimes/wasm/jpegls-file.js';
import { generator } from '../../support/random.ts';
import { group, laplacian } from '../latents.ts';

const random = generator(8);
const small = group(3, 6, 8, () => laplacian(random, 3));
/** From 4096 values on a plane is large. */
const large = group(1, 64, 64, () => laplacian(random, 5));
const lowest = Math.min(...small.data);

/** The payload of groups in a coder of arrays, without its seal. */
async function payloadOf(
  coder: ArrayCoder,
  session: ArraySession,
  groups: (typeof small)[],
  arrangement: 'stacked' | 'tiled',
): Promise<Uint8Array> {
  const stream = await session.encode(groups, arrangement);
  return unseal(stream, { coder: coder.id, shapes: groups, arrangement });
}

const starts = (file: Uint8Array, text: string) =>
  Buffer.from(file.subarray(0, text.length)).toString('latin1') === text;

describe.each([
  { coder: jpegls, id: jpegls.id, isOfFormat: isJpegls },
  { coder: png, id: png.id, isOfFormat: (file: Uint8Array) => starts(file, '\x89PNG') },
  { coder: webp, id: webp.id, isOfFormat: (file: Uint8Array) => starts(file, 'RIFF') },
  { coder: jxl, id: jxl.id, isOfFormat: (file: Uint8Array) => starts(file, '\0\0\0\x0cJXL ') },
])('$id', ({ coder, isOfFormat }) => {
  let session: ArraySession;
  beforeAll(async () => {
    session = await coder.open();
  });
  afterAll(() => session.close());

  test('a sheet is a file of the format, of values less the smallest one', async () => {
    expect(coder.library).toMatch(/ \d+\.\d+/);
    const reader = readPayload(await payloadOf(coder, session, [small], 'tiled'), coder.id);
    expect(reader.byte()).toBe(32 - Math.clz32(Math.max(...small.data) - lowest));
    expect(reader.short()).toBe(lowest);
    const file = reader.bytes(reader.length());
    reader.finish();
    expect(isOfFormat(file)).toBe(true);
    if (coder !== png && coder !== webp) return;
    const picture = await decode(file, untimed, 1e6);
    expect(picture).toMatchObject({ width: 8, height: 6, channels: 3, depth: 8 });
    const plane = Array.from(small.data.subarray(0, 48), (value) => value - lowest);
    expect([...picture.data].filter((_, i) => i % 3 === 0)).toEqual(plane);
  });
});

describe('hybrid', () => {
  test('small planes are packed together in front, each large one is a JPEG-LS file', async () => {
    const session = await hybrid.open();
    const groups = [large, small, small];
    const stream = await session.encode(groups, 'stacked');
    const context = { coder: 'hybrid', shapes: groups, arrangement: 'stacked' } as const;
    expect(await session.decode(stream, groups, 'stacked')).toEqual(groups);
    const reader = readPayload(unseal(stream, context), 'hybrid');
    const packed = reader.bytes(reader.length());
    // Heads of two sheets, then a frame of Zstandard.
    expect([...packed.subarray(6, 10)]).toEqual([0x28, 0xb5, 0x2f, 0xfd]);
    reader.byte();
    reader.short();
    expect(isJpegls(reader.bytes(reader.length()))).toBe(true);
    reader.finish();
    await session.close();
  });
});

test('a library of sharp refuses files of another format', async () => {
  const image = createRaster({
    ...{ width: 2, height: 2, channels: 1, depth: 8 },
    data: Uint8Array.of(1, 2, 3, 4),
  });
  const library = openSharpLibrary('png', (picture) => picture.webp({ lossless: true }));
  await expect(library.decode(await library.encode(image, 3, false), image)).rejects.toThrow(
    new WorkError('stream holds no png file', { code: 'broken-bitstream' }),
  );
});

test('noise that JPEG-LS makes longer is coded too, in as many bits as it has', async () => {
  const library = await openJpegls();
  const data = Uint16Array.from({ length: 3 * 32 * 32 }, () => Math.floor(random() * 4096));
  const image = createRaster({ width: 32, height: 32, channels: 3, depth: 16, data });
  const file = await library.encode(image, 12, false);
  expect(await library.decode(file, image)).toEqual(image);
  expect(await library.decode(await library.encode(image, 12, true), image)).toEqual(image);
  await expect(library.decode(file, { width: 31, height: 32 })).rejects.toThrow(/more than 992/);
  await library.close();
});

test.each([
  [webp, 16_383],
  [png, 65_535],
  [jpegls, 65_535],
] as const)(
  'a row of as many values as the format takes is one picture: $0.id',
  async (coder, side) => {
    const session = await coder.open();
    for (const [width, count] of [
      [side, 1],
      [side + 1, 2],
    ] as const) {
      const groups = [group(1, 1, width, (i) => i % 3)];
      const bytes = await session.encode(groups, 'stacked');
      const context = { coder: coder.id, shapes: groups, arrangement: 'stacked' } as const;
      const reader = readPayload(unseal(bytes, context), coder.id);
      reader.byte();
      reader.short();
      for (let n = 0; n < count; n++) reader.bytes(reader.length());
      expect(() => reader.finish()).not.toThrow();
    }
    await session.close();
  },
);
