/** Typed arrays that grow together are grown by this factor, so that each cell is copied about once. */
const growth = 2;
const leastCells = 16;

type NumberArray = Uint8Array | Int16Array | Int32Array | Float64Array;

/** The array itself where it has a cell, else a longer copy with it. */
export function withCell<A extends NumberArray>(array: A, cell: number, filling = 0): A {
  if (cell < array.length) return array;
  const Kind = array.constructor as new (length: number) => A;
  const grown = new Kind(Math.max(leastCells, growth * array.length, cell + 1));
  grown.set(array);
  if (filling !== 0) grown.fill(filling, array.length);
  return grown;
}
