/** What stands for a row of a mean, as standard scores: two features that tell something of the rows' values. */
export type Features = readonly [number, number];

/**
 * How much the spread of the features counts against what they tell, in squares of their standard
 * deviation: few rows tell little.
 */
const ridge = 0.1;

/** Standard deviations beyond the features of all rows that it reaches. */
const beyond = 1;

/**
 * Weights of a mean, moved so that the mean is that of rows with other features: what a linear regression by
 * the features, weighted, with a ridge (Hoerl and Kennard 1970), expects there. It is a mean too, since
 * regression is linear in the values; some of its weights may be negative.
 * @param weights above 0, one a row
 * @param features of the rows
 * @param own features of what is asked about
 * @returns weights whose sum is 1
 */
export function tiltWeights(
  weights: readonly number[],
  features: readonly Features[],
  own: Features,
): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => weight / total);
  const meanOf = (of: (each: Features) => number): number =>
    shares.reduce((sum, share, i) => sum + share * of(features[i]!), 0);
  const [a, b] = [meanOf((each) => each[0]), meanOf((each) => each[1])];
  const common = meanOf((each) => (each[0] - a) * (each[1] - b));
  const aa = meanOf((each) => (each[0] - a) ** 2) + ridge;
  const bb = meanOf((each) => (each[1] - b) ** 2) + ridge;
  const determinant = aa * bb - common ** 2;
  const awayA = within(own[0], features, 0) - a;
  const awayB = within(own[1], features, 1) - b;
  const slopeA = (bb * awayA - common * awayB) / determinant;
  const slopeB = (aa * awayB - common * awayA) / determinant;
  return shares.map((share, i) => {
    const [here, there] = features[i]!;
    return share * (1 + slopeA * (here - a) + slopeB * (there - b));
  });
}

function within(value: number, features: readonly Features[], i: 0 | 1): number {
  const all = features.map((each) => each[i]);
  return Math.min(Math.max(value, Math.min(...all) - beyond), Math.max(...all) + beyond);
}
