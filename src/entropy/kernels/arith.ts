// The adaptive coder of latents: every value is predicted; its residual is a row of binary decisions,
// each coded with a probability mixed from contexts. Integers alone, so that a stream is the same on
// every machine.
//
//     decision 30, 31 where magnitudes around it are large: is it beyond bucket 4, or 8?
//     decision 0      is it zero?
//     decision 1..29  is it beyond bucket 1, 2, …? Buckets of magnitude: 1 2 3 4 5-6 7-8 9-12 13-16 …
//     as they are     the place in the bucket
//     sign
//
// Planes have a border: two values to the left and to the right, two rows above, one below. Values
// and residuals are int16, activities uint16 of the same layout.

import { isReading } from './parts/binary-coder';
import { bucketOf, codePlace, lastBucket } from './parts/buckets';
import {
  codeDecision,
  modelBytes,
  resetMixer,
  setContext,
  setCorrections,
  setSignContext,
  setWeights,
} from './parts/mixer';
import { fillLevels, levelOf, magnitudeAt, signAt } from './parts/neighbours';
import { beginPrediction, isPredictable, learnValue, predict } from './parts/predictor';

export { enlarge, summarise } from './parts/activity';
export {
  continueAt,
  finishEncoder,
  position,
  startDecoder,
  startEncoder,
} from './parts/binary-coder';
export { heapBase } from './parts/memory';
export { modelBytes };

/** Twelve times the mean magnitude around, from which on the bucket is first compared with another. */
const loudNear: u32 = 12 * 6;
const loudBucket: u32 = 4;
const louderNear: u32 = 12 * 24;
const louderBucket: u32 = 8;

let row: usize = 0;
let width: i32 = 0;
let plane: u32 = 0;
let group: u32 = 0;
/** Values of the plane, its residuals; of two reference planes and the parent, values and activities. */
let values: usize = 0;
let residuals: usize = 0;
let oneValues: usize = 0;
let otherValues: usize = 0;
let parentValues: usize = 0;
let oneActivity: usize = 0;
let otherActivity: usize = 0;
let parentActivity: usize = 0;
/** Activity of all planes before in the group, the later ones counting more. */
let pastActivity: usize = 0;

/** Begins a stream with a model that knows nothing. */
export function reset(model: usize): void {
  resetMixer(model);
  fillLevels();
}

/** Begins a plane; all pointers are to the value in its upper left corner. @param stride in values */
export function beginPlane(
  index: u32,
  ofGroup: u32,
  firstOfGroup: bool,
  columns: i32,
  stride: i32,
  ownValues: usize,
  ownResiduals: usize,
): void {
  plane = index;
  group = ofGroup;
  width = columns;
  row = <usize>stride * 2;
  values = ownValues;
  residuals = ownResiduals;
  beginPrediction(firstOfGroup);
}

/** Says what is known of other planes; where there is none, all of a plane may be zero. */
export function setReferences(
  one: usize,
  activityOfOne: usize,
  other: usize,
  activityOfOther: usize,
  parent: usize,
  activityOfParent: usize,
  activityOfPast: usize,
): void {
  oneValues = one;
  oneActivity = activityOfOne;
  otherValues = other;
  otherActivity = activityOfOther;
  parentValues = parent;
  parentActivity = activityOfParent;
  pastActivity = activityOfPast;
}

/** Writes or reads a row of the plane, which all rows above it have been through. */
export function codeRow(y: i32): void {
  const start = <usize>y * row;
  const left = values + start;
  if (y > 0) {
    const above = load<i16>(left - row);
    store<i16>(left - 2, above);
    store<i16>(left - 4, above);
  }
  for (let x: usize = 0; x < <usize>width; x++) codeValue(start + 2 * x);
  const right = left + 2 * <usize>width;
  const last = load<i16>(right - 2);
  store<i16>(right, last);
  store<i16>(right, last, 2);
}

