import { describe, expect, test } from 'vitest';
import { pngSpace } from '#src/image/files/colour/png.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { greyProfile, withChunk, withProfile } from '../../../support/png.ts';
import { describeShared, shared } from '../../../support/shared.ts';
import { samplesOf, spacesOf, worstError } from './lcms.ts';

const words = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
};
const chrmOfSrgb = words(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
const chrmOf2020 = words(31270, 32900, 70800, 29200, 17000, 79700, 13100, 4600);

type Chunk = readonly [type: string, data: Uint8Array];

const rgb = createRaster({
  ...{ width: 4, height: 2, channels: 3, depth: 8 },
  data: Uint8Array.from({ length: 24 }, (_, i) => (i * 37) % 256),
});

/** The picture as a PNG with chunks, in their order, read. */
async function read(chunks: readonly Chunk[], image: Raster = rgb): Promise<Raster> {
  let png: Buffer = Buffer.from(await encodePng(image));
  // Each is added behind the header.
  for (const [type, data] of chunks.toReversed()) png = withChunk(png, type, data);
  return decodeImage(png, { name: 'picture' });
}

const refusal = (chunks: readonly Chunk[]) =>
  read(chunks).then(
    () => null,
    ({ code, message }) => `${code}: ${message}`,
  );

describe('chunks that state a space give what littleCMS makes of it', () => {
  test.each(spacesOf('gama').map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const chunks: Chunk[] = [];
    if (each.gama !== null) chunks.push(['gAMA', words(each.gama)]);
    if (each.chrm) chunks.push(['cHRM', words(...each.chrm)]);
    expect(worstError(await read(chunks, samplesOf(each)), each.srgb)).toBeLessThan(0.01);
  });

  test.each(spacesOf('cicp').map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const image = await read([['cICP', Uint8Array.of(...each.cicp, 0, 1)]], samplesOf(each));
    expect(worstError(image, each.srgb)).toBeLessThan(0.01);
  });
});

describe('of several chunks', () => {
  const cicp: Chunk = ['cICP', Uint8Array.of(12, 13, 0, 1)];
  const srgb: Chunk = ['sRGB', Uint8Array.of(0)];
  const gamma: Chunk = ['gAMA', words(100000)];
  const chrm: Chunk = ['cHRM', chrmOf2020];
  const profiled = async (chunks: readonly Chunk[], grey: Raster) => {
    let png: Buffer = withProfile(await encodePng(grey), greyProfile(1));
    for (const [type, data] of chunks) png = withChunk(png, type, data);
    return decodeImage(png, { name: 'picture' });
  };

  test('cICP wins over all, iCCP over sRGB and gAMA, sRGB over gAMA and cHRM', async () => {
    expect(await read([cicp, srgb, gamma, chrm])).toEqual(await read([cicp]));
    expect(await read([srgb, gamma, chrm])).toEqual(rgb);
    const grey = createRaster({ ...rgb, width: 24, height: 1, channels: 1 });
    const linear = await read([gamma], grey);
    expect(linear).not.toEqual(grey);
    expect(await profiled([['gAMA', words(45455)]], grey)).toEqual(linear);
    expect(await profiled([['cICP', Uint8Array.of(1, 13, 0, 1)]], grey)).toEqual(grey);
  });

  test('one that says nothing, and invalid ones, leave the word to the next', async () => {
    const expected = await read([gamma, chrm]);
    expect(await read([['cICP', Uint8Array.of(2, 2, 0, 1)], gamma, chrm])).toEqual(expected);
    // A matrix that is none of RGB, a wrong length, a flag that is none.
    for (const bytes of [
      [12, 13, 1, 1],
      [12, 13, 0],
      [12, 13, 0, 2],
    ]) {
      expect(pngWith(['cICP', Uint8Array.of(...bytes)])).toBeNull();
    }
    expect(pngWith(['sRGB', Uint8Array.of(4)], gamma)).not.toBeNull();
    for (const data of [words(0), words(999), words(10_000_001), Buffer.of(1, 2)]) {
      expect(pngWith(['gAMA', data])).toBeNull();
    }
    for (const data of [
      words(31270, 32900, 30000, 30000, 30000, 30000, 30000, 30000),
      words(31270, 0, 64000, 33000, 30000, 60000, 15000, 6000),
      words(31270, 32900, 64000, 93000, 30000, 60000, 15000, 6000),
      chrmOfSrgb.subarray(0, 28),
    ]) {
      expect(pngWith(['cHRM', data])).toBeNull();
    }
    expect(pngWith(gamma, gamma)).not.toBeNull();
  });

  test('one kind twice is as if the second were not there', async () => {
    const first = pngWith(['gAMA', words(100000)], ['gAMA', words(50000)]);
    expect(first!.curves[0](0.5)).toBe(0.5);
  });

  test('what tells of a mastering display changes nothing', async () => {
    const chunks: Chunk[] = [
      ['mDCV', Buffer.alloc(24)],
      ['cLLI', Buffer.alloc(8)],
    ];
    expect(await read(chunks)).toEqual(rgb);
  });

  /** The space by chunks alone, of a file that no library has to take. */
  function pngWith(...chunks: readonly Chunk[]) {
    let png: Buffer = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')]);
    for (const [type, data] of [
      ['IHDR', Buffer.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0)],
      ...chunks,
    ] as const) {
      png = Buffer.concat([png, words(data.length), Buffer.from(type), data, words(0)]);
    }
    return pngSpace(png, undefined);
  }
});

