// Butteraugli's Malta filter: sums along lines of 16 directions through a pixel, squared and added
// up, so that an error that forms a line or an edge counts more than one that is scattered.
//
// A pixel is named by the corner of the 9x9 around it in a tile of fixed pitch, so that each tap is
// a constant offset: rows n4..n1 above, o, s1..s4 below; columns w4..w1, o, e1..e4.
//
// Tiles are wide: most pictures' rows are then read from end to end, as caches expect. They are low,
// so that a tile and the rows that it is made of stay in a cache of 1 MB.

/** Bytes from row to row of a tile: 4 columns, `tileWidth` and 4 more, in whole cache lines. */
export const tilePitch: usize = 4160;
export const tileWidth: i32 = 1024;
export const tileHeight: i32 = 32;
export const reach: i32 = 4;

const n4: usize = 0;
const n3: usize = tilePitch;
const n2: usize = 2 * tilePitch;
const n1: usize = 3 * tilePitch;
const o: usize = 4 * tilePitch;
const s1: usize = 5 * tilePitch;
const s2: usize = 6 * tilePitch;
const s3: usize = 7 * tilePitch;
const s4: usize = 8 * tilePitch;

const w4: usize = 0;
const w3: usize = 4;
const w2: usize = 8;
const w1: usize = 12;
const c: usize = 16;
const e1: usize = 20;
const e2: usize = 24;
const e3: usize = 28;
const e4: usize = 32;

/** Adds to a row of sums the lines of 9 or 7 neighbouring pixels. */
export function addFineLines(corner: usize, sums: usize, bytes: usize): void {
  let at: usize = 0;
  do {
    v128.store(sums + at, f32x4.add(v128.load(sums + at), fineLines(corner + at)));
    at += 16;
  } while (at < bytes);
}

/** The same of lines of 5 pixels, about every other one of those: for smoother differences. */
export function addCoarseLines(corner: usize, sums: usize, bytes: usize): void {
  let at: usize = 0;
  do {
    v128.store(sums + at, f32x4.add(v128.load(sums + at), coarseLines(corner + at)));
    at += 16;
  } while (at < bytes);
}

/** Where `settled` writes; nothing reads it. */
const nowhere: usize = memory.data(16, 16);

/**
 * The same vector, which is at hand before what follows is loaded: else engines load all first, more
 * than there are registers.
 */
function settled(v: v128): v128 {
  v128.store(nowhere, v);
  return v;
}

function fineLines(p: usize): v128 {
  const centre = v128.load(p, o + c);
  const across = add3(centre, v128.load(p, o + w1), v128.load(p, o + e1));
  const down = add3(centre, v128.load(p, n1 + c), v128.load(p, s1 + c));
  const falling = add3(centre, v128.load(p, n1 + w1), v128.load(p, s1 + e1));
  const rising = add3(centre, v128.load(p, n1 + e1), v128.load(p, s1 + w1));

  // Steep and flat lines, whose second pair of taps is that of a bent diagonal too. The four that
  // lean by one pixel in four are in the definition twice.
  const steepFall = f32x4.add(v128.load(p, n2 + w1), v128.load(p, s2 + e1));
  const steepRise = f32x4.add(v128.load(p, n2 + e1), v128.load(p, s2 + w1));
  const flatFall = f32x4.add(v128.load(p, n1 + w2), v128.load(p, s1 + e2));
  const flatRise = f32x4.add(v128.load(p, n1 + e2), v128.load(p, s1 + w2));

  let twice = square(
    f32x4.add(
      f32x4.add(down, steepFall),
      add4(
        v128.load(p, n4 + w1),
        v128.load(p, n3 + w1),
        v128.load(p, s3 + e1),
        v128.load(p, s4 + e1),
      ),
    ),
  );
  twice = f32x4.add(
    twice,
    square(
      f32x4.add(
        f32x4.add(down, steepRise),
        add4(
          v128.load(p, n4 + e1),
          v128.load(p, n3 + e1),
          v128.load(p, s3 + w1),
          v128.load(p, s4 + w1),
        ),
      ),
    ),
  );
  twice = f32x4.add(
    twice,
    square(
      f32x4.add(
        f32x4.add(across, flatFall),
        add4(
          v128.load(p, n1 + w4),
          v128.load(p, n1 + w3),
          v128.load(p, s1 + e3),
          v128.load(p, s1 + e4),
        ),
      ),
    ),
  );
  twice = f32x4.add(
    twice,
    square(
      f32x4.add(
        f32x4.add(across, flatRise),
        add4(
          v128.load(p, s1 + w4),
          v128.load(p, s1 + w3),
          v128.load(p, n1 + e3),
          v128.load(p, n1 + e4),
        ),
      ),
    ),
  );
  let sum = settled(f32x4.add(twice, twice));

  // Straight across and down.
  sum = f32x4.add(
    sum,
    square(
      f32x4.add(
        across,
        f32x4.add(
          add3(v128.load(p, o + w4), v128.load(p, o + w3), v128.load(p, o + w2)),
          add3(v128.load(p, o + e2), v128.load(p, o + e3), v128.load(p, o + e4)),
        ),
      ),
    ),
  );
  sum = f32x4.add(
    sum,
    square(
      f32x4.add(
        down,
        f32x4.add(
          add3(v128.load(p, n4 + c), v128.load(p, n3 + c), v128.load(p, n2 + c)),
          add3(v128.load(p, s2 + c), v128.load(p, s3 + c), v128.load(p, s4 + c)),
        ),
      ),
    ),
  );

  sum = settled(sum);
  // Diagonals, and those that are bent to be steeper and flatter.
  const fallEnd = add4(
    v128.load(p, n3 + w3),
    v128.load(p, n2 + w2),
    v128.load(p, s2 + e2),
    v128.load(p, s3 + e3),
  );
  sum = f32x4.add(sum, square(f32x4.add(falling, fallEnd)));
  const riseEnd = add4(
    v128.load(p, n3 + e3),
    v128.load(p, n2 + e2),
    v128.load(p, s2 + w2),
    v128.load(p, s3 + w3),
  );
  sum = f32x4.add(sum, square(f32x4.add(rising, riseEnd)));
  sum = f32x4.add(
    sum,
    square(add4(falling, steepFall, v128.load(p, n3 + w2), v128.load(p, s3 + e2))),
  );
  sum = f32x4.add(
    sum,
    square(add4(rising, steepRise, v128.load(p, n3 + e2), v128.load(p, s3 + w2))),
  );
  sum = f32x4.add(
    sum,
    square(add4(falling, flatFall, v128.load(p, n2 + w3), v128.load(p, s2 + e3))),
  );
  return f32x4.add(
    sum,
    square(add4(rising, flatRise, v128.load(p, n2 + e3), v128.load(p, s2 + w3))),
  );
}

