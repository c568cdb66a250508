/**
 * Coefficients b that make rows * b nearest to targets in the least squares, with a ridge: every column
 * is scaled to a standard deviation of 1, and `ridge` times the sum of the squared coefficients of those
 * is added. Normal equations by Gaussian elimination with pivots.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  ridge: number,
): number[] {
  const count = rows[0]?.length ?? 0;
  const scales = Array.from({ length: count }, (_, i) => {
    const column = rows.map((row) => row[i]!);
    const middle = column.reduce((sum, v) => sum + v, 0) / column.length;
    const squares = column.reduce((sum, v) => sum + (v - middle) ** 2, 0);
    return Math.sqrt(squares / column.length) || Math.abs(middle) || 1;
  });
  const matrix = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count + 1 }, (_, j) => {
      if (j === count) return dot(rows, i, (r) => targets[r]!) / scales[i]!;
      const sum = dot(rows, i, (r) => rows[r]![j]!) / (scales[i]! * scales[j]!);
      return sum + (i === j ? ridge : 0);
    }),
  );
  return solve(matrix).map((value, i) => value / scales[i]!);
}

function dot(
  rows: readonly (readonly number[])[],
  i: number,
  other: (r: number) => number,
): number {
  return rows.reduce((sum, row, r) => sum + row[i]! * other(r), 0);
}

/** Solves a square system, its right side in the last column. */
function solve(matrix: number[][]): number[] {
  const count = matrix.length;
  for (let at = 0; at < count; at++) {
    const rest = matrix.slice(at).map((row) => Math.abs(row[at]!));
    const pivot = at + rest.indexOf(Math.max(...rest));
    [matrix[at], matrix[pivot]] = [matrix[pivot]!, matrix[at]!];
    for (let row = at + 1; row < count; row++) {
      const factor = matrix[row]![at]! / matrix[at]![at]!;
      for (let i = at; i <= count; i++) matrix[row]![i]! -= factor * matrix[at]![i]!;
    }
  }
  const result = new Array<number>(count).fill(0);
  for (let row = count - 1; row >= 0; row--) {
    let rest = matrix[row]![count]!;
    for (let i = row + 1; i < count; i++) rest -= matrix[row]![i]! * result[i]!;
    result[row] = rest / matrix[row]![row]!;
  }
  return result;
}
