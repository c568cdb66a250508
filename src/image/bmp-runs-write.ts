/** The longest run, and the longest piece of places one by one. */
const longest = 255;

/** Places one by one from this many on have a mark of their own; fewer are runs of one. */
const shortestPiece = 3;

/**
 * The places of a picture in the run-length coding of BMP, RLE8, from the bottom row up; what `readRuns`
 * undoes. Runs from three places on are coded as such; what stands between them one by one.
 */
export function writeRuns(places: Uint8Array, width: number, height: number): Uint8Array {
  let bytes = new Uint8Array(1024);
  let length = 0;
  const put = (...values: number[]): void => {
    if (length + values.length > bytes.length) {
      const grown = new Uint8Array(2 * bytes.length);
      grown.set(bytes);
      bytes = grown;
    }
    for (const value of values) bytes[length++] = value;
  };
  const piece = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const count = Math.min(longest, to - at);
      if (count < shortestPiece) {
        // Two of the same make one run.
        const twice = count === 2 && places[at] === places[at + 1];
        put(twice ? 2 : 1, places[at]!);
        at += twice ? 2 : 1;
        continue;
      }
      put(0, count);
      for (let i = 0; i < count; i++) put(places[at + i]!);
      if (count % 2 === 1) put(0);
      at += count;
    }
  };
  for (let y = height - 1; y >= 0; y--) {
    const end = (y + 1) * width;
    let open = y * width;
    for (let at = open; at < end; ) {
      let next = at + 1;
      while (next < end && places[next] === places[at]) next += 1;
      if (next - at >= 3) {
        piece(open, at);
        for (let left = next - at; left > 0; left -= longest)
          put(Math.min(longest, left), places[at]!);
        open = next;
      }
      at = next;
    }
    piece(open, end);
    // The end of the picture stands for that of its last row.
    put(0, y === 0 ? 1 : 0);
  }
  return bytes.slice(0, length);
}
