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
 */
export function readLimit(text: string, sign: keyof typeof holdsBy): Limit | null {
  const [, given = '', number] = /^\s*(>=|<=|>|<|)\s*(\d+(?:\.\d+)?|\.\d+)\s*$/.exec(text) ?? [];
  if (number === undefined) return null;
  const used = (given || sign) as keyof typeof holdsBy;
  const bound = Number(number);
  return { text: `${used}${bound}`, holds: (value) => holdsBy[used](value, bound) };
}
