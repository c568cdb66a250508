import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.ts';
import { describeShared } from '../../support/shared.js';
import { kodak } from '../kodak.js';
import { arm, picture, resources, roundTrip, withSession } from '../support.js';

/** `opj_compress -r RATIO` (OpenJPEG 2.5.0 of Debian 12), with `-I` for 9/7, to JP2. */
const peers = [
  { number: 3, wavelet: '9/7', ratio: 10, bytes: 117820, db: 47.1228 },
  { number: 3, wavelet: '9/7', ratio: 50, bytes: 23448, db: 36.6679 },
  { number: 3, wavelet: '5/3', ratio: 20, bytes: 58899, db: 40.9905 },
  { number: 13, wavelet: '9/7', ratio: 20, bytes: 58993, db: 28.7453 },
  { number: 13, wavelet: '5/3', ratio: 10, bytes: 117964, db: 33.8241 },
  { number: 23, wavelet: '9/7', ratio: 20, bytes: 58970, db: 42.9086 },
  { number: 23, wavelet: '5/3', ratio: 50, bytes: 23604, db: 37.4061 },
];

describeShared('JPEG 2000 against opj_compress on Kodak', () => {
  it.each(peers)('kodim $number, $wavelet, ratio $ratio', async (peer) => {
    const coder = await arm(`jpeg2000:wavelet=${peer.wavelet},ratio=${peer.ratio}`);
    const image = await kodak(peer.number);
    const { bytes, decoded } = await withSession(coder, (session) =>
      roundTrip(session, coder, image),
    );
    expect(Math.abs(bytes.length / peer.bytes - 1)).toBeLessThan(0.01);
    expect(Math.abs((await scoreOf(psnr, image, decoded)) - peer.db)).toBeLessThan(0.1);
    // CompressAI's means at FFmpeg's level 5, 10 and 25, which is half the ratio: 2.39732, 1.19824
    // and 0.47929 bits per pixel.
    const bpp = (8 * bytes.length) / (image.width * image.height);
    expect(Math.abs((bpp * peer.ratio) / 23.97 - 1)).toBeLessThan(0.015);
  });
});

describe('JPEG 2000', () => {
  const image = picture({ width: 70, height: 50 });
  const encoded = async (text: string) => {
    const coder = await arm(text);
    return withSession(coder, (session) => roundTrip(session, coder, image));
  };
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

  it('writes a JP2 file that says sRGB or grey, and reads the bare codestream in it too', async () => {
    const { bytes, decoded } = await encoded('jpeg2000:ratio=8');
    // ISO/IEC 15444-1, I.5.3.3: method 1, precedence, approximation, colour space 16 or 17.
    expect(text(bytes)).toContain('colr\x01\0\0\0\0\0\x10');
    const coder = await arm('jpeg2000:ratio=8');
    await withSession(coder, async (session) => {
      const start = text(bytes).indexOf('jp2c') + 4;
      expect((await session.decode(bytes.subarray(start), untimed)).data).toEqual(decoded.data);
      const grey = await session.encode(picture({ width: 9, height: 9, channels: 1 }), untimed);
      expect(text(grey)).toContain('colr\x01\0\0\0\0\0\x11');
    });
  });

  it('writes the wavelet, the levels, the layers and the order that it is told', async () => {
    for (const [settings, expected] of [
      ['ratio=8', [0, 1, 5, 0]],
      ['wavelet=5/3', [0, 1, 5, 1]],
      ['lossless=true', [0, 1, 5, 1]],
      ['levels=2,order=CPRL,layers=3', [4, 3, 2, 0]],
    ] as const) {
      const { bytes } = await encoded(`jpeg2000:${settings}`);
      // A.6.1: marker, length, style, order, layers (16 bit), transform, levels, block size, …
      const cod = text(bytes).indexOf('\xff\x52');
      expect([5, 7, 9, 13].map((at) => bytes[cod + at])).toEqual(expected);
    }
  });

  it('decodes the first layer of a file to less than all of it: later layers are better', async () => {
    const { bytes } = await encoded('jpeg2000:layers=4,ratio=5');
    const { openOpenjpeg } = await import('#src/runtimes/wasm/openjpeg.js');
    const openjpeg = await openOpenjpeg();
    const codestream = bytes.subarray(text(bytes).indexOf('jp2c') + 4);
    const scores = [];
    for (const layers of [1, 2, 3, 4]) {
      const { data } = await openjpeg.decode(codestream, 10, layers);
      scores.push(await scoreOf(psnr, image, { ...image, data }));
    }
    openjpeg.close();
    for (let i = 1; i < 4; i++) expect(scores[i]).toBeGreaterThan(scores[i - 1]!);
  });

  it('refuses what the decoder would mishandle', async () => {
    const { bytes } = await encoded('jpeg2000:ratio=8');
    const siz = text(bytes).indexOf('\xff\x51');
    const colr = text(bytes).indexOf('colr');
    const coder = await arm('jpeg2000:ratio=8');
    await withSession(
      coder,
      async (session) => {
        for (const [at, value, message] of [
          [siz + 19, 1, /offset/],
          [siz + 39, 2, /2 components/],
          [siz + 41, 2, /subsampled/],
          [siz + 40, 0x87, /signed/],
          [colr + 4, 2, /colour profile/],
          [colr + 10, 18, /colour space 18/],
        ] as const) {
          const broken = bytes.slice();
          broken[at] = value;
          await expect(session.decode(broken, untimed)).rejects.toThrow(message);
        }
      },
      { ...resources, maxPixels: 1e6 },
    );
  });
});
