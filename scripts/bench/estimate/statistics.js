/** @param {readonly number[]} values */
export function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Straight between the nearest two values.
 * @param {readonly number[]} values
 * @param {number} level
 */
export function quantileOf(values, level) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = level * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/** @param {number} share */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
