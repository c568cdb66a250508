import { peakOf, type Raster } from '#src/image/raster.js';

/** SSIM of the window around a pixel, mean of the channels: as the paper has it, nothing reused. */
export function ssimMap(a: Raster, b: Raster): (x: number, y: number) => number {
  const { width, channels, depth } = a;
  const taps = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
  const gauss = taps.map((d) => Math.exp(-(d ** 2) / 4.5));
  const sum = gauss.reduce((total, weight) => total + weight, 0);
  const c1 = (0.01 * peakOf(depth)) ** 2;
  const c2 = (0.03 * peakOf(depth)) ** 2;

  const ofChannel = (x: number, y: number, c: number): number => {
    const mean = (value: (i: number) => number): number => {
      let total = 0;
      for (const [row, dy] of taps.entries()) {
        for (const [column, dx] of taps.entries()) {
          const weight = (gauss[row]! * gauss[column]!) / sum ** 2;
          total += weight * value(((y + dy) * width + x + dx) * channels + c);
        }
      }
      return total;
    };
    const p = mean((i) => a.data[i]!);
    const q = mean((i) => b.data[i]!);
    const variances = mean((i) => (a.data[i]! - p) ** 2 + (b.data[i]! - q) ** 2);
    const covariance = mean((i) => (a.data[i]! - p) * (b.data[i]! - q));
    return ((2 * p * q + c1) * (2 * covariance + c2)) / ((p * p + q * q + c1) * (variances + c2));
  };
  return (x, y) => {
    let total = 0;
    for (let c = 0; c < channels; c++) total += ofChannel(x, y, c);
    return total / channels;
  };
}
