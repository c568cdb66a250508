/**
 * The lengths of an optimal prefix code without codes longer than `longest`, by package-merge (Larmore
 * and Hirschberg, "A fast algorithm for optimal length-limited Huffman codes", 1990). One slot alone
 * has length 0.
 *
 * In the list of each length stand the slots by weight, merged with the pairs of the list before. Of the
 * last one the first 2n - 2 are taken: every slot among them is a bit longer, and every pair stands for
 * two of the list before, of which the first ones are meant in turn. So it is enough to know of each list
 * which of its members are slots.
 *
 * @param weights above 0; at most 2^longest of them
 */
export function codeLengths(weights: Uint32Array, longest: number): Uint8Array {
  const count = weights.length;
  const lengths = new Uint8Array(count);
  if (count < 2) return lengths;
  const order = Uint32Array.from(weights, (_, slot) => slot);
  order.sort((a, b) => weights[a]! - weights[b]! || a - b);
  const sorted = Float64Array.from(order, (slot) => weights[slot]!);
  const isSlot: Uint8Array[] = [];
  let before = new Float64Array(0);
  for (let round = 0; round < longest; round++) {
    const pairs = before.length >>> 1;
    const list = new Float64Array(count + pairs);
    const marks = new Uint8Array(list.length);
    let slot = 0;
    let pair = 0;
    for (let i = 0; i < list.length; i++) {
      const packed = pair < pairs ? before[2 * pair]! + before[2 * pair + 1]! : Infinity;
      if (slot < count && sorted[slot]! <= packed) {
        list[i] = sorted[slot++]!;
        marks[i] = 1;
      } else {
        list[i] = packed;
        pair++;
      }
    }
    isSlot.push(marks);
    before = list;
  }
  let taken = 2 * count - 2;
  for (const marks of isSlot.reverse()) {
    let slots = 0;
    for (let i = 0; i < taken; i++) slots += marks[i]!;
    for (let i = 0; i < slots; i++) lengths[order[i]!] = lengths[order[i]!]! + 1;
    taken = 2 * (taken - slots);
  }
  return lengths;
}

/**
 * The codes of these lengths, up to 16, in canonical order: by length, then by slot, each one more than
 * the one before. Also of each length the first code and how many there are.
 */
export function canonicalCodes(lengths: Uint8Array) {
  const counts = new Uint32Array(17);
  for (const length of lengths) if (length > 0) counts[length] = counts[length]! + 1;
  const firsts = new Uint32Array(17);
  for (let length = 2; length <= 16; length++) {
    firsts[length] = 2 * (firsts[length - 1]! + counts[length - 1]!);
  }
  const next = firsts.slice();
  const codes = Uint32Array.from(lengths, (length) => {
    const code = next[length]!;
    next[length] = code + 1;
    return length === 0 ? 0 : code;
  });
  return { codes, firsts, counts };
}
