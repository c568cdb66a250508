/** Replaces three values, 0..1, by others. */
export type Step = (values: Float64Array) => void;

/**
 * A look-up table of three values by three, interpolated in tetrahedra as littleCMS does: the cube
 * around a point is cut into six along its grey diagonal.
 * @param sides samples along each direction, the first of which varies slowest; each at least 2
 * @param table sides[0] x sides[1] x sides[2] x 3 samples, 0..peak
 */
export function lattice(
  sides: readonly number[],
  table: Uint8Array | Uint16Array,
  peak: number,
): Step {
  const strides = [sides[1]! * sides[2]! * 3, sides[2]! * 3, 3];
  const rests = new Float64Array(3);
  return (values) => {
    let base = 0;
    for (let axis = 0; axis < 3; axis++) {
      const last = sides[axis]! - 1;
      const place = Math.min(1, Math.max(0, values[axis]!)) * last;
      const index = Math.min(last - 1, Math.floor(place));
      rests[axis] = place - index;
      base += index * strides[axis]!;
    }
    // From the near corner to the far one, along the axes in falling order of their rests.
    const [x, y, z] = [rests[0]!, rests[1]!, rests[2]!];
    const first = x >= y ? (x >= z ? 0 : 2) : y >= z ? 1 : 2;
    const third = x < y ? (x < z ? 0 : 2) : y < z ? 1 : 2;
    const second = 3 - first - third;
    const one = base + strides[first]!;
    const two = one + strides[second]!;
    const far = two + strides[third]!;
    const [f, s, t] = [rests[first]!, rests[second]!, rests[third]!];
    for (let c = 0; c < 3; c++) {
      values[c] =
        ((1 - f) * table[base + c]! +
          (f - s) * table[one + c]! +
          (s - t) * table[two + c]! +
          t * table[far + c]!) /
        peak;
    }
  };
}
