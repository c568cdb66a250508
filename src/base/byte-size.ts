/** A size as people write it: a number, and the letter of its unit with B or iB behind it or not. */
const size = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(?:([kmgt])(i?)b?|b)?\s*$/i;

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };

/**
 * The bytes of a size such as `500M`, `2G`, `1.5 GB` (powers of 1000) or `2GiB` (of 1024); null where it
 * is none.
 * @param bare the bytes of 1 where no unit is named
 */
export function parseByteSize(text: string, bare: number): number | null {
  const match = size.exec(text);
  if (match === null) return null;
  const [, number, letter, binary] = match;
  const named = /b\s*$/i.test(text) ? 1 : bare;
  const unit =
    letter === undefined ? named : (binary ? 1024 : 1000) ** powers[letter.toLowerCase()]!;
  if (unit === 1 && !Number.isInteger(Number(number))) return null;
  const bytes = Math.round(Number(number) * unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
