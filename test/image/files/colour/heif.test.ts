import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { heifColour } from '#src/image/files/colour/heif.js';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { encodePng } from '#src/image/files/save.js';
import { sharp } from '#src/image/files/sharp.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { withChunk } from '../../../support/png.ts';
import { describeShared, shared } from '../../../support/shared.ts';

const image = createRaster({
  ...{ width: 48, height: 40, channels: 3, depth: 8 },
  data: Uint8Array.from({ length: 48 * 40 * 3 }, (_, i) => (i * 7 + (i >> 4)) % 256),
});
const pipeline = sharp(image.data, { raw: { width: 48, height: 40, channels: 3 } });
const plain = await pipeline.clone().avif({ lossless: true, effort: 0 }).toBuffer();

/** The file with other code points in its nclx. */
function withCodePoints(file: Buffer, primaries: number, transfer: number): Buffer {
  const changed = Buffer.from(file);
  const at = changed.indexOf('nclx');
  changed.writeUInt16BE(primaries, at + 4);
  changed.writeUInt16BE(transfer, at + 6);
  return changed;
}

const read = (bytes: Uint8Array): Promise<Raster> => decodeImage(bytes, { name: 'picture' });

async function asPng(primaries: number, transfer: number): Promise<Raster> {
  return read(withChunk(await encodePng(image), 'cICP', Uint8Array.of(primaries, transfer, 0, 1)));
}

describe('AVIF', () => {
  test.each([
    [1, 13],
    [2, 2],
    [12, 13],
    [9, 1],
    [9, 14],
    [2, 8],
    [4, 4],
    [11, 17],
  ])('code points %i, %i are those of a PNG', async (primaries, transfer) => {
    expect(await read(withCodePoints(plain, primaries, transfer))).toEqual(
      await asPng(primaries, transfer),
    );
  });

  test('what cannot be turned into sRGB is refused by name', async () => {
    const refusal = (primaries: number, transfer: number) =>
      read(withCodePoints(plain, primaries, transfer)).then(
        () => [],
        ({ code, message }) => [code, message],
      );
    const start = "picture cannot be decoded: the file's colr box (nclx) says";
    expect(await refusal(9, 16)).toEqual([
      'unsupported-colour',
      `${start} transfer function 16, PQ (SMPTE ST 2084): high dynamic range, which has no one picture in sRGB; convert the picture to sRGB first`,
    ]);
    expect((await refusal(9, 18))[1]).toContain(`${start} transfer function 18, HLG`);
    expect((await refusal(300, 13))[1]).toContain(`${start} colour primaries 300`);
  });

  test('a profile is applied, and wins over code points', async () => {
    const p3 = pipeline.clone().withIccProfile('p3', { attach: true });
    const icc = (await sharp(await p3.clone().png().toBuffer()).metadata()).icc!;
    const box = (type: string, ...content: Uint8Array[]) => {
      const body = Buffer.concat([Buffer.from(type), ...content]);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(body.length + 4);
      return Buffer.concat([size, body]);
    };
    const meta = (...properties: Buffer[]) =>
      box(
        'meta',
        Buffer.alloc(4),
        box('pitm', Buffer.of(0, 0, 0, 0, 0, 7)),
        box('iref', Buffer.alloc(4), box('prem', Buffer.of(0, 7, 0, 1, 0, 8))),
        box(
          'iprp',
          box('ipco', ...properties),
          box(
            'ipma',
            Buffer.of(
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              1,
              0,
              7,
              properties.length,
              ...properties.map((_, i) => i + 1),
            ),
          ),
        ),
      );
    const nclx = box('colr', Buffer.from('nclx'), Buffer.of(0, 9, 0, 16, 0, 9, 128));
    const prof = box('colr', Buffer.from('prof'), icc);
    const { space, isPremultiplied } = heifColour(meta(nclx, prof));
    expect(isPremultiplied).toBe(true);
    expect(space!.curves[0]!(0.5)).toBeCloseTo(0.214, 3);
    expect(space!.mix).not.toBeNull();
    expect(() => heifColour(meta(nclx))).toThrow('PQ');
    expect(heifColour(meta())).toEqual({ space: null, isPremultiplied: true });
    // A profile that is none leaves the word to the code points.
    const broken = box('colr', Buffer.from('prof'), icc.subarray(0, 100));
    expect(() => heifColour(meta(broken, nclx))).toThrow('PQ');
  });

  test('without a box the bitstream tells', async () => {
    const hidden = Buffer.from(plain);
    hidden.write('free', hidden.indexOf('colrnclx'));
    expect(await read(hidden)).toEqual(image);
  });

  test('a file cut short anywhere, or with bytes changed, throws nothing but what is meant', () => {
    for (let length = 0; length < 400; length++) heifColour(plain.subarray(0, length));
    for (let at = 0; at < 400; at++) {
      for (const value of [0, 1, 127, 255]) {
        const broken = Buffer.from(plain);
        broken[at] = value;
        try {
          heifColour(broken);
        } catch (error) {
          expect((error as { code: string }).code).toBe('unsupported-colour');
        }
      }
    }
  });
});

describeShared('AVIF files of others', () => {
  test('premultiplied colours come back straight', async () => {
    const bytes = readFileSync(shared('cases/alpha/avif-prem.avif'));
    expect(heifColour(bytes).isPremultiplied).toBe(true);
    const [stored, straight] = [
      await loadImageFile(shared('cases/alpha/rgba.png')),
      await loadImageFile(shared('cases/alpha/avif-prem.avif')),
    ];
    // As seen over mid-grey, in mean squares: 19 dB without, 51 dB with; libavif's own are 50.6 dB.
    let sum = 0;
    for (let i = 0; i < stored.data.length; i++) {
      if (i % 4 === 3) continue;
      const over = ({ data }: Raster) => ((data[i]! - 128) * data[i | 3]!) / 255;
      sum += (over(stored) - over(straight)) ** 2;
    }
    expect(10 * Math.log10(255 ** 2 / (sum / (stored.data.length * 0.75)))).toBeGreaterThan(51);
  });

  test('high dynamic range is refused, wide gamut read', async () => {
    const load = (name: string) => loadImageFile(shared('fuzz/libavif', name));
    await expect(load('colors_hdr_rec2020.avif')).rejects.toMatchObject({
      code: 'unsupported-colour',
    });
    expect(await load('colors_sdr_srgb.avif')).toMatchObject({ channels: 3 });
  });
});
