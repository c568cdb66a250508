// Logistic mixing of the predictions of many contexts (Mahoney, PAQ6 and lpaq): each context has a
// counter for every decision; what they say is weighed as logarithms of odds; the weights learn from
// the error. Two tables of corrections follow.

import { codeBit } from './binary-coder';
import { fillLogistic, squash, stretch } from './logistic';

/** Contexts of one decision. */
const inputs: usize = 24;
/** Decisions of one symbol that have counters of their own. */
const decisions: usize = 32;
/** Counters of one input for the decisions on magnitudes, and behind them those for signs. */
const magnitudeCounters: usize = 1 << 16;
const signCounters: usize = 1 << 15;
const counters: usize = magnitudeCounters + signCounters;
/** Of the weights and the corrections, one of each kind is chosen for a symbol by each of two contexts. */
const sets: usize = 64;
/** The points between which a correction is interpolated. */
const points: usize = 33;

const weightBytes = inputs * 4;
const correctionBytes = points * 2;
const setBytes = decisions * weightBytes;

/** Observations after which a counter no longer slows down. */
const slowest: u32 = 255;
/** How quickly weights learn: at first, and in the end. */
const eager: i32 = 48;
const settled: i32 = 10;

const ratesAt = memory.data(256 * 4, 64);
const chosen = memory.data(24 * 4, 64);
const opinions = memory.data(24 * 2, 64);

let countersAt: usize = 0;
let weightsAt: usize = 0;
let correctionsAt: usize = 0;
let first: usize = 0;
let second: usize = 0;
let firstCorrection: usize = 0;
let secondCorrection: usize = 0;
let pace: i32 = 0;
let coded: u32 = 0;

/** What a model takes of memory. */
export function modelBytes(): usize {
  return inputs * counters * 4 + 2 * sets * (setBytes + decisions * correctionBytes);
}

/** Forgets everything. */
export function resetMixer(model: usize): void {
  fillLogistic();
  countersAt = model;
  weightsAt = countersAt + inputs * counters * 4;
  correctionsAt = weightsAt + 2 * sets * setBytes;
  memory.fill(countersAt, 0, weightsAt - countersAt);
  for (let at = weightsAt; at < correctionsAt; at += 4) store<i32>(at, 6144);
  for (let i: usize = 0; i < 2 * sets * decisions * points; i++) {
    store<u16>(correctionsAt + 2 * i, <u16>squash((<i32>(i % points) - 16) * 128));
  }
  for (let n = 0; n <= <i32>slowest; n++) store<u32>(ratesAt + 4 * n, (65_536 * 5) / (5 * n + 11));
  pace = eager;
  coded = 0;
}

/** Says what context an input is in for the magnitude to come; above 2,047 they share counters. */
export function setContext(input: usize, context: u32): void {
  const place = (<usize>context * decisions) & (magnitudeCounters - 1);
  store<u32>(chosen + 4 * input, <u32>(countersAt + (input * counters + place) * 4));
}

/** The same for a sign, which is decision 0; above 32,767 they share counters. */
export function setSignContext(input: usize, context: u32): void {
  const place = magnitudeCounters + (<usize>context & (signCounters - 1));
  store<u32>(chosen + 4 * input, <u32>(countersAt + (input * counters + place) * 4));
}

/** Says which weights and corrections are used, by two contexts below 64. */
export function setWeights(one: usize, other: usize): void {
  first = weightsAt + one * setBytes;
  second = weightsAt + (sets + other) * setBytes;
}

export function setCorrections(one: usize, other: usize): void {
  firstCorrection = correctionsAt + one * decisions * correctionBytes;
  secondCorrection = correctionsAt + (sets + other) * decisions * correctionBytes;
}