function codeValue(offset: usize): void {
  const at = values + offset;
  const prediction = predict(
    at,
    row,
    oneValues + offset,
    otherValues + offset,
    parentValues + offset,
  );
  const centre = isPredictable() ? <i32>((prediction + 32_768) >> 16) : 0;
  // Eighths, -4..3: what the centre leaves of the prediction.
  const rest = <i32>max<i64>(-4, min<i64>(3, (prediction - ((<i64>centre) << 16)) >> 13));

  const wanted = isReading() ? 0 : <i32>(<i16>(<i32>load<i16>(at) - centre));
  const bucket = codeBucket(offset, rest, bucketOf(abs(wanted)));
  let residual = 0;
  if (bucket > 0) {
    const magnitude = codePlace(bucket, abs(wanted));
    const negative = codeSign(offset, centre, rest + 4, min<u32>(bucket, 3), wanted < 0);
    residual = <i32>(<i16>(negative ? -magnitude : magnitude));
  }
  store<i16>(residuals + offset, <i16>residual);
  const value = <i32>(<i16>(centre + residual));
  store<i16>(at, <i16>value);
  learnValue(value, prediction);
}

function codeBucket(offset: usize, rest: i32, wanted: u32): u32 {
  const at = residuals + offset;
  const up = at - row;
  const top = up - row;
  const w = magnitudeAt(at - 2);
  const ww = magnitudeAt(at - 4);
  const n = magnitudeAt(up);
  const nn = magnitudeAt(top);
  const nw = magnitudeAt(up - 2);
  const ne = magnitudeAt(up + 2);
  const nww = magnitudeAt(up - 4);
  const nee = magnitudeAt(up + 4);
  const nne = magnitudeAt(top + 2);
  const nnw = magnitudeAt(top - 2);
  const one = <u32>load<u16>(oneActivity + offset);
  const other = <u32>load<u16>(otherActivity + offset);
  const parent = <u32>load<u16>(parentActivity + offset);
  const past = <u32>load<u16>(pastActivity + offset);

  const near: u32 = 3 * (w + n) + 2 * (nw + ne) + ww + nn;
  const wide: u32 = 2 * (w + n + nw + ne + ww + nn) + nee + nww + nne + nnw;
  const all: u32 = 8 * near + 2 * wide + one + other + 2 * parent + past;
  const nearest = levelOf(2 * (w + n), 23);
  const local = levelOf(near, 31);
  const expected = levelOf(all >> 2, 31);
  const ofOne = levelOf(one >> 1, 31);
  const ofOther = levelOf(other >> 1, 31);
  const ofParent = levelOf(parent >> 1, 31);
  const ofPast = levelOf(past >> 1, 31);
  const lean = <u32>(abs(2 * rest + 1) >> 1);
  const here = plane & 63;
  const oneExact = min<u32>(magnitudeAt(oneValues + offset), 7);
  const otherExact = min<u32>(magnitudeAt(otherValues + offset), 7);
  const parentExact = min<u32>(magnitudeAt(parentValues + offset), 7);

  setContext(0, plane * 4 + lean);
  setContext(1, local);
  setContext(2, levelOf(2 * w, 19) * 20 + levelOf(2 * n, 19));
  setContext(3, levelOf(2 * nw, 15) + 16 * levelOf(2 * ne, 15) + 256 * levelOf(w + n, 7));
  setContext(4, levelOf(wide, 31) * 24 + nearest);
  setContext(5, ofOne * 24 + nearest);
  setContext(6, ofOther * 24 + nearest);
  setContext(7, ofParent * 24 + nearest);
  setContext(8, ofPast * 24 + min<u32>(local, 23));
  setContext(9, levelOf(all, 63) * 4 + lean);
  setContext(10, expected + 32 * here);
  setContext(
    11,
    min<u32>(ofOne >> 1, 11) + 12 * min<u32>(ofOther >> 1, 11) + 144 * min<u32>(ofParent >> 1, 11),
  );
  setContext(12, oneExact + 8 * otherExact + 64 * parentExact + 512 * min<u32>(local >> 1, 3));
  setContext(13, ((ofOne + ofOther) >> 1) * 24 + min<u32>(local, 23));
  setContext(
    14,
    min<u32>(w, 7) + 8 * min<u32>(n, 7) + 64 * min<u32>(ne, 3) + 256 * min<u32>(nw, 3),
  );
  setContext(15, min<u32>(local, 15) + 16 * (group & 15) + 256 * min<u32>(ofParent >> 2, 7));
  setContext(16, levelOf(2 * n + ne + nne + nw, 31) * 24 + levelOf(2 * w + ww + nw + nww, 23));
  setContext(17, ofOne * 32 + ofOther);
  setContext(18, ofParent * 32 + ofOther);
  setContext(19, ofOther + 32 * here);
  setContext(20, local + 32 * here);
  setContext(21, ofParent + 32 * here);
  setContext(22, ofOne + 32 * here);
  setContext(23, ofPast * 32 + ofParent);
  setWeights(min<u32>(expected >> 1, 15), group & 31);
  setCorrections(min<u32>(expected, 30), plane & 31);
  // Where much is about, most decisions on small magnitudes are spared.
  let bucket: u32 = 0;
  let last = lastBucket;
  if (near >= loudNear) {
    const louder = near >= louderNear;
    const middle = louder ? louderBucket : loudBucket;
    if (codeDecision(louder ? 31 : 30, wanted > middle)) bucket = middle + 1;
    else last = middle;
  }
  while (bucket < last && codeDecision(bucket, wanted > bucket)) bucket++;
  return bucket;
}

