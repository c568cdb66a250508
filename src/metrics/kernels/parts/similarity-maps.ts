// The three maps of SSIMULACRA 2 and their sums: dissimilarity (SSIM without the division by the means),
// artifacts (edges that only the decoded picture has) and loss of detail (edges that only the original
// has).

/** Of each map the sum of its values, then that of their fourth powers. */
export const sumsPerColumn = 6;

/**
 * Adds the maps of a row to the sums of its columns, and their weighted sum to the errors of a row,
 * unless `errors` is 0. `prepared` has the original's plane, mean and mean square one after another;
 * where `square` is 0, it has its edges alone, and dissimilarity is left out.
 */
export function compareRow(
  prepared: usize,
  decoded: usize,
  mean: usize,
  square: usize,
  product: usize,
  vectors: i32,
  columns: usize,
  errors: usize,
  weights: usize,
): void {
  const bytes = (<usize>vectors) << 4;
  const one = f32x4.splat(1);
  const none = f32x4.splat(0);
  const stabiliser = f32x4.splat(0.0009);
  for (let x: usize = 0; x < bytes; x += 16) {
    const mean2 = v128.load(mean + x);
    let mean1 = none;
    let edge1 = v128.load(prepared + x);
    if (square) {
      mean1 = v128.load(prepared + bytes + x);
      edge1 = f32x4.abs(f32x4.sub(edge1, mean1));
    }
    const edge2 = f32x4.abs(f32x4.sub(v128.load(decoded + x), mean2));
    const more = f32x4.div(f32x4.sub(edge2, edge1), f32x4.add(one, edge1));
    // Never NaN, so the pseudo-maximum will do, which is one instruction.
    const artifact = f32x4.pmax(none, more);
    const detailLoss = f32x4.pmax(none, f32x4.sub(none, more));
    let dissimilarity = none;
    if (square) {
      const apart = f32x4.sub(mean1, mean2);
      const both = f32x4.sub(v128.load(product + x), f32x4.mul(mean1, mean2));
      const covariance = f32x4.add(f32x4.add(both, both), stabiliser);
      const variance1 = f32x4.sub(v128.load(prepared + 2 * bytes + x), f32x4.mul(mean1, mean1));
      const variance2 = f32x4.sub(v128.load(square + x), f32x4.mul(mean2, mean2));
      const variance = f32x4.add(f32x4.add(variance1, variance2), stabiliser);
      const likeness = f32x4.mul(f32x4.sub(one, f32x4.mul(apart, apart)), covariance);
      dissimilarity = f32x4.pmax(none, f32x4.sub(one, f32x4.div(likeness, variance)));
      addPowers(columns, dissimilarity);
    }
    addPowers(columns + 32, artifact);
    addPowers(columns + 64, detailLoss);
    columns += 96;
    if (errors) {
      let error = f32x4.mul(dissimilarity, v128.load32_splat(weights));
      error = f32x4.add(error, f32x4.mul(artifact, v128.load32_splat(weights, 4)));
      error = f32x4.add(error, f32x4.mul(detailLoss, v128.load32_splat(weights, 8)));
      v128.store(errors + x, f32x4.add(v128.load(errors + x), error));
    }
  }
}

/** How far a plane is from its mean. */
export function edgeRow(plane: usize, mean: usize, out: usize, vectors: i32): void {
  for (let end = out + ((<usize>vectors) << 4); out < end; out += 16) {
    v128.store(out, f32x4.abs(f32x4.sub(v128.load(plane), v128.load(mean))));
    plane += 16;
    mean += 16;
  }
}

function addPowers(at: usize, values: v128): void {
  const squares = f32x4.mul(values, values);
  v128.store(at, f32x4.add(v128.load(at), values));
  v128.store(at, f32x4.add(v128.load(at, 16), f32x4.mul(squares, squares)), 16);
}

/** The sums of a row of tiles from those of their columns, which are cleared. */
export function sumColumns(
  columns: usize,
  vectors: i32,
  left: usize,
  tileColumns: i32,
  sums: usize,
): void {
  for (let tile = 0; tile < tileColumns; tile++) {
    const begin = load<i32>(left + (tile << 2));
    const end = load<i32>(left + (tile << 2), 4);
    for (let each: usize = 0; each < <usize>sumsPerColumn; each++) {
      let sum: f64 = 0;
      for (let x = begin; x < end; x++) {
        sum += load<f32>(columns + 96 * <usize>(x >> 2) + (each << 4) + ((x & 3) << 2));
      }
      store<f64>(sums, sum);
      sums += 8;
    }
  }
  memory.fill(columns, 0, 96 * <usize>vectors);
}
