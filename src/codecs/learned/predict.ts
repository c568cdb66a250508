import type { LatentShape, Latents } from '../../entropy/latents.js';

/**
 * The median prediction of JPEG-LS (ITU-T T.87, A.4.2) on each plane of a group:
 *
 *     c b      the median of a, b and a + b - c
 *     a x
 *
 * Outside the plane stands 0 above the first row, b left of a row, and a for c in the first row.
 */
export function medianResiduals({ channels, height, width, data }: Latents): Int16Array {
  const residuals = new Int16Array(data.length);
  // Kept in 16 bit, around which sums wrap: adding the prediction undoes it exactly.
  forEachPrediction({ channels, height, width }, data, (at, predicted) => {
    residuals[at] = data[at]! - predicted;
  });
  return residuals;
}

/** The group that `medianResiduals` made these of. */
export function undoMedian(residuals: Int16Array, shape: LatentShape): Int16Array {
  const data = new Int16Array(residuals.length);
  forEachPrediction(shape, data, (at, predicted) => {
    data[at] = residuals[at]! + predicted;
  });
  return data;
}

function forEachPrediction(
  { channels, height, width }: LatentShape,
  data: Int16Array,
  use: (at: number, predicted: number) => void,
): void {
  for (let channel = 0, at = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        const b = y > 0 ? data[at - width]! : 0;
        const a = x > 0 ? data[at - 1]! : b;
        const c = y === 0 ? 0 : x > 0 ? data[at - width - 1]! : b;
        const [low, high] = a < b ? [a, b] : [b, a];
        use(at, y === 0 ? a : c >= high ? low : c <= low ? high : a + b - c);
      }
    }
  }
}
