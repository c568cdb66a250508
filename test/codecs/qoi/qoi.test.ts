import { describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { arm, picture, resources, roundTrip, withSession } from '../support.js';

/** The pixels of a QOI file by its specification, as RGBA. */
function decodeQoi(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels = view.getUint32(4) * view.getUint32(8);
  const rgba = new Uint8Array(pixels * 4);
  const seen = new Uint8Array(64 * 4);
  const last = Uint8Array.of(0, 0, 0, 255);
  let at = 14;
  for (let pixel = 0; pixel < pixels; ) {
    const tag = bytes[at++]!;
    let run = 1;
    if (tag >= 254) {
      const count = tag === 254 ? 3 : 4;
      last.set(bytes.subarray(at, at + count));
      at += count;
    } else if (tag >> 6 === 0) {
      last.set(seen.subarray(tag * 4, tag * 4 + 4));
    } else if (tag >> 6 === 1) {
      for (let c = 0; c < 3; c++) last[c]! += ((tag >> (4 - 2 * c)) & 3) - 2;
    } else if (tag >> 6 === 2) {
      const green = (tag & 63) - 32;
      const rest = bytes[at++]!;
      last[0]! += green - 8 + (rest >> 4);
      last[1]! += green;
      last[2]! += green - 8 + (rest & 15);
    } else {
      run = (tag & 63) + 1;
    }
    const [r, g, b, a] = last;
    seen.set(last, ((r! * 3 + g! * 5 + b! * 7 + a! * 11) % 64) * 4);
    for (; run > 0; run--, pixel++) rgba.set(last, pixel * 4);
  }
  expect(Array.from(bytes.subarray(at))).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  return rgba;
}

describe('QOI', () => {
  it.each([3, 4] as const)('writes files of %i channels by the specification', async (channels) => {
    const coder = await arm('qoi');
    const image = picture({ width: 90, height: 60, channels });
    const { bytes, decoded } = await withSession(coder, (session) =>
      roundTrip(session, coder, image),
    );
    // Width, height, channels, colour space 0: sRGB with linear alpha.
    const header = [0x71, 0x6f, 0x69, 0x66, 0, 0, 0, 90, 0, 0, 0, 60, channels, 0];
    expect(Array.from(bytes.subarray(0, 14))).toEqual(header);
    const rgba = decodeQoi(bytes);
    const expected = channels === 4 ? rgba : rgba.filter((_, i) => i % 4 < 3);
    expect(Buffer.from(image.data).equals(Buffer.from(expected))).toBe(true);
    expect(decoded).toEqual(image);
  });

  it('turns a file that says linear light into sRGB', async () => {
    const coder = await arm('qoi');
    const image = picture({ width: 20, height: 10, channels: 4 });
    await withSession(coder, async (session) => {
      const bytes = await session.encode(image, untimed);
      const { data } = await session.decode(bytes.with(13, 1), untimed);
      data.forEach((value, i) => {
        const light = image.data[i]! / 255;
        const level = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
        expect(value).toBe(i % 4 === 3 ? image.data[i] : Math.round(255 * level));
      });
    });
  });

  it('refuses a file without its end, and a header that says nothing', async () => {
    const coder = await arm('qoi');
    const image = picture({ width: 20, height: 10 });
    await withSession(
      coder,
      async (session) => {
        const bytes = await session.encode(image, untimed);
        const changed = (at: number, value: number) => bytes.with(at, value);
        for (const [file, message] of [
          [bytes.subarray(0, -1), /cut short/],
          [changed(7, 0), /holds 0x10 of 3 channels/],
          [changed(12, 5), /of 5 channels/],
          [changed(4, 255), /more than 1000000 pixels/],
        ] as const) {
          await expect(session.decode(file, untimed)).rejects.toThrow(message);
        }
      },
      { ...resources, maxPixels: 1e6 },
    );
  });
});
