// Predicts a value from its neighbours and from planes that are known, linearly, by weights that learn
// from the error (normalised least mean squares), in fixed point.

/** W N NW NE WW NN; centre, W, E, N, S of two reference planes; centre of the parent. */
const taps = 17;
const ownTaps = 6;
const inputsAt = memory.data(taps * 8, 64);
const weightsAt = memory.data(taps * 8, 64);

/** What the prediction is tried on before it is used: both have 16 fractional bits. */
let missOfPrediction: i64 = 0;
let missOfZero: i64 = 0;
let power: i64 = 0;
let usualPower: i64 = 0;

/** Begins a plane. What was learnt of the neighbours stays, unless it is the first of a group. */
export function beginPrediction(firstOfGroup: bool): void {
  for (let i = firstOfGroup ? 0 : ownTaps; i < taps; i++) store<i64>(weightsAt + 8 * i, 0);
  missOfPrediction = 0;
  missOfZero = 0;
  usualPower = 16;
}

/** The prediction with 16 fractional bits, within what int16 has. Planes have a border of two values. */
export function predict(own: usize, row: usize, one: usize, other: usize, parent: usize): i64 {
  tap(0, own - 2);
  tap(1, own - row);
  tap(2, own - row - 2);
  tap(3, own - row + 2);
  tap(4, own - 4);
  tap(5, own - 2 * row);
  cross(6, one, row);
  cross(11, other, row);
  tap(16, parent);
  let sum: i64 = 0;
  power = 0;
  for (let i = 0; i < taps; i++) {
    const input = load<i64>(inputsAt + 8 * i);
    sum += input * load<i64>(weightsAt + 8 * i);
    power += input * input;
  }
  return max<i64>(-32_768 << 16, min<i64>(32_767 << 16, sum >> 8));
}

/** Whether the predictions of this plane have been nearer than zero lately. */
export function isPredictable(): bool {
  return missOfPrediction * 64 < missOfZero * 63;
}

/** Learns what the value was. */
export function learnValue(value: i32, prediction: i64): void {
  const error = ((<i64>value) << 16) - prediction;
  missOfPrediction += (abs<i64>(error) - missOfPrediction) >> 7;
  missOfZero += (((<i64>abs(value)) << 16) - missOfZero) >> 7;
  usualPower += ((power << 4) - usualPower) >> 5;
  const gain = (error << 12) / ((power << 4) + usualPower + 64);
  if (gain === 0) return;
  for (let i = 0; i < taps; i++) {
    const change = (gain * load<i64>(inputsAt + 8 * i)) >> 4;
    store<i64>(weightsAt + 8 * i, load<i64>(weightsAt + 8 * i) + change);
  }
}

function tap(index: i32, at: usize): void {
  store<i64>(inputsAt + 8 * index, <i64>load<i16>(at));
}

function cross(index: i32, at: usize, row: usize): void {
  tap(index, at);
  tap(index + 1, at - 2);
  tap(index + 2, at + 2);
  tap(index + 3, at - row);
  tap(index + 4, at + row);
}