test('alpha is left alone, and palettes are turned by their colours', async () => {
  const rgba = createRaster({ ...rgb, width: 3, channels: 4 });
  const image = await read([['gAMA', words(100000)]], rgba);
  for (const [i, sample] of image.data.entries()) {
    if (i % 4 === 3) expect(sample).toBe(rgba.data[i]);
  }
  expect(image.data[0]).toBe(0);
  expect(image.data[1]).toBeGreaterThan(rgba.data[1]!);
});

test('what cannot be turned into sRGB is refused by name', async () => {
  const cicp = (...bytes: number[]) => refusal([['cICP', Uint8Array.of(...bytes)]]);
  const start = "unsupported-colour: picture cannot be decoded: PNG's cICP chunk says";
  expect(await cicp(9, 16, 0, 1)).toBe(
    `${start} transfer function 16, PQ (SMPTE ST 2084): high dynamic range, which has no one picture in sRGB; convert the picture to sRGB first`,
  );
  expect(await cicp(9, 18, 0, 1)).toContain(`${start} transfer function 18, HLG (ARIB STD-B67)`);
  expect(await cicp(3, 13, 0, 1)).toContain(
    `${start} colour primaries 3, a code that H.273 reserves`,
  );
  expect(await cicp(1, 19, 0, 1)).toContain(`${start} transfer function 19, a code that H.273`);
  expect(await cicp(1, 13, 0, 0)).toContain(`${start} samples of narrow range, and full range`);
});

describeShared('files of others', () => {
  const colour = (name: string) => loadImageFile(shared('cases/colour', name));

  test('cICP of sRGB beside a profile of P3 is sRGB, cICP of P3 the same as a profile of it', async () => {
    expect(await colour('cicp-srgb-iccp-p3.png')).toEqual(await colour('smooth.png'));
    expect(await colour('cicp-p3.png')).toEqual(await colour('icc-p3-8.png'));
    expect(await colour('cicp-p3.png')).not.toEqual(await colour('smooth.png'));
  });

  test('gAMA of 45455 without the chunk sRGB is that power', async () => {
    const read = await colour('rgb-gama-chrm.png');
    const stored = await colour('rgb-gama-chrm-srgb.png');
    const curve = stored.data.map((v) => {
      const light = (v / 255) ** (1e5 / 45455);
      return Math.round(
        255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055),
      );
    });
    expect([...read.data]).toEqual([...curve]);
  });
});
