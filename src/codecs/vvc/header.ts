import { WorkError } from '../../base/errors.js';
import { startsWith } from '../../image/signature.js';
import { ownMark } from './format.js';

/** What the header of a VVC file says, before anything of it is decoded. */
export interface VvcHeader {
  /** The byte stream itself, without our own four bytes. */
  readonly stream: Uint8Array;
  /** Size of the decoded planes, both even. */
  readonly coded: { readonly width: number; readonly height: number };
  /** Size of the picture. */
  readonly width: number;
  readonly height: number;
  readonly bits: 8 | 10;
  readonly grey: boolean;
  /** Depth of the samples that the picture was made from. */
  readonly depth: 8 | 16;
}

interface Traits {
  readonly width: number;
  readonly height: number;
  readonly depth: 8 | 16;
}

const oddWidth = 1;
const oddHeight = 2;
const deep = 4;

/**
 * A VVC file of a byte stream (ITU-T H.266 annex B). 4:2:0 knows even sides only, and no more than 10
 * bits; where the picture has odd sides or 16 bit, four bytes of our own stand before the stream: "VVC" and
 * flags (1 odd width, 2 odd height, 4 samples of 16 bit). Other files are plain streams.
 */
export function wrapStream(stream: Uint8Array, { width, height, depth }: Traits): Uint8Array {
  const flags =
    (width % 2 ? oddWidth : 0) | (height % 2 ? oddHeight : 0) | (depth === 16 ? deep : 0);
  if (flags === 0) return stream;
  const file = new Uint8Array(stream.length + 4);
  file.set([...Buffer.from(ownMark), flags]);
  file.set(stream, 4);
  return file;
}

/** Reads our own flags and the first sequence parameter set. Throws WorkError. */
export function readHeader(file: Uint8Array): VvcHeader {
  const own = startsWith(file, ownMark);
  const flags = own ? (file[3] ?? 0) : 0;
  const stream = own ? file.subarray(4) : file;
  const set = findParameterSet(stream);
  if (set === null) throw new WorkError('VVC file has no sequence parameter set');
  const { width, height, bits, chroma } = readParameterSet(set);
  if (chroma > 1)
    throw new WorkError('VVC file is of 4:2:2 or 4:4:4; only 4:0:0 and 4:2:0 are read');
  if (bits !== 8 && bits !== 10) throw new WorkError(`VVC file has ${bits} bits; 8 or 10 are read`);
  if (width % 2 || height % 2 || width < 2 || height < 2) {
    throw new WorkError(`VVC file has a size of ${width}x${height}; even sides are expected`);
  }
  return {
    stream,
    coded: { width, height },
    width: width - (flags & oddWidth ? 1 : 0),
    height: height - (flags & oddHeight ? 1 : 0),
    bits,
    grey: chroma === 0,
    depth: flags & deep ? 16 : 8,
  };
}

const parameterSetType = 15;

/** The payload of the first sequence parameter set, without emulation prevention bytes, or null. */
function findParameterSet(stream: Uint8Array): Uint8Array | null {
  for (let i = 0; i + 5 < stream.length; i++) {
    if (stream[i] !== 0 || stream[i + 1] !== 0 || stream[i + 2] !== 1) continue;
    if (stream[i + 4]! >> 3 !== parameterSetType) continue;
    const payload: number[] = [];
    for (let at = i + 5, zeros = 0; at < stream.length && payload.length < 1000; at++) {
      const byte = stream[at]!;
      if (zeros >= 2 && byte === 3) {
        zeros = 0;
        continue;
      }
      if (zeros >= 2 && byte < 3) break;
      zeros = byte === 0 ? zeros + 1 : 0;
      payload.push(byte);
    }
    return Uint8Array.from(payload);
  }
  return null;
}

/** ITU-T H.266 (V3), 7.3.2.4, as far as the bit depth. */
function readParameterSet(payload: Uint8Array) {
  const reader = bitReader(payload);
  const { bits, golomb } = reader;
  bits(8); // sps_seq_parameter_set_id, sps_video_parameter_set_id
  const sublayers = bits(3);
  const chroma = bits(2);
  bits(2); // sps_log2_ctu_size_minus5
  if (bits(1) === 1) skipProfile(reader, sublayers);
  bits(1); // sps_gdr_enabled_flag
  if (bits(1) === 1) bits(1); // sps_ref_pic_resampling_enabled_flag
  let width = golomb();
  let height = golomb();
  if (bits(1) === 1) {
    const unit = chroma === 0 ? 1 : 2;
    width -= unit * (golomb() + golomb());
    height -= unit * (golomb() + golomb());
  }
  if (bits(1) === 1) throw new WorkError('VVC file has subpictures; none are read');
  return { width, height, bits: golomb() + 8, chroma };
}

/** profile_tier_level(1, sublayers), 7.3.3.1. */
function skipProfile({ bits, align }: BitReader, sublayers: number): void {
  bits(16); // profile, tier, level
  bits(2);
  if (bits(1) === 1) {
    // The flags of general_constraints_info, 7.3.3.2.
    for (let i = 0; i < 71; i++) bits(1);
    const more = bits(8);
    for (let i = 0; i < more; i++) bits(1);
  }
  align();
  let levels = 0;
  for (let i = 0; i < sublayers; i++) levels += bits(1);
  align();
  for (let i = 0; i < levels; i++) bits(8);
  const profiles = bits(8);
  for (let i = 0; i < profiles; i++) bits(32);
}

interface BitReader {
  bits(count: number): number;
  golomb(): number;
  align(): void;
}

function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  const bit = (): number => {
    const byte = bytes[at >> 3];
    if (byte === undefined) throw new WorkError('VVC file is cut short in its header');
    const value = (byte >> (7 - (at & 7))) & 1;
    at += 1;
    return value;
  };
  const bits = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + bit();
    return value;
  };
  return {
    bits,
    golomb() {
      let zeros = 0;
      while (bit() === 0) {
        zeros += 1;
        if (zeros > 24) throw new WorkError('VVC file has a broken header');
      }
      return 2 ** zeros - 1 + bits(zeros);
    },
    align() {
      at = (at + 7) & ~7;
    },
  };
}
