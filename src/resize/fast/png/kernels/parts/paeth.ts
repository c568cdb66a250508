/** Paeth's predictor of 16 bytes: left, up, or the corner, whichever is nearest to left + up - corner. */
export function paeth(left: v128, up: v128, corner: v128): v128 {
  const fromLeft = distance(up, corner);
  const fromUp = distance(left, corner);
  // Where both lie on the same side of the corner their distances add up, else they take from each other.
  const isAbove = i8x16.eq(i8x16.max_u(left, corner), left);
  const isUpAbove = i8x16.eq(i8x16.max_u(up, corner), up);
  const fromCorner = v128.bitselect(
    distance(fromLeft, fromUp),
    i8x16.add_sat_u(fromLeft, fromUp),
    v128.xor(isAbove, isUpAbove),
  );
  const upOrCorner = v128.bitselect(up, corner, i8x16.le_u(fromUp, fromCorner));
  return v128.bitselect(left, upOrCorner, i8x16.le_u(fromLeft, i8x16.min_u(fromUp, fromCorner)));
}

function distance(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/** The mean of bytes, rounded down; the instruction rounds up. */
export function meanDown(a: v128, b: v128): v128 {
  return i8x16.sub(i8x16.avgr_u(a, b), v128.and(v128.xor(a, b), i8x16.splat(1)));
}
