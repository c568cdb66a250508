import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.js';
import { kodak } from '../kodak.js';
import { arm, picture, roundTrip, withSession } from '../support.js';

interface Cell {
  quality: number;
  chroma: string;
  bytes: number[];
  psnr_rgb: number[];
}

/** Marker, length, `JFIF\0`, version, density, no thumbnail: the segment that sharp leaves out. */
const jfifHeaderBytes = 18;

describeShared('JPEG against published figures of libjpeg-turbo on Kodak', () => {
  const file = shared('reference', 'kodak-jpeg-per-image.json');
  const { images, cells } = JSON.parse(readFileSync(file, 'utf8')) as {
    images: string[];
    cells: Cell[];
  };

  it.each(cells)('chroma $chroma, quality $quality', async ({ quality, chroma, ...published }) => {
    const settings = `jpeg:optimise=false,chroma=${chroma},quality=${quality}`;
    const jpeg = await arm(settings);
    await withSession(jpeg, async (session) => {
      for (const [index, name] of images.entries()) {
        const image = await kodak(Number(name.slice(-2)));
        const { bytes, decoded } = await roundTrip(session, jpeg, image);
        expect(bytes.length).toBe(published.bytes[index]! - jfifHeaderBytes);
        expect(await scoreOf(psnr, image, decoded)).toBeCloseTo(published.psnr_rgb[index]!, 4);
      }
    });
  });
});

describe('JPEG', () => {
  it('keeps grey as one component', async () => {
    const jpeg = await arm('jpeg:quality=90');
    await withSession(jpeg, async (session) => {
      const { bytes, decoded } = await roundTrip(
        session,
        jpeg,
        picture({ width: 40, height: 24, channels: 1 }),
      );
      expect(componentsOf(bytes)).toBe(1);
      expect(decoded.channels).toBe(1);
    });
  });

  it('names mozjpeg only where one of its features is on', async () => {
    const nameOf = async (text: string) => {
      const { codec, settings } = await arm(text);
      return codec.engine(settings).name;
    };
    expect(await nameOf('jpeg:quality=75')).toBe('mozjpeg with its features off');
    expect(await nameOf('jpeg:quality=75,progressive=true')).toBe('mozjpeg with its features off');
    for (const setting of ['mozjpeg=true', 'trellis=true', 'scans=true', 'quant_table=3']) {
      expect(await nameOf(`jpeg:quality=75,${setting}`)).toBe('mozjpeg');
    }
  });

  it('is with mozjpeg=true what its four features make together', async () => {
    const bytesOf = async (text: string) => {
      const jpeg = await arm(text);
      return withSession(jpeg, (session) =>
        session.encode(picture({ width: 120, height: 80 }), untimed),
      );
    };
    const together = 'jpeg:quality=60,trellis=true,overshoot=true,scans=true,quant_table=3';
    expect(await bytesOf('jpeg:quality=60,mozjpeg=true')).toEqual(await bytesOf(together));
  });

  it('halves chroma in both directions with 4:2:0', async () => {
    for (const [chroma, sampling] of [
      ['4:2:0', 0x22],
      ['4:4:4', 0x11],
    ] as const) {
      const jpeg = await arm(`jpeg:chroma=${chroma},quality=50`);
      const bytes = await withSession(jpeg, (session) =>
        session.encode(picture({ width: 40, height: 24 }), untimed),
      );
      expect(bytes[frameHeader(bytes) + 11]).toBe(sampling);
    }
  });
});

/** Where the SOF0 or SOF2 marker stands (ITU-T T.81, B.2.2). */
function frameHeader(bytes: Uint8Array): number {
  let at = 2;
  while (bytes[at + 1] !== 0xc0 && bytes[at + 1] !== 0xc2) {
    at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return at;
}

function componentsOf(bytes: Uint8Array): number {
  return bytes[frameHeader(bytes) + 9]!;
}

describe('mozjpeg', () => {
  it.each(['', 'chroma=4:4:4,'])('is jpeg:mozjpeg=true (%s)', async (more) => {
    const image = picture({ width: 120, height: 90 });
    const encode = async (text: string) =>
      withSession(await arm(text), (session) => session.encode(image, untimed));
    const bytes = await encode(`mozjpeg:${more}quality=60`);
    expect(bytes).toEqual(await encode(`jpeg:mozjpeg=true,${more}quality=60`));
    const off = 'trellis=false,overshoot=false,scans=false,quant_table=0,progressive=false';
    const plain = await encode(`mozjpeg:${more}${off},quality=60`);
    expect(plain).toEqual(await encode(`jpeg:${more}quality=60`));
  });
});
