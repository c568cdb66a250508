// Range asymmetric numeral systems (Duda 2013) with states of 32 bits that are renormalised by bytes,
// and four lanes in turn (Giesen 2014): symbol i belongs to lane i mod 4. A state lies in [2^24, 2^32),
// 256 times the whole at least: with 2^16 as lower end and 16 bits at a time, which would be quicker by
// a little, shares of 16 bits cost some 0.1 % more.
//
// The encoder goes from the last symbol to the first. It begins with one state, the whole, for all
// symbols. When that has put out nine bytes, each other lane gets three of them as its state, with a
// bit 1 in front, and from there on each symbol uses its lane: so that the further lanes' beginnings
// cost nothing. The decoder does the reverse where a lane wants a byte and there is none left: the other
// states must then be three bytes with a bit 1 in front. It ends with the one state that the encoder
// began with and no byte left.
//
//     stream: states of lanes 0..3, lowest byte first, then bytes
//     or, where there never were nine bytes: the one state, then the bytes; without any byte the
//     highest bytes of that state that are 0 are left out, and all of one that never changed

export { greatestIndex } from './parts/indexes';
export { heapBase } from './parts/memory';
export { beginDecoder, decode, isAtEnd } from './parts/rans-decoder';
export { beginEncoder, encode, endEncoder } from './parts/rans-encoder';
