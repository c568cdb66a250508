/** Cells of a column in some order. */
export function pick(column: ArrayLike<number>, order: Int32Array): Float64Array {
  const picked = new Float64Array(order.length);
  for (let i = 0; i < picked.length; i++) picked[i] = column[order[i]!]!;
  return picked;
}