function codeSign(offset: usize, centre: i32, rest: u32, size: u32, wanted: bool): bool {
  const at = values + offset;
  const up = at - row;
  const w = signAt(at - 2, centre);
  const n = signAt(up, centre);
  const corners = signAt(up - 2, centre) + 3 * signAt(up + 2, centre);
  const ww = signAt(at - 4, centre);
  const nn = signAt(up - row, centre);
  const wn = w + 3 * n;
  const o = oneValues + offset;
  const p = otherValues + offset;
  const q = parentValues + offset;
  const one = signAt(o, 0);
  const other = signAt(p, 0);
  const parent = signAt(q, 0);
  const wSize = min<u32>(magnitudeAt(residuals + offset - 2), 2);
  const nSize = min<u32>(magnitudeAt(residuals + offset - row), 2);
  const otherSize = min<u32>(magnitudeAt(p), 3);
  const here = plane & 255;
  const scale = group & 31;

  setSignContext(0, rest + 8 * size + 32 * scale);
  setSignContext(1, wn + 9 * here);
  setSignContext(2, wn + 9 * corners);
  setSignContext(3, w + 3 * ww + 9 * n + 27 * nn);
  setSignContext(4, one + 3 * other + 9 * here);
  setSignContext(5, other + 3 * here);
  setSignContext(6, one + 3 * here);
  setSignContext(7, parent + 3 * here);
  setSignContext(8, one + 3 * other + 9 * parent + 27 * scale);
  setSignContext(9, wn + 9 * other + 27 * size + 108 * scale);
  setSignContext(10, w + 3 * other + 9 * here);
  setSignContext(11, n + 3 * other + 9 * here);
  setSignContext(12, wn + 9 * signAt(p + 2, 0) + 27 * signAt(p + row, 0) + 81 * scale);
  setSignContext(13, rest + 8 * size + 32 * wn);
  setSignContext(14, rest + 8 * here);
  setSignContext(15, other + 3 * size + 12 * otherSize + 48 * scale);
  setSignContext(16, n + 3 * nn + 9 * here);
  setSignContext(17, w + 3 * ww + 9 * here);
  setSignContext(18, plane);
  setSignContext(19, wn + 9 * corners + 81 * here);
  setSignContext(20, wn + 9 * wSize + 27 * nSize + 81 * here);
  setSignContext(21, parent + 3 * wn + 27 * here);
  setSignContext(22, around(q) + 243 * scale);
  setSignContext(23, around(o) + 243 * (plane & 31));
  setWeights(16 + scale, 32 + size);
  setCorrections(31, 32 + rest);
  return codeDecision(0, wanted);
}

/** The signs of a value and its four neighbours. */
function around(at: usize): u32 {
  const columns = signAt(at - 2, 0) + 3 * signAt(at, 0) + 9 * signAt(at + 2, 0);
  return columns + 27 * signAt(at - row, 0) + 81 * signAt(at + row, 0);
}
