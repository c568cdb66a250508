import { decide, literal, optional, signed } from './bools';
import { acSteps, dcSteps, defaultProbabilities, updateProbabilities } from './tables';

// What the first partition says of the whole frame. RFC 6386, section 9 and 19.2.

/** Probabilities of a place of a block: three contexts, 16 bytes apart. */
export const placeBytes: usize = 48;
/** Those of 16 places and one more, for each type of blocks. */
export const typeBytes: usize = 17 * placeBytes;
/**
 * Probabilities by type, place and context, 11 bytes each. Of the first context of a place the next ones are
 * where its coefficient goes, in bytes; the number of the place; and 4 from the second place on, else 0.
 */
export const probabilities: usize = memory.data(4 * 17 * 48);

/** Steps of DC and AC (i32) of Y2, of Y and of chroma, for each of four segments. */
export const steps: usize = memory.data(4 * 24);

/** For each segment, without and with modes of 4x4: limit, inner limit, threshold of variance, 0 or 1 (u8). */
export const strengths: usize = memory.data(4 * 8);

/** Probabilities of the segments' tree. */
export const segmentTree: usize = memory.data(4);

/** Quantisers and strengths of the segments (i32 each). */
const segmentSteps: usize = memory.data(16);
const segmentLevels: usize = memory.data(16);

let usesSegments: bool = false;
/** Whether each macroblock names its segment. */
export let hasMap: bool = false;
let isAbsolute: bool = true;

/** 0 none, 1 simple, 2 normal. */
export let filterType: i32 = 0;
/** Counts of partitions of coefficients: 1, 2, 4 or 8. */
export let partitions: i32 = 1;
export let hasSkips: bool = false;
export let skipProbability: u32 = 0;

/** Bands of the 16 places, and one more. Section 13.3. */
const bands: usize = memory.data<u8>([0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0]);
const zigzag: usize = memory.data<u8>([0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15, 0]);

export function readHeader(state: usize): void {
  // Colour space and clamping: decoders do nothing by them.
  literal(state, 2);
  readSegments(state);
  readFilter(state);
  partitions = 1 << literal(state, 2);
  readSteps(state);
  // Whether probabilities are kept for the next frame.
  literal(state, 1);
  readProbabilities(state);
  hasSkips = literal(state, 1) === 1;
  skipProbability = hasSkips ? literal(state, 8) : 0;
}

/** Section 9.3. */
function readSegments(state: usize): void {
  isAbsolute = true;
  hasMap = false;
  memory.fill(segmentSteps, 0, 16);
  memory.fill(segmentLevels, 0, 16);
  store<u32>(segmentTree, 0xffffffff);
  usesSegments = literal(state, 1) === 1;
  if (!usesSegments) return;
  hasMap = literal(state, 1) === 1;
  if (literal(state, 1)) {
    isAbsolute = literal(state, 1) === 1;
    for (let at: usize = 0; at < 16; at += 4) store<i32>(segmentSteps + at, optional(state, 7));
    for (let at: usize = 0; at < 16; at += 4) store<i32>(segmentLevels + at, optional(state, 6));
  }
  if (!hasMap) return;
  for (let i: usize = 0; i < 3; i++) {
    if (literal(state, 1)) store<u8>(segmentTree + i, <u8>literal(state, 8));
  }
}

/** Section 9.4 and 9.6; strengths as in section 15. */
function readFilter(state: usize): void {
  const isSimple = literal(state, 1) === 1;
  const level = <i32>literal(state, 6);
  const sharpness = <i32>literal(state, 3);
  let ofIntra = 0;
  let ofSmall = 0;
  const hasDeltas = literal(state, 1) === 1;
  if (hasDeltas && literal(state, 1)) {
    // Of four kinds of references and of four of modes: the first of each are those of key frames.
    for (let i = 0; i < 8; i++) {
      if (!literal(state, 1)) continue;
      const delta = signed(state, 6);
      if (i === 0) ofIntra = delta;
      else if (i === 4) ofSmall = delta;
    }
  }
  filterType = level === 0 ? 0 : isSimple ? 1 : 2;
  for (let segment: usize = 0; segment < 4; segment++) {
    let base = level;
    if (usesSegments) {
      base = load<i32>(segmentLevels + (segment << 2)) + (isAbsolute ? 0 : level);
    }
    const at = strengths + (segment << 3);
    putStrength(at, base + ofIntra, sharpness, 0);
    putStrength(at + 4, base + ofIntra + ofSmall, sharpness, 1);
  }
}

function putStrength(to: usize, wanted: i32, sharpness: i32, isSmall: u8): void {
  const level = max(0, min(63, wanted));
  let inner = level;
  if (sharpness > 0) inner = min(inner >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
  inner = max(1, inner);
  store<u8>(to, level === 0 ? 0 : <u8>(2 * level + inner));
  store<u8>(to, <u8>inner, 1);
  store<u8>(to, level >= 40 ? 2 : level >= 15 ? 1 : 0, 2);
  store<u8>(to, isSmall, 3);
}

function stepAt(table: usize, index: i32, most: i32): i32 {
  return load<u16>(table + ((<usize>max(0, min(most, index))) << 1));
}

/** Section 9.6, 14.1. */
function readSteps(state: usize): void {
  const base = <i32>literal(state, 7);
  const yDc = optional(state, 4);
  const y2Dc = optional(state, 4);
  const y2Ac = optional(state, 4);
  const chromaDc = optional(state, 4);
  const chromaAc = optional(state, 4);
  for (let segment: usize = 0; segment < 4; segment++) {
    let index = base;
    if (usesSegments) index = load<i32>(segmentSteps + (segment << 2)) + (isAbsolute ? 0 : base);
    const to = steps + 24 * segment;
    store<i32>(to, 2 * stepAt(dcSteps, index + y2Dc, 127));
    store<i32>(to, max(8, (stepAt(acSteps, index + y2Ac, 127) * 155) / 100), 4);
    store<i32>(to, stepAt(dcSteps, index + yDc, 127), 8);
    store<i32>(to, stepAt(acSteps, index, 127), 12);
    // Chroma's DC ends at 132.
    store<i32>(to, stepAt(dcSteps, index + chromaDc, 117), 16);
    store<i32>(to, stepAt(acSteps, index + chromaAc, 127), 20);
  }
}

/** One type's probabilities by band, context and node. */
const byBand: usize = memory.data(8 * 33);

/** Section 13.4. */
function readProbabilities(state: usize): void {
  let from: usize = 0;
  let to = probabilities;
  for (let type = 0; type < 4; type++) {
    for (let i: usize = 0; i < 264; i++) {
      const isNew = decide(state, load<u8>(updateProbabilities + from));
      const old = <u32>load<u8>(defaultProbabilities + from);
      store<u8>(byBand + i, <u8>(isNew ? literal(state, 8) : old));
      from++;
    }
    for (let place: usize = 0; place < 17; place++) {
      const band = byBand + 33 * <usize>load<u8>(bands + place);
      memory.copy(to, band, 11);
      memory.copy(to + 16, band + 11, 11);
      memory.copy(to + 32, band + 22, 11);
      store<u8>(to, load<u8>(zigzag + place) << 1, 11);
      store<u8>(to, <u8>place, 12);
      store<u8>(to, place > 0 ? 4 : 0, 13);
      to += placeBytes;
    }
  }
}
