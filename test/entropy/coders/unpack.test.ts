import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { unpackAll } from '#src/entropy/coders/unpack.js';

const content = Buffer.from('once, twice, once, twice');
const packed = deflateRawSync(content);
const unpack = (bytes: Uint8Array, length: number) =>
  unpackAll('deflate', inflateRawSync, bytes, length);

test('gives the whole', () => {
  expect(Buffer.from(unpack(packed, content.length))).toEqual(content);
  expect(unpack(deflateRawSync(Buffer.alloc(0)), 0)).toHaveLength(0);
});

test('refuses more than is asked for, bytes behind the end, and what is broken', () => {
  expect(() => unpack(packed, content.length - 1)).toThrow(WorkError);
  expect(() => unpack(Buffer.concat([packed, Buffer.of(0)]), 24)).toThrow(
    new WorkError('deflate stream is broken: bytes follow its end', { code: 'broken-bitstream' }),
  );
  expect(() => unpack(packed.subarray(0, -2), 24)).toThrow(/^deflate stream is broken: /);
});
