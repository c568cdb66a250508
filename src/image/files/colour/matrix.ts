/** A 3 x 3 matrix, row by row. */
export type Matrix = readonly [
  ...[number, number, number],
  ...[number, number, number],
  ...[number, number, number],
];
export type Triple = readonly [number, number, number];

/** The matrix that does what `b` does and then what `a` does. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const cell = (row: number, column: number) =>
    a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  return [
    ...([cell(0, 0), cell(0, 1), cell(0, 2)] as const),
    ...([cell(3, 0), cell(3, 1), cell(3, 2)] as const),
    ...([cell(6, 0), cell(6, 1), cell(6, 2)] as const),
  ];
}

/** A matrix times a column. */
export function transform(m: Matrix, [x, y, z]: Triple): Triple {
  return [
    m[0] * x + m[1] * y + m[2] * z,
    m[3] * x + m[4] * y + m[5] * z,
    m[6] * x + m[7] * y + m[8] * z,
  ];
}

/** The inverse, or null of a matrix that (all but) has none. */
export function invert([a, b, c, d, e, f, g, h, i]: Matrix): Matrix | null {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!(Math.abs(determinant) > 1e-9)) return null;
  const over = (value: number) => value / determinant;
  return [
    ...([over(e * i - f * h), over(c * h - b * i), over(b * f - c * e)] as const),
    ...([over(f * g - d * i), over(a * i - c * g), over(c * d - a * f)] as const),
    ...([over(d * h - e * g), over(b * g - a * h), over(a * e - b * d)] as const),
  ];
}

/** The matrix that scales the three by factors. */
export function diagonal([x, y, z]: Triple): Matrix {
  return [x, 0, 0, 0, y, 0, 0, 0, z];
}
