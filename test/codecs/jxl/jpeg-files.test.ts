import { describe, expect, test } from 'vitest';
import { checkJpeg, checkJxlOfJpeg } from '#src/codecs/jxl/jpeg-files.js';
import { type JpegFields, jpegHead } from '../jpeg-head.ts';

const whole = (fields: JpegFields = {}) => jpegHead(fields);

describe('checkJpeg', () => {
  test.each([
    [{ process: 0 }],
    [{ process: 1 }],
    [{ process: 2 }],
    [{ sampling: [0x11] }],
    [{ sampling: [0x22, 0x11, 0x11] }],
  ])('takes %j', (fields) => expect(() => checkJpeg(whole(fields), 1e6)).not.toThrow());

  test.each([
    [{ process: 3 }, 'lossless coding'],
    [{ process: 5 }, 'hierarchical coding'],
    [{ process: 9 }, 'arithmetic coding'],
    [{ precision: 12 }, 'samples of 12 bits'],
    [{ sampling: [0x11, 0x11] }, '2 components'],
    [{ sampling: [0x11, 0x11, 0x11, 0x11] }, '4 components (CMYK)'],
    [{ sampling: [0x31, 0x11, 0x11] }, 'a sampling factor of 3'],
    [{ sampling: [0x14, 0x11, 0x11] }, 'a sampling factor of 4'],
  ])('refuses %j', (fields, told) =>
    expect(() => checkJpeg(whole(fields), 1e6)).toThrow(
      `JPEG file with ${told} cannot be recompressed by libjxl`,
    ),
  );

  test('refuses more pixels than allowed, and other files', () => {
    expect(() => checkJpeg(whole({ width: 30, height: 20 }), 600)).not.toThrow();
    expect(() => checkJpeg(whole({ width: 30, height: 20 }), 599)).toThrow(/30x20.*599/);
    expect(() => checkJpeg(Buffer.from('GIF89a'), 1e6)).toThrow(/expected a file of format jpeg/);
  });
});

describe('checkJxlOfJpeg', () => {
  const header = Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1');
  const box = (type: string, content: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  // A small picture of 8x8: one bit, five of zeros, ratio 1.
  const stream = Uint8Array.of(0xff, 0x0a, 0b01000001, 0, 0);
  const file = (...boxes: Buffer[]) => Buffer.concat([header, ...boxes]);

  test('gives a bound for the JPEG in it', () => {
    const made = file(box('jbrd', Uint8Array.of(1)), box('jxlc', stream));
    expect(checkJxlOfJpeg(made, 64)).toBe(16 * 64 + 2 ** 26);
    expect(() => checkJxlOfJpeg(made, 63)).toThrow(/8x8.*63/);
  });

  test('refuses files that were made from pixels, and other files', () => {
    for (const made of [file(box('jxlc', stream)), Buffer.from(stream)]) {
      expect(() => checkJxlOfJpeg(made, 64)).toThrow('made from pixels: there is no JPEG in it');
    }
    expect(() => checkJxlOfJpeg(Buffer.from('qoif'), 64)).toThrow(/expected a file of format jxl/);
  });
});
