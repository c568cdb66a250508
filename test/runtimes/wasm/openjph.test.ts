import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { rasterOf } from '#src/runtimes/samples.js';
import { decodePixels, encodePixels, type Pixels } from '#src/runtimes/wasm/cornerstone.js';
import { type Openjph, openOpenjph } from '#src/runtimes/wasm/openjph.js';
import { picture } from '../../support/photos.ts';

let openjph: Openjph;
beforeAll(async () => {
  openjph = await openOpenjph();
});
afterAll(() => openjph.close());

const lossless = { step: null, levels: 3, order: 2, block: 64 };
const grey = (image: Raster) =>
  createRaster({ ...image, channels: 1, data: image.data.filter((_, i) => i % 3 === 0) });

describe('OpenJPH', () => {
  test.each([picture(40, 24), grey(picture(40, 24))])('gives back a picture', async (image) => {
    const codestream = await openjph.encode(image, lossless);
    // SOC and SIZ: ISO/IEC 15444-1, A.4.
    expect([...codestream.subarray(0, 4)]).toEqual([0xff, 0x4f, 0xff, 0x51]);
    const samples = await openjph.decode(codestream, 10);
    expect(samples).toMatchObject({ width: 40, height: 24, components: image.channels, bits: 8 });
    expect(rasterOf(samples).data).toEqual(image.data);
  });

  test('a coarser step takes fewer bytes', async () => {
    const lengths = [];
    for (const step of [0.001, 0.01, 0.1]) {
      lengths.push((await openjph.encode(picture(64, 64), { ...lossless, step })).length);
    }
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(new Set(lengths).size).toBe(3);
  });

  test('what the library warns of is an error without its source lines', async () => {
    const codestream = await openjph.encode(picture(40, 24), lossless);
    const decoding = openjph.decode(codestream.subarray(0, 30), 10);
    await expect(decoding).rejects.toThrow(WorkError);
    await expect(decoding).rejects.not.toThrow(/\.cpp|^ojph/);
    expect((await openjph.decode(codestream, 10)).width).toBe(40);
  });
});

// A coder that keeps the samples as they are, in place of one in WASM memory.
describe('coders of the @cornerstonejs packages', () => {
  test('get the layout and the samples as bytes, and are deleted', () => {
    const frames: object[] = [];
    let memory = new Uint8Array();
    let deleted = 0;
    const image: Pixels = {
      ...{ width: 2, height: 1, channels: 3, depth: 16, bits: 12 },
      data: Uint16Array.of(1, 2, 3, 4, 5, 0xabc),
    };
    const bytes = encodePixels(
      {
        getDecodedBuffer(frame) {
          frames.push(frame);
          memory = new Uint8Array(12);
          return memory;
        },
        encode: () => {},
        getEncodedBuffer: () => memory,
        delete: () => void deleted++,
      },
      image,
    );
    expect(frames).toMatchObject([
      { width: 2, height: 1, bitsPerSample: 12, componentCount: 3, isUsingColorTransform: true },
    ]);
    expect([...bytes.subarray(10)]).toEqual([0xbc, 0x0a]);
    memory.fill(0);
    expect(bytes[0]).toBe(1);

    const decoder = {
      getEncodedBuffer: (length: number) => {
        memory = new Uint8Array(length);
        return memory;
      },
      getDecodedBuffer: () => memory,
      getFrameInfo: () => ({
        ...{ width: 2, height: 1, bitsPerSample: 12, componentCount: 3, isSigned: false },
      }),
      delete: () => void deleted++,
    };
    const samples = decodePixels(decoder, bytes, 10, () => {});
    expect(samples).toEqual({ width: 2, height: 1, components: 3, bits: 12, data: bytes });
    expect(deleted).toBe(2);
  });
});
