/**
 * The Huffman code of at most 16 bits for counts of symbols, as a DHT segment holds it: 16 counts of
 * lengths, then the symbols. No code is of ones alone. ITU-T T.81, annex K.2.
 */
export function optimalCode(counts: Uint32Array): Uint8Array {
  // A symbol more, of the lowest count, takes the code of ones.
  const reserved = counts.length;
  const leaves = [...counts, 1].map((count, symbol) => ({ count, symbols: [symbol] }));
  const lengths = new Uint8Array(reserved + 1);
  let nodes = leaves.filter(({ count }) => count > 0);
  while (nodes.length > 1) {
    // Of equal counts the reserved symbol goes first: it ends up among the longest.
    nodes.sort((a, b) => a.count - b.count || Math.max(...b.symbols) - Math.max(...a.symbols));
    const [first, second, ...rest] = nodes;
    const symbols = [...first!.symbols, ...second!.symbols];
    for (const symbol of symbols) lengths[symbol]! += 1;
    nodes = [{ count: first!.count + second!.count, symbols }, ...rest];
  }
  const perLength = shortened(lengths);
  // The last of the longest codes is the reserved one.
  for (let length = 16; length > 0; length--) {
    if (perLength[length]! === 0) continue;
    perLength[length]! -= 1;
    break;
  }
  const symbols = [...counts.keys()]
    .filter((symbol) => counts[symbol]! > 0)
    .sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  return Uint8Array.of(...perLength.slice(1, 17), ...symbols);
}

/** How many codes are of each length, where none is longer than 16. ITU-T T.81, figure K.3. */
function shortened(lengths: Uint8Array): number[] {
  const perLength = Array<number>(258).fill(0);
  for (const length of lengths) if (length > 0) perLength[length]! += 1;
  for (let length = 257; length > 16; length--) {
    while (perLength[length]! > 0) {
      let shorter = length - 2;
      while (perLength[shorter] === 0) shorter -= 1;
      perLength[length]! -= 2;
      perLength[length - 1]! += 1;
      perLength[shorter + 1]! += 2;
      perLength[shorter]! -= 1;
    }
  }
  return perLength;
}
