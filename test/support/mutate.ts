/**
 * Changes one to eight places of a file before `end`: to another byte, by one bit, to 255, or by bytes from
 * elsewhere.
 */
export function mutate(file: Uint8Array, random: () => number, end: number): void {
  const below = (most: number) => Math.floor(random() * most);
  for (let left = 1 + below(8); left > 0; left--) {
    const at = below(end);
    const what = below(4);
    if (what === 0) file[at] = below(256);
    else if (what === 1) file[at]! ^= 1 << below(8);
    else if (what === 2) file[at] = 255;
    else file.copyWithin(below(end), at, at + below(20));
  }
}
