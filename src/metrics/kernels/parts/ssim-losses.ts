// What SSIM lacks of 1, from the difference d of the two pictures and the original's moments:
//
//     1 - structure = var(d) / (var(a) + var(b) + c2)      var(b) = var(a) + var(d) - 2 cov(a, d)
//     1 - luminance = mean(d)² / (mean(a)² + mean(b)² + c1)
//
// which is the usual formula written anew. Equal pictures lose exactly nothing, and what f32 rounds
// away is a share of the loss, where the usual form takes large numbers off each other.

import { blurAlong, blurDown, taps } from './gaussian';
import { middle } from './ssim-reference';
import { blurred, lineBytes, lines, samples, slotOf, strip, vectors } from './ssim-strips';

/**
 * The loss of every window of a plane, summed downwards: `sums` gets a row for each of the bands,
 * whose first rows of windows stand in `bands` and after the last one the number of all rows. With
 * `structureOnly` the luminance term is left out. `map` gets every single loss, unless it is 0.
 */
export function similarityLosses<T>(
  a: usize,
  b: usize,
  width: i32,
  height: i32,
  unit: f32,
  moments: usize,
  structureOnly: bool,
  bands: usize,
  sums: usize,
  map: usize,
): void {
  const windows = width - taps + 1;
  const rowBytes = <usize>(4 * vectors(windows));
  for (let x = 0; x < windows; x += strip) {
    const count = min(strip, windows - x);
    let band = bands;
    let sum = sums + <usize>(4 * x);
    let reference = moments + <usize>(8 * x);
    let loss = map === 0 ? lines : map + <usize>(4 * x);
    memory.fill(sum, 0, 4 * count);
    for (let y = 0; y < height; y++) {
      const at = <usize>(y * width + x) * sizeof<T>();
      compareRow<T>(a + at, b + at, count + taps - 1, unit);
      const row = slotOf(y, 4);
      for (let m: usize = 0; m < 3; m++) {
        blurAlong<f32>(lines + m * lineBytes, row + m * <usize>strip * 4, count);
      }
      const window = y - taps + 1;
      if (window < 0) continue;
      for (let m: usize = 0; m < 3; m++) {
        const part = m * <usize>strip * 4;
        blurDown<f32>(slotOf(y + 1, 4) + part, blurred + part, count);
      }
      while (window >= load<i32>(band, 4)) {
        band += 4;
        sum += rowBytes;
        memory.fill(sum, 0, 4 * count);
      }
      if (structureOnly) loseStructure(reference, loss, sum, count);
      else loseSimilarity(reference, loss, sum, count);
      reference += 2 * rowBytes;
      if (map !== 0) loss += rowBytes;
    }
  }
}

/** The lines of d, d² and a d, with a less 128. */
function compareRow<T>(a: usize, b: usize, count: i32, unit: f32): void {
  const units = f32x4.splat(unit);
  const middles = v128.load32_splat(constants, 8);
  for (let i: usize = 0; i < <usize>count; i += 4) {
    let p = samples<T>(a + i * sizeof<T>());
    let d = f32x4.sub(p, samples<T>(b + i * sizeof<T>()));
    if (sizeof<T>() !== 1) {
      p = f32x4.div(p, units);
      d = f32x4.div(d, units);
    }
    const at = lines + 4 * i;
    v128.store(at, d);
    v128.store(at + lineBytes, f32x4.mul(d, d));
    v128.store(at + 2 * lineBytes, f32x4.mul(f32x4.sub(p, middles), d));
  }
}

// (0.01 * 255)², (0.03 * 255)² and the middle of the samples: in memory, as engines put a constant
// vector together anew in every turn of a loop.
const constants: usize = memory.data<f32>([6.5025, 58.5225, middle]);

function loseSimilarity(reference: usize, loss: usize, sum: usize, count: i32): void {
  const c1 = v128.load32_splat(constants);
  const c2 = v128.load32_splat(constants, 4);
  const middles = v128.load32_splat(constants, 8);
  const end = blurred + <usize>(4 * count);
  for (let at = blurred; at < end; at += 16, reference += 32, loss += 16, sum += 16) {
    const meanA = v128.load(reference);
    const varianceA = v128.load(reference, 16);
    const d = v128.load(at);
    const dd = f32x4.mul(d, d);
    const varianceD = f32x4.sub(v128.load(at, 4 * strip), dd);
    const covariance = f32x4.sub(v128.load(at, 8 * strip), f32x4.mul(meanA, d));
    const variances = f32x4.add(
      f32x4.add(f32x4.add(varianceA, varianceA), c2),
      f32x4.sub(varianceD, f32x4.add(covariance, covariance)),
    );
    const p = f32x4.add(meanA, middles);
    const q = f32x4.sub(p, d);
    const means = f32x4.add(f32x4.add(f32x4.mul(p, p), f32x4.mul(q, q)), c1);
    // x / m + y / v - (x / m) (y / v), with a single division
    const value = f32x4.div(
      f32x4.add(f32x4.mul(dd, f32x4.sub(variances, varianceD)), f32x4.mul(varianceD, means)),
      f32x4.mul(means, variances),
    );
    v128.store(loss, value);
    v128.store(sum, f32x4.add(v128.load(sum), value));
  }
}

function loseStructure(reference: usize, loss: usize, sum: usize, count: i32): void {
  const c2 = v128.load32_splat(constants, 4);
  const end = blurred + <usize>(4 * count);
  for (let at = blurred; at < end; at += 16, reference += 32, loss += 16, sum += 16) {
    const varianceA = v128.load(reference, 16);
    const d = v128.load(at);
    const varianceD = f32x4.sub(v128.load(at, 4 * strip), f32x4.mul(d, d));
    const covariance = f32x4.sub(v128.load(at, 8 * strip), f32x4.mul(v128.load(reference), d));
    const variances = f32x4.add(
      f32x4.add(f32x4.add(varianceA, varianceA), c2),
      f32x4.sub(varianceD, f32x4.add(covariance, covariance)),
    );
    const value = f32x4.div(varianceD, variances);
    v128.store(loss, value);
    v128.store(sum, f32x4.add(v128.load(sum), value));
  }
}
