import { WorkError } from '../../base/errors.js';
import type { Distribution, DistributionTable } from '../distribution.js';
import { flatTable } from '../flat-table.js';
import { createBitReader, createBitWriter } from './bit-fields.js';

/** Raised when the format changes. */
const version = 1;

/**
 * A table as bytes, for a stream or a model whose decoder cannot build it. Bit by bit, the highest
 * first:
 *
 *     8 version   5 precision   16 distributions - 1   and of every distribution
 *     G(slots)  1 escape  17 offset + 32768   and of every slot but the last
 *     G(signed difference of the share's length to that of the slot before)  the share less its first bit
 *     0 to 7 bits 0   32 CRC-32 of all bytes before
 *
 * G is the Exp-Golomb code of order 0; a signed number d is 2d or, below 0, -2d-1; a share's length
 * is that of its bits less 1, and before the first slot 0. The last slot has what remains.
 */
export function writeTable(table: DistributionTable): Uint8Array {
  const { precision } = flatTable(table);
  const bits = createBitWriter();
  bits.write(version, 8);
  bits.write(precision, 5);
  bits.write(table.distributions.length - 1, 16);
  for (const { offset, cdf, escape: escaped } of table.distributions) {
    bits.writeGolomb(cdf.length - 1);
    bits.write(escaped ? 1 : 0, 1);
    bits.write(offset + 32_768, 17);
    let before = 0;
    for (let i = 0; i + 2 < cdf.length; i++) {
      const share = cdf[i + 1]! - cdf[i]!;
      const length = 31 - Math.clz32(share);
      const step = length - before;
      bits.writeGolomb(step < 0 ? -2 * step - 1 : 2 * step);
      bits.write(share - 2 ** length, length);
      before = length;
    }
  }
  return bits.finish();
}

/** @throws WorkError where the bytes are no table: too few, too many, changed */
export function readTable(bytes: Uint8Array): DistributionTable {
  const bits = createBitReader(bytes);
  const found = bits.read(8);
  if (found !== version) {
    throw new WorkError(`a table of distributions has format version ${version}, got ${found}`, {
      code: 'broken-bitstream',
    });
  }
  const precision = bits.read(5);
  const count = bits.read(16) + 1;
  const whole = 2 ** precision;
  const distributions: Distribution[] = [];
  for (let n = 0; n < count; n++) {
    const slots = bits.readGolomb();
    // Every slot but the last takes a bit at least, so that no more memory is asked for than is due.
    if (slots < 1 || slots > whole || slots - 1 > bits.left()) throw broken('too many slots');
    const escaped = bits.read(1) === 1;
    const offset = bits.read(17) - 32_768;
    const cdf = new Uint32Array(slots + 1);
    let length = 0;
    for (let i = 0; i + 1 < slots; i++) {
      const code = bits.readGolomb();
      length += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
      if (length < 0 || length >= precision) throw broken('a share outside of the whole');
      cdf[i + 1] = cdf[i]! + 2 ** length + bits.read(length);
    }
    if (cdf[slots - 1]! >= whole) throw broken('shares beyond the whole');
    cdf[slots] = whole;
    distributions.push({ offset, cdf, escape: escaped });
  }
  bits.finish();
  const table = { precision, distributions };
  flatTable(table);
  return table;
}

function broken(what: string): WorkError {
  return new WorkError(`the table of distributions is broken: ${what}`, {
    code: 'broken-bitstream',
  });
}
