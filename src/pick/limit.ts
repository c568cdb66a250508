/** A bound of a figure: `>5`. */
export interface Limit {
  /** As it is written, with the sign that was meant. */
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

const holdsBy = {
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
};

/**
 * Reads `>5`, `>=5`, `<5`, `<=5` or a bare `5`; null where it is none of these.
 * @param sign what a bare number means
 * @param read the number of what stands behind the sign, or null
 */
export function readLimit(
  text: string,
  sign: keyof typeof holdsBy,
  read: (amount: string) => number | null = plainNumber,
): Limit | null {
  const [, given = '', amount = ''] = /^\s*(>=|<=|>|<|)(.*)$/.exec(text) ?? [];
  const bound = read(amount);
  if (bound === null) return null;
  const used = (given || sign) as keyof typeof holdsBy;
  return { text: `${used}${bound}`, holds: (value) => holdsBy[used](value, bound) };
}

function plainNumber(text: string): number | null {
  return /^\s*(?:\d+(?:\.\d+)?|\.\d+)\s*$/.test(text) ? Number(text) : null;
}
