/** Place in rows of 8 of the coefficient that comes k-th. ITU-T T.81, figure 5. */
export const zigzag: readonly number[] = Array.from({ length: 15 }, (_, diagonal) => {
  const first = Math.max(0, diagonal - 7);
  const places = Array.from({ length: Math.min(diagonal, 7) - first + 1 }, (_, i) => {
    const row = first + i;
    return 8 * row + (diagonal - row);
  });
  return diagonal % 2 === 0 ? places.reverse() : places;
}).flat();