function coarseLines(p: usize): v128 {
  const centre = v128.load(p, o + c);
  // Four middles, three ends to each.
  const steepFall = add3(centre, v128.load(p, n2 + w1), v128.load(p, s2 + e1));
  let sum = square(add3(steepFall, v128.load(p, n4 + w1), v128.load(p, s4 + e1)));
  sum = f32x4.add(sum, square(add3(steepFall, v128.load(p, n3 + w2), v128.load(p, s3 + e2))));
  sum = f32x4.add(sum, square(add3(steepFall, v128.load(p, n4 + w2), v128.load(p, s4 + e2))));
  sum = settled(sum);
  const steepRise = add3(centre, v128.load(p, n2 + e1), v128.load(p, s2 + w1));
  sum = f32x4.add(sum, square(add3(steepRise, v128.load(p, n4 + e1), v128.load(p, s4 + w1))));
  sum = f32x4.add(sum, square(add3(steepRise, v128.load(p, n3 + e2), v128.load(p, s3 + w2))));
  sum = f32x4.add(sum, square(add3(steepRise, v128.load(p, n4 + e2), v128.load(p, s4 + w2))));
  sum = settled(sum);
  const flatFall = add3(centre, v128.load(p, n1 + w2), v128.load(p, s1 + e2));
  sum = f32x4.add(sum, square(add3(flatFall, v128.load(p, n1 + w4), v128.load(p, s1 + e4))));
  sum = f32x4.add(sum, square(add3(flatFall, v128.load(p, n2 + w3), v128.load(p, s2 + e3))));
  sum = f32x4.add(sum, square(add3(flatFall, v128.load(p, n2 + w4), v128.load(p, s2 + e4))));
  sum = settled(sum);
  const flatRise = add3(centre, v128.load(p, n1 + e2), v128.load(p, s1 + w2));
  sum = f32x4.add(sum, square(add3(flatRise, v128.load(p, s1 + w4), v128.load(p, n1 + e4))));
  sum = f32x4.add(sum, square(add3(flatRise, v128.load(p, s2 + w3), v128.load(p, n2 + e3))));
  sum = f32x4.add(sum, square(add3(flatRise, v128.load(p, s2 + w4), v128.load(p, n2 + e4))));
  sum = settled(sum);

  const across = add4(
    v128.load(p, o + w4),
    v128.load(p, o + w2),
    v128.load(p, o + e2),
    v128.load(p, o + e4),
  );
  sum = f32x4.add(sum, square(f32x4.add(centre, across)));
  const down = add4(
    v128.load(p, n4 + c),
    v128.load(p, n2 + c),
    v128.load(p, s2 + c),
    v128.load(p, s4 + c),
  );
  sum = f32x4.add(sum, square(f32x4.add(centre, down)));
  const fall = add4(
    v128.load(p, n3 + w3),
    v128.load(p, n2 + w2),
    v128.load(p, s2 + e2),
    v128.load(p, s3 + e3),
  );
  sum = f32x4.add(sum, square(f32x4.add(centre, fall)));
  const rise = add4(
    v128.load(p, n3 + e3),
    v128.load(p, n2 + e2),
    v128.load(p, s2 + w2),
    v128.load(p, s3 + w3),
  );
  return f32x4.add(sum, square(f32x4.add(centre, rise)));
}

function square(v: v128): v128 {
  return f32x4.mul(v, v);
}

function add3(p: v128, q: v128, r: v128): v128 {
  return f32x4.add(p, f32x4.add(q, r));
}

function add4(p: v128, q: v128, r: v128, s: v128): v128 {
  return f32x4.add(f32x4.add(p, q), f32x4.add(r, s));
}
