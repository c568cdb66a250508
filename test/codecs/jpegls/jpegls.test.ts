import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { sameSamples } from '#src/image/compare.js';
import { createRaster } from '#src/image/raster.js';
import { generator } from '../../support/random.ts';
import { describeShared } from '../../support/shared.js';
import { kodak } from '../kodak.js';
import { arm, picture, resources, roundTrip, withSession } from '../support.js';

const coded = async (text: string, image = picture({ width: 90, height: 60 })) => {
  const coder = await arm(text);
  return withSession(coder, (session) => roundTrip(session, coder, image));
};

describe('JPEG-LS', () => {
  it.each([1, 2, 3, 7])('is off by at most near=%i, and by that somewhere', async (near) => {
    for (const depth of [8, 16] as const) {
      for (const interleave of ['line', 'sample', 'none']) {
        const text = `jpegls:interleave=${interleave},near=${near}`;
        const { stored, decoded } = await coded(text, picture({ width: 90, height: 60, depth }));
        const errors = stored.data.map((sample, i) => Math.abs(sample - decoded.data[i]!));
        expect(Math.max(...errors)).toBe(near);
      }
    }
  });

  it('is lossless at near=0', async () => {
    const { stored, decoded } = await coded('jpegls:near=0');
    expect(sameSamples(stored, decoded)).toBe(true);
    const { codec, settings } = await arm('jpegls:near=0');
    expect(codec.lossless(settings)).toBe(true);
  });

  it.each(['hp1', 'hp2', 'hp3'])(
    'returns the colours that %s has changed, at 8 and 16 bit',
    async (name) => {
      const text = `jpegls:lossless=true,transform=${name}`;
      const peak = { 8: 255, 16: 65535 };
      for (const depth of [8, 16] as const) {
        const random = generator(depth);
        const length = 40 * 30 * 3;
        const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
        // Corners of the cube of colours and anything between them, in stripes that compress.
        for (let i = 0; i < length; i++) {
          data[i] = i % 360 < 180 ? [0, peak[depth]][Math.floor(i / 7) % 2]! : random() * 999;
        }
        const image = createRaster({ width: 40, height: 30, channels: 3, depth, data });
        const { stored, decoded } = await coded(text, image);
        expect(sameSamples(stored, decoded)).toBe(true);
      }
    },
  );

  it('codes what cannot be compressed, in planes', async () => {
    const random = generator(5);
    for (const channels of [1, 3] as const) {
      const data = Uint8Array.from({ length: 300 * 200 * channels }, () => random() * 256);
      const image = createRaster({ width: 300, height: 200, channels, depth: 8, data });
      for (const settings of ['interleave=sample', 'transform=hp1']) {
        const { bytes, decoded } = await coded(`jpegls:lossless=true,${settings}`, image);
        expect(bytes.length).toBeGreaterThan(data.length);
        expect(sameSamples(image, decoded)).toBe(true);
        // T.87, C.2.2: the frame header tells its length and the number of components.
        expect(Array.from(bytes.subarray(2, 6))).toEqual([0xff, 0xf7, 0, 8 + 3 * channels]);
        expect(bytes[11]).toBe(channels);
      }
    }
  });

  it('refuses a file that goes on for ever, is of 4 components or says no size', async () => {
    const { bytes } = await coded('jpegls:near=2');
    const coder = await arm('jpegls:near=2');
    const changed = (at: number, values: number[]) => {
      const copy = bytes.slice();
      copy.set(values, at);
      return copy;
    };
    await withSession(
      coder,
      async (session) => {
        for (const [file, message] of [
          [bytes.subarray(0, bytes.length - 2), /cut short/],
          [changed(11, [4]), /4 components/],
          [changed(7, [0, 0]), /does not tell its size/],
          [changed(7, [255, 255, 255, 255]), /65535x65535 has more than/],
        ] as const) {
          await expect(session.decode(file, untimed)).rejects.toThrow(message);
        }
      },
      { ...resources, maxPixels: 1e6 },
    );
  });
});

describeShared('JPEG-LS on a photograph', () => {
  it('gains a fifth by any of the transforms', async () => {
    const photo = await kodak(5, { width: 384, height: 256 });
    const plain = (await coded('jpegls:lossless=true', photo)).bytes.length;
    for (const transform of ['hp1', 'hp2', 'hp3']) {
      const { bytes, decoded } = await coded(`jpegls:lossless=true,transform=${transform}`, photo);
      expect(sameSamples(photo, decoded)).toBe(true);
      expect(bytes.length).toBeLessThan(0.8 * plain);
    }
  });
});
