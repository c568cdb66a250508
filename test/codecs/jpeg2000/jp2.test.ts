import { describe, expect, test } from 'vitest';
import { jp2Format, jphFormat } from '#src/codecs/jpeg2000/formats.js';
import { unwrapJp2, wrapJp2 } from '#src/codecs/jpeg2000/jp2.js';
import { picture } from '../support.ts';

const stream = Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 1, 2, 3, 4);
const of = (channels: 1 | 3 | 4, depth: 8 | 16 = 8) =>
  picture({ width: 300, height: 5, channels, depth });
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('wrapJp2', () => {
  test.each([jp2Format, jphFormat])('makes a file of its own format: $id', (format) => {
    for (const channels of [1, 3, 4] as const) {
      const file = wrapJp2(format, stream, of(channels));
      expect(format.recognises(file)).toBe(true);
      expect([...unwrapJp2(file)]).toEqual([...stream]);
    }
    const other = format === jp2Format ? jphFormat : jp2Format;
    expect(other.recognises(wrapJp2(format, stream, of(3)))).toBe(false);
  });

  test('tells size, channels, depth, colour space and alpha', () => {
    const header = (channels: 1 | 3 | 4, depth: 8 | 16): string =>
      latin1(wrapJp2(jp2Format, stream, of(channels, depth)));
    expect(header(3, 16)).toContain('ihdr\0\0\0\x05\0\0\x01\x2c\0\x03\x0f\x07\0\0');
    expect(header(3, 8)).toContain('colr\x01\0\0\0\0\0\x10');
    expect(header(1, 8)).toContain('colr\x01\0\0\0\0\0\x11');
    expect(header(4, 8)).toContain('cdef');
    for (const channels of [1, 3] as const) expect(header(channels, 8)).not.toContain('cdef');
  });
});

describe('unwrapJp2', () => {
  const file = wrapJp2(jp2Format, stream, of(3));

  test('gives a bare codestream as it is', () => expect(unwrapJp2(stream)).toBe(stream));

  test('refuses a file that is cut short', () => {
    for (const length of [0, 7, 12, 40, file.length - 1]) {
      expect(() => unwrapJp2(file.subarray(0, length)), `${length}`).toThrow(/cut short/);
    }
  });

  test('refuses other colour spaces, profiles and palettes', () => {
    const changed = (from: string, to: string): Uint8Array =>
      Buffer.from(latin1(file).replace(from, to), 'latin1');
    expect(() => unwrapJp2(changed('colr\x01\0\0\0\0\0\x10', 'colr\x01\0\0\0\0\0\x12'))).toThrow(
      'has colour space 18; expected sRGB or grey',
    );
    expect(() => unwrapJp2(changed('colr\x01', 'colr\x02'))).toThrow('has a colour profile');
    expect(() => unwrapJp2(changed('colr', 'pclr'))).toThrow('has a palette');
  });

  test('reads sizes of 8 bytes, and 0 for the rest of the file', () => {
    const at = latin1(file).indexOf('jp2c') - 4;
    const rest = Buffer.from(file);
    rest.writeUInt32BE(0, at);
    expect([...unwrapJp2(rest)]).toEqual([...stream]);
    const long = Buffer.concat([file.subarray(0, at), Buffer.alloc(16), stream]);
    long.writeUInt32BE(1, at);
    long.write('jp2c', at + 4, 'latin1');
    long.writeBigUInt64BE(BigInt(16 + stream.length), at + 8);
    expect([...unwrapJp2(long)]).toEqual([...stream]);
  });
});
