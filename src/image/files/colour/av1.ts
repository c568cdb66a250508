import { type Cicp, saysNothing } from './cicp.js';

const sequenceHeader = 1;

/**
 * The code points in the sequence header among AV1's OBUs, which begin the data of a picture; null where there is none or it leaves them open.
 * AV1 Bitstream & Decoding Process Specification, 5.3 and 5.5.
 */
export function av1Cicp(obus: Uint8Array): Cicp | null {
  try {
    for (let at = 0; at < obus.length; ) {
      const header = obus[at]!;
      const hasExtension = (header & 4) !== 0;
      const hasSize = (header & 2) !== 0;
      at += hasExtension ? 2 : 1;
      let size = 0;
      // Seven bits a byte, the lowest first.
      for (let shift = 0; hasSize; shift += 7) {
        const byte = obus[at++];
        if (byte === undefined || shift > 28) return null;
        size += (byte & 127) * 2 ** shift;
        if (byte < 128) break;
      }
      const end = hasSize ? at + size : obus.length;
      if (((header >> 3) & 15) === sequenceHeader) return readHeader(obus.subarray(at, end));
      at = end;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

/** Bits, the highest of a byte first; past the end it throws RangeError. */
function bitsOf(bytes: Uint8Array): (count: number) => number {
  let at = 0;
  return (count) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) {
      if (at >= bytes.length * 8) throw new RangeError('end of the header');
      value = value * 2 + ((bytes[at >> 3]! >> (7 - (at & 7))) & 1);
    }
    return value;
  };
}

function readHeader(bytes: Uint8Array): Cicp | null {
  const bits = bitsOf(bytes);
  const flag = () => bits(1) === 1;
  const profile = bits(3);
  bits(1);
  const isReduced = flag();
  if (isReduced) bits(5);
  else skipOperatingPoints(bits, flag);
  const [widthBits, heightBits] = [bits(4) + 1, bits(4) + 1];
  bits(widthBits);
  bits(heightBits);
  if (!isReduced && flag()) bits(7);
  // Superblocks, filter intra, intra edge filter.
  bits(3);
  if (!isReduced) skipInterTools(bits, flag);
  // Super resolution, CDEF, restoration.
  bits(3);
  const isHigh = flag();
  if (profile === 2 && isHigh) bits(1);
  if (profile !== 1) bits(1);
  if (!flag()) return null;
  const cicp = { primaries: bits(8), transfer: bits(8) };
  return saysNothing(cicp) ? null : cicp;
}

function skipOperatingPoints(bits: (count: number) => number, flag: () => boolean): void {
  let delayBits = 0;
  if (flag()) {
    bits(64);
    if (flag()) skipVariableLength(bits, flag);
    if (flag()) {
      delayBits = bits(5) + 1;
      bits(42);
    }
  }
  const hasDelay = flag();
  for (let count = bits(5) + 1; count > 0; count--) {
    bits(12);
    if (bits(5) > 7) bits(1);
    if (delayBits > 0 && flag()) bits(2 * delayBits + 1);
    if (hasDelay && flag()) bits(4);
  }
}

function skipVariableLength(bits: (count: number) => number, flag: () => boolean): void {
  let zeros = 0;
  while (!flag()) zeros += 1;
  if (zeros < 32) bits(zeros);
}

function skipInterTools(bits: (count: number) => number, flag: () => boolean): void {
  bits(4);
  const hasOrder = flag();
  if (hasOrder) bits(2);
  // The choice of whole motion vectors follows where screen content tools can be on.
  const mayBeScreen = flag() || flag();
  if (mayBeScreen && !flag()) bits(1);
  if (hasOrder) bits(3);
}
