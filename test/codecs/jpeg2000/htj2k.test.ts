import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.ts';
import { describeShared } from '../../support/shared.js';
import { kodak } from '../kodak.js';
import { arm, picture, roundTrip, withSession } from '../support.js';

/** Codestreams of `ojph_compress -qstep STEP` and `-reversible true` (OpenJPH 0.9.0 of Debian 12). */
const peers = [
  { number: 3, settings: 'lossless=true', bytes: 436248, db: Infinity },
  { number: 3, settings: 'step=0.1', bytes: 13375, db: 33.281 },
  { number: 13, settings: 'step=0.02', bytes: 202661, db: 39.9778 },
  { number: 23, settings: 'step=0.005', bytes: 192435, db: 49.3219 },
];

describeShared('HTJ2K against ojph_compress on Kodak', () => {
  it.each(peers)('kodim $number, $settings', async ({ number, settings, bytes, db }) => {
    const coder = await arm(`htj2k:${settings}`);
    const image = await kodak(number);
    const result = await withSession(coder, (session) => roundTrip(session, coder, image));
    // 85 bytes of boxes around the codestream, whose comment and headers differ by a few bytes.
    expect(Math.abs(result.bytes.length - 85 - bytes)).toBeLessThan(12);
    const score = await scoreOf(psnr, image, result.decoded);
    if (db === Infinity) expect(score).toBe(db);
    else expect(score).toBeCloseTo(db, 3);
  });
});

describe('HTJ2K', () => {
  it('writes a JPH file that says which channel is alpha', async () => {
    const coder = await arm('htj2k:step=0.01');
    const image = picture({ width: 40, height: 30, channels: 4 });
    const { bytes, decoded } = await withSession(coder, (session) =>
      roundTrip(session, coder, image),
    );
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.slice(16, 24)).toBe('ftypjph ');
    // ISO/IEC 15444-1, I.5.3.6: channel 3 is opacity, of the whole picture.
    expect(text).toContain(
      'cdef\0\x04\0\0\0\0\0\x01\0\x01\0\0\0\x02\0\x02\0\0\0\x03\0\x03\0\x01\0\0',
    );
    expect(decoded.channels).toBe(4);
  });

  it('writes the levels, the order and the code-blocks that it is told', async () => {
    const image = picture({ width: 70, height: 50 });
    for (const [settings, expected] of [
      ['step=0.01', [2, 5, 4, 0]],
      ['lossless=true', [2, 5, 4, 1]],
      ['levels=2,order=CPRL,block=32', [4, 2, 3, 0]],
    ] as const) {
      const coder = await arm(`htj2k:${settings}`);
      const { bytes } = await withSession(coder, (session) => roundTrip(session, coder, image));
      // A.6.1: marker, length, style, order, layers (16 bit), transform, levels, block size, …
      const cod = Buffer.from(bytes).toString('latin1').indexOf('\xff\x52');
      expect([5, 9, 10, 13].map((at) => bytes[cod + at])).toEqual(expected);
    }
  });

  it('is told apart from JPEG 2000, in a file and bare', async () => {
    const image = picture({ width: 40, height: 30 });
    const [high, plain] = [await arm('htj2k:step=0.01'), await arm('jpeg2000:ratio=8')];
    const { bytes, decoded } = await withSession(high, (session) =>
      roundTrip(session, high, image),
    );
    const bare = bytes.subarray(Buffer.from(bytes).toString('latin1').indexOf('jp2c') + 4);
    await withSession(plain, async (session) => {
      for (const file of [bytes, bare]) {
        await expect(session.decode(file, untimed)).rejects.toThrow(/format jp2, got .*format jph/);
      }
    });
    await withSession(high, async (session) => {
      expect((await session.decode(bare, untimed)).data).toEqual(decoded.data);
    });
  });
});
