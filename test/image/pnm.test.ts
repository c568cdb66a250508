import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { decodePnm, encodePam } from '#src/image/pnm.js';
import { createRaster } from '#src/image/raster.js';
import { rasters } from '../support/rasters.js';

const limits = { maxPixels: 10_000 };

function ascii(text: string, ...tail: number[]): Uint8Array {
  return Uint8Array.from([...Buffer.from(text, 'latin1'), ...tail]);
}

function decode(text: string, ...tail: number[]) {
  return decodePnm(ascii(text, ...tail), limits);
}

test('every raster comes back from PAM as it was', () => {
  fc.assert(
    fc.property(rasters, (raster) => {
      expect(decodePnm(encodePam(raster), limits)).toEqual(raster);
    }),
  );
});

test('the PAM header and byte order are those of the specification', () => {
  const data = Uint16Array.from([0x0102, 0xfffe, 0]);
  const raster = createRaster({ width: 1, height: 1, channels: 3, depth: 16, data });
  expect(Buffer.from(encodePam(raster)).toString('latin1')).toBe(
    'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 65535\nTUPLTYPE RGB\nENDHDR\n\x01\x02\xff\xfe\x00\x00',
  );
});

test('PBM: a set bit is black, rows are padded, plain bits may touch', () => {
  const expected = [255, 0, 255, 0, 255, 0];
  const plain = decode('P1\n# a comment\n3 2\n010\n1 0# another\n1\n');
  expect([...plain.data]).toEqual(expected);
  expect([...decode('P4 3 2\n', 0b01011111, 0b10100000).data]).toEqual(expected);
  const wide = decode('P4 9 1\n', 0, 0x80);
  expect([...wide.data]).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 0]);
});

test('PGM and PPM, plain and binary, are scaled to the full range of 8 or 16 bit', () => {
  expect(decode('P2 3 1 15 0 7 15')).toMatchObject({ channels: 1, depth: 8, width: 3, height: 1 });
  expect([...decode('P2 3 1 15 0 7 15').data]).toEqual([0, 119, 255]);
  expect([...decode('P5\n3 1\n15\n', 0, 7, 15).data]).toEqual([0, 119, 255]);
  expect([...decode('P3 1 1 255\n1 2 3').data]).toEqual([1, 2, 3]);
  const twelve = decode('P6 1 1 4095\n', 0x0f, 0xff, 0x08, 0x00, 0, 0);
  expect(twelve).toMatchObject({ channels: 3, depth: 16 });
  expect([...twelve.data]).toEqual([65535, Math.round((2048 * 65535) / 4095), 0]);
  expect(decode('P5 1 1 256 ', 1, 0).depth).toBe(16);
});

test('PAM tuple types: grey with alpha becomes RGBA, a missing type follows the depth', () => {
  const header = 'P7\n# made by hand\nWIDTH 2\nHEIGHT 1\nMAXVAL 255\nDEPTH 2\n';
  const grey = decode(`${header}TUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n`, 9, 255, 7, 0);
  expect(grey.channels).toBe(4);
  expect([...grey.data]).toEqual([9, 9, 9, 255, 7, 7, 7, 0]);
  expect(decode(`${header}ENDHDR\n`, 9, 255, 7, 0)).toEqual(grey);
  const bits = decode(
    'P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n',
    1,
    0,
  );
  expect([...bits.data]).toEqual([255, 0]);
});

describe('broken files are WorkErrors that say what is wrong', () => {
  const pam = 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n';
  test.each([
    ['nothing', '', /not a PNM image/],
    ['another format', 'PNG', /not a PNM image/],
    ['no width', 'P5', /broken after its first two letters/],
    ['no height', 'P5 3', /height is a whole number 1\.\./],
    ['width 0', 'P5 0 3 255 ', /width is a whole number 1\.\..*got '0'/],
    ['negative', 'P5 -1 3 255 ', /width.*got '-1'/],
    ['a maxval too large', 'P5 1 1 65536 x', /maxval is a whole number 1\.\.65535, got '65536'/],
    ['no white space before the samples', 'P5 1 1 255', /not followed by white space/],
    ['too few samples', 'P6 2 2 255 abc', /cut short: needs 12 bytes of samples, has 3/],
    ['too few plain samples', 'P2 2 2 255 100 100 100', /cut short: needs 4 samples, has 3/],
    ['too many plain samples', 'P2 1 1 255 1 2', /more than its 1 samples/],
    ['a plain sample above maxval', 'P2 1 1 15 16', /0\.\.15, got '16'/],
    ['a binary sample above maxval', 'P5 1 1 15 z', /sample 122 is above the image's maxval 15/],
    ['a plain sample that is no number', 'P2 1 1 15 1x', /got '1x'/],
    ['a bit that is none', 'P1 1 1 2', /0\.\.1, got '2'/],
    ['bytes after the image', 'P5 1 1 255 ab', /followed by 1 bytes/],
    ['bytes after a PAM image', `${pam}ab`, /followed by 1 bytes/],
    ['no ENDHDR', 'P7\nWIDTH 1\n', /no ENDHDR/],
    ['a width twice', pam.replace('HEIGHT', 'WIDTH'), /gives WIDTH twice/],
    ['no height', pam.replace('HEIGHT 1\n', ''), /HEIGHT is a whole number.*got none/],
    ['depth 5', pam.replace('DEPTH 1', 'DEPTH 5'), /DEPTH is a whole number 1\.\.4/],
    ['depth against type', pam.replace('GRAYSCALE', 'RGB'), /tuple type 'RGB' of depth 1/],
    ['a type named like a method', pam.replace('GRAYSCALE', 'constructor'), /tuple type/],
  ])('%s', (_name, text, message) => {
    expect(() => decode(text)).toThrow(WorkError);
    expect(() => decode(text)).toThrow(message);
  });

  test('too many pixels, before anything is allocated', () => {
    expect(() => decode('P6 2000000000 2000000000 255 a')).toThrow(/more than 10000 pixels/);
    expect(() => decode('P1 101 100 0')).toThrow(/picture of 101x100 has more than 10000 pixels/);
  });

  test('any cut and any changed byte gives an image or a WorkError', () => {
    const whole = encodePam(
      createRaster({ width: 3, height: 2, channels: 3, depth: 8, data: new Uint8Array(18) }),
    );
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodePnm(whole.subarray(0, length), limits)).toThrow(WorkError);
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = whole.with(at, value);
        try {
          decodePnm(broken, limits);
        } catch (error) {
          expect(error).toBeInstanceOf(WorkError);
        }
      }),
    );
  });
});
