import { expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { formatOf } from '#src/codecs/formats.js';
import { readHeader, wrapStream } from '#src/codecs/vvc/header.js';
import { generator } from '../../support/random.ts';

// The first bytes of files that the encoders made.
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
/** vvencapp 1.15.0-dev, 384x256, 4:2:0 of 10 bit. */
const vvenc = bytes(
  '000000010079000b821080008030201011a80fffd6109b2b182041382a86608ce2800000030080000003009a60bc05010d01d440',
);
/** uvg266 0.8.1, 384x256, 4:2:0 of 8 bit. */
const uvg266 = bytes(
  '000000010079002b02690000030100000300000300302010138005efedd84d8a2150c1101a041711a0000003002000000303231',
);

it.each([
  ['vvenc', vvenc, 10],
  ['uvg266', uvg266, 8],
])('reads the parameter set of %s', (_, stream, bits) => {
  expect(formatOf(stream)?.id).toBe('vvc');
  expect(readHeader(stream)).toEqual({
    ...{ stream, coded: { width: 384, height: 256 }, width: 384, height: 256 },
    ...{ bits, grey: false, depth: 8 },
  });
});

it('marks odd sides and 16 bit by four bytes, and nothing else', () => {
  expect(wrapStream(vvenc, { width: 384, height: 256, depth: 8 })).toBe(vvenc);
  for (const width of [384, 383]) {
    for (const height of [256, 255]) {
      for (const depth of [8, 16] as const) {
        const file = wrapStream(vvenc, { width, height, depth });
        expect(formatOf(file)?.id).toBe('vvc');
        expect(readHeader(file)).toMatchObject({ stream: vvenc, width, height, depth });
      }
    }
  }
});

it('refuses broken headers with an error of one line, and never runs on', () => {
  const random = generator(11);
  for (const stream of [vvenc, uvg266]) {
    for (let i = 0; i < 3000; i++) {
      const broken = stream.slice(0, 6 + Math.floor(random() * stream.length));
      for (let flips = 0; flips < 3; flips++) {
        broken[Math.floor(random() * broken.length)]! ^= 1 << Math.floor(random() * 8);
      }
      try {
        const { width, height } = readHeader(broken);
        expect(width).toBeGreaterThan(0);
        expect(height).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(WorkError);
      }
    }
  }
});

it('does not take the streams of other video formats for its own', () => {
  // H.264: sequence parameter set 67; H.265: video parameter set 40 01.
  expect(formatOf(bytes('0000000167640028acd9'))).toBeNull();
  expect(formatOf(bytes('0000000140010c01ffff'))).toBeNull();
  expect(formatOf(new Uint8Array(99))).toBeNull();
  expect(formatOf(bytes('56564303'))).toBeNull();
});
