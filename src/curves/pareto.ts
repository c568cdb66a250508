/**
 * Marks the rows that no other row beats: for each row whether it is on the Pareto front, or null
 * where it lacks a figure and so cannot be judged. Lower is better in every figure; a row beats
 * another that is worse in one figure and better in none.
 * @param rows figures of each row, all in one order
 */
export function paretoFront(rows: readonly (readonly (number | null)[])[]): (boolean | null)[] {
  const complete = rows.map((row) =>
    row.every((figure) => figure !== null && !Number.isNaN(figure)) ? (row as number[]) : null,
  );
  return complete.map((row) => {
    if (row === null) return null;
    return !complete.some((other) => other !== null && beats(other, row));
  });
}

function beats(a: readonly number[], b: readonly number[]): boolean {
  return a.every((figure, i) => figure <= b[i]!) && a.some((figure, i) => figure < b[i]!);
}
