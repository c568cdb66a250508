import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readPamHeader, readPnmHeader, tokensOf } from '#src/image/pnm-header.js';

const pnm = (text: string) => readPnmHeader(Buffer.from(text, 'latin1'));
const pam = (text: string) => readPamHeader(Buffer.from(text, 'latin1'));

describe('readPnmHeader', () => {
  test.each([
    ['P5\n3 2\n255\nx', { stored: 1, maxval: 255, start: 11 }],
    ['P6 3\t2 65535 x', { stored: 3, maxval: 65535, start: 13 }],
    ['P4\n3 2\nx', { stored: 1, maxval: 1, start: 7 }],
    ['P2#of a test\n3 #three\n2 9\n', { stored: 1, maxval: 9, start: 26 }],
  ])('%j', (text, wanted) => {
    expect(pnm(text)).toEqual({ magic: text.slice(0, 2), width: 3, height: 2, ...wanted });
  });

  test.each([
    ['P8\n3 2\n', /does not begin with P1 to P7/],
    ['P5x3 2\n', /P5 header is broken after its first two letters/],
    ['P5\n3', /P5 height is a whole number 1\.\.2147483647, got none/],
    ['P5\n0 2\n255\n', /P5 width is a whole number .* got '0'/],
    ['P5\n3 2\n65536\n', /P5 maxval is a whole number 1\.\.65535, got '65536'/],
    ['P5\n3 -2\n255\n', /got '-2'/],
    ['P5\n3 2\n255', /not followed by white space/],
  ])('refuses %j', (text, message) => {
    expect(() => pnm(text)).toThrow(WorkError);
    expect(() => pnm(text)).toThrow(message);
  });
});

describe('readPamHeader', () => {
  const fields = 'WIDTH 3\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\n';

  test('lines in any order, comments and a type in parts', () => {
    const text = `P7\nMAXVAL 255\n# a test\nDEPTH 2\nTUPLTYPE GRAYSCALE_ALPHA\nHEIGHT 2\nWIDTH 3\nENDHDR\n`;
    expect(pam(text)).toEqual({
      ...{ magic: 'P7', width: 3, height: 2, stored: 2, maxval: 255 },
      start: text.length,
    });
    expect(pam(`P7\n${fields}ENDHDR\nxyz`)).toMatchObject({ stored: 4 });
  });

  test.each([
    [`P7\n${fields}`, /no ENDHDR line/],
    [`P7 WIDTH 3\n${fields}ENDHDR\n`, /no line of its own for P7/],
    [`P7\n${fields}WIDTH 4\nENDHDR\n`, /gives WIDTH twice/],
    ['P7\nWIDTH 3\nHEIGHT 2\nMAXVAL 255\nENDHDR\n', /DEPTH is a whole number 1\.\.4, got none/],
    [`P7\n${fields}TUPLTYPE RGB\nENDHDR\n`, /tuple type 'RGB' of depth 4 is none that is known/],
    [`P7\n${fields}TUPLTYPE constructor\nENDHDR\n`, /tuple type 'constructor'/],
  ])('refuses %j', (text, message) => {
    expect(() => pam(text)).toThrow(message);
  });
});

test('tokensOf leaves comments out; a bit is a word of its own', () => {
  const words = (text: string, options = {}) =>
    Array.from(tokensOf(Buffer.from(text), 0, options), (token) => token.text);
  expect(words('12 #no 3\n 4#5')).toEqual(['12', '4']);
  expect(words('10 1#', { single: true })).toEqual(['1', '0', '1']);
  // Cut, and then refused as a number.
  expect(words('9'.repeat(30))[0]).toHaveLength(20);
});