/** Writes or reads one decision, which is one of those of a symbol, and learns from it. */
export function codeDecision(decision: usize, bit: bool): bool {
  const shift = decision << 2;
  for (let i: usize = 0; i < inputs; i++) {
    const counter = load<u32>(<usize>load<u32>(chosen + 4 * i) + shift) ^ 0x8000_0000;
    store<i16>(opinions + 2 * i, stretch(counter >> 20));
  }
  const one = first + decision * weightBytes;
  const other = second + decision * weightBytes;
  const odds = weigh(one, other);
  const mixed = squash(odds);

  const steps = min(2047, max(-2047, odds)) + 2048;
  const place = (decision * points + <usize>(steps >> 7)) * 2;
  const near = steps & 127;
  const a = firstCorrection + place;
  const b = secondCorrection + place;
  const corrected = between(a, near) + between(b, near);
  const probability = min(65_533, max(3, (2 * mixed + corrected + 2) >> 2));
  const result = codeBit(probability, bit);

  const goal = result ? 65_535 : 0;
  if ((++coded & 1023) === 0) pace = max(settled, pace - max(1, pace >> 4));
  learn(one, other, ((goal - mixed) * pace) >> 6);
  const nearer: usize = near < 64 ? 0 : 2;
  approach(a + nearer, goal);
  approach(b + nearer, goal);
  for (let i: usize = 0; i < inputs; i++) count(<usize>load<u32>(chosen + 4 * i) + shift, result);
  return result;
}

/** The opinions weighed by the sums of two sets of weights, which have 16 fractional bits. */
function weigh(one: usize, other: usize): i32 {
  let sum = i32x4.splat(0);
  for (let i: usize = 0; i < inputs; i += 8) {
    const opinion = v128.load(opinions + 2 * i);
    const at = i << 2;
    const low = i32x4.add(v128.load(one + at), v128.load(other + at));
    const high = i32x4.add(v128.load(one + at, 16), v128.load(other + at, 16));
    sum = i32x4.add(sum, i32x4.mul(i32x4.extend_low_i16x8_s(opinion), low));
    sum = i32x4.add(sum, i32x4.mul(i32x4.extend_high_i16x8_s(opinion), high));
  }
  const halves = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1);
  return (halves + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)) >> 16;
}

function learn(one: usize, other: usize, error: i32): void {
  const factor = i32x4.splat(error);
  for (let i: usize = 0; i < inputs; i += 8) {
    const opinion = v128.load(opinions + 2 * i);
    const at = i << 2;
    const low = step(i32x4.mul(i32x4.extend_low_i16x8_s(opinion), factor));
    const high = step(i32x4.mul(i32x4.extend_high_i16x8_s(opinion), factor));
    v128.store(one + at, i32x4.add(v128.load(one + at), low));
    v128.store(one + at, i32x4.add(v128.load(one + at, 16), high), 16);
    v128.store(other + at, i32x4.add(v128.load(other + at), low));
    v128.store(other + at, i32x4.add(v128.load(other + at, 16), high), 16);
  }
}

function step(product: v128): v128 {
  return i32x4.shr_s(i32x4.add(product, i32x4.splat(1 << 14)), 15);
}

function between(correction: usize, near: i32): i32 {
  const below = <i32>load<u16>(correction);
  return (below * (128 - near) + <i32>load<u16>(correction, 2) * near) >> 7;
}

function approach(correction: usize, goal: i32): void {
  const now = <i32>load<u16>(correction);
  store<u16>(correction, <u16>(now + ((goal - now) >> 6)));
}

/** A counter has 22 bits of probability, less a half, and 10 of how often it was asked. */
function count(at: usize, bit: bool): void {
  const counter = load<u32>(at) ^ 0x8000_0000;
  const times = counter & 1023;
  const now = <i32>(counter >> 10);
  const goal: i32 = bit ? (1 << 22) - 1 : 0;
  const moved = now + <i32>((<i64>(goal - now) * <i64>load<u32>(ratesAt + 4 * times)) >> 16);
  store<u32>(at, (((<u32>moved) << 10) | min(times + 1, slowest)) ^ 0x8000_0000);
}
