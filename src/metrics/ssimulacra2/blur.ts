import { exp } from '../../base/elementary.js';
/**
 * Coefficients of the recursive Gaussian of truncated cosines by Charalampidis (2016,
 * doi:10.1109/TSP.2016.2549985), in the order of kernels/parts/recursiveblur.ts. The impulse response
 * is beta_1 cos(w n) + beta_3 cos(3 w n) + beta_5 cos(5 w n) for n from -radius to radius, w = pi / (2
 * radius): symmetric, with a sum of 1 and the variance of the Gaussian. Each value is one that 32 bits
 * hold.
 */
export function recursiveGaussian(sigma: number): Float64Array {
  const radius = Math.round(3.2795 * sigma + 0.2546);
  const oscillators = [1, 3, 5].map((k) => {
    const angle = (k * Math.PI) / (2 * radius);
    const sign = k === 3 ? -1 : 1;
    const sum = sign / Math.tan(angle / 2);
    return {
      angle,
      sum,
      moment: (sign * sum ** 2) / Math.sin(angle),
      spectrum: exp(-0.5 * (sigma * angle) ** 2) / radius,
    };
  });
  const [one, three, five] = oscillators as [Oscillator, Oscillator, Oscillator];
  const cross = (a: Oscillator, b: Oscillator): number => a.sum * b.moment - a.moment * b.sum;
  const zeta = [cross(three, five) / cross(one, three), cross(five, one) / cross(one, three), 1];
  const betas = solve(
    [oscillators.map(({ sum }) => sum), oscillators.map(({ moment }) => moment), zeta],
    [
      1,
      radius ** 2 - sigma ** 2,
      dot(
        zeta,
        oscillators.map(({ spectrum }) => spectrum),
      ),
    ],
  );
  const [first, second, third] = oscillators.map(({ angle }, i) => {
    const gain = -betas[i]! * Math.cos(angle * (radius + 1));
    return fourSteps(gain, 2 * Math.cos(angle));
  });
  const taps = Array.from({ length: radius }, (_, n) =>
    dot(
      betas,
      oscillators.map(({ angle }) => Math.cos(n * angle)),
    ),
  );
  return Float64Array.from([...first!, ...second!, third![0]!, ...taps], Math.fround);
}

interface Oscillator {
  readonly angle: number;
  readonly sum: number;
  readonly moment: number;
  readonly spectrum: number;
}

/**
 * y[n] = gain x[n] + turn y[n-1] - y[n-2], written out for four outputs: the weights of an input in
 * the outputs 0 .. 3 places on, of y[n-1] in all four, of y[n-2] in all but the first.
 */
function fourSteps(gain: number, turn: number): number[] {
  const steps = [1, turn, turn ** 2 - 1, turn ** 3 - 2 * turn];
  const fourth = turn ** 4 - 3 * turn ** 2 + 1;
  return [
    ...steps.map((step) => gain * step),
    ...steps.slice(1),
    fourth,
    ...steps.slice(1).map((step) => -step),
  ];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

type Rows = readonly (readonly number[])[];

/** Cramer's rule for three unknowns. */
function solve(rows: Rows, right: readonly number[]): number[] {
  const whole = determinant(rows);
  return right.map((_, column) => {
    const replaced = rows.map((row, i) =>
      row.map((value, j) => (j === column ? right[i]! : value)),
    );
    return determinant(replaced) / whole;
  });
}

function determinant(rows: Rows): number {
  const [a, b, c] = rows as [number[], number[], number[]];
  const minor = (i: number, j: number): number => b[i]! * c[j]! - b[j]! * c[i]!;
  return a[0]! * minor(1, 2) - a[1]! * minor(0, 2) + a[2]! * minor(0, 1);
}
