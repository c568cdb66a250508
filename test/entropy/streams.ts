import fc from 'fast-check';
import type { ModelledSession } from '#src/entropy/coder.js';
import type { Distribution, DistributionTable } from '#src/entropy/distribution.js';

/** Symbols with the table that they are to be coded by. */
export interface Message {
  readonly table: DistributionTable;
  readonly symbols: Int16Array;
  readonly indexes: Uint16Array;
}

/** Whole numbers below `bound`, the same for a seed on every machine (Numerical Recipes' generator). */
export function generator(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** A table of any precision, and symbols drawn by its shares, with an escape now and then. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    precision: fc.integer({ min: 8, max: 16 }),
    kinds: fc.array(fc.constantFrom('one', 'two', 'few', 'many', 'all', 'skewed', 'none'), {
      minLength: 1,
      maxLength: 4,
    }),
    count: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2000 })),
    escapes: fc.boolean(),
  })
  .map(({ seed, precision, kinds, count, escapes }) => {
    const random = generator(seed);
    const distributions = kinds.map((kind) => draw(kind, precision, escapes, random));
    return { table: { precision, distributions }, ...sample(distributions, count, random) };
  });

function draw(
  kind: string,
  precision: number,
  escapes: boolean,
  random: (bound: number) => number,
): Distribution {
  const whole = 1 << precision;
  const cuts = new Set([0, whole]);
  const counts: Record<string, number> = { two: 1, few: 8, many: 300, skewed: 12 };
  for (let n = counts[kind] ?? 0; n > 0; n--) {
    cuts.add(kind === 'skewed' ? random(Math.min(whole, 20)) : random(whole));
  }
  if (kind === 'all') for (let i = 0; i < whole; i++) cuts.add(i);
  const cdf = Uint32Array.from(cuts).sort();
  // An escape alone is legal too.
  const escaped = kind === 'none' || (escapes && cdf.length > 2);
  const own = cdf.length - 1 - (escaped ? 1 : 0);
  return { offset: own > 60_000 ? -32_768 : random(65_536 - own) - 32_768, cdf, escape: escaped };
}

/** Symbols by their shares, half of those that draw the escape at the ends of int16. */
function sample(
  distributions: readonly Distribution[],
  count: number,
  random: (bound: number) => number,
) {
  const symbols = new Int16Array(count);
  const indexes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    indexes[i] = random(distributions.length);
    const { cdf, offset, escape: open } = distributions[indexes[i]!]!;
    const place = random(cdf.at(-1)!);
    const slot = slotAt(cdf, place);
    const escaped = open && slot === cdf.length - 2;
    const far = random(2) ? [-32_768, 32_767][random(2)]! : random(65_536) - 32_768;
    symbols[i] = escaped ? far : offset + slot;
  }
  return { symbols, indexes };
}

function slotAt(cdf: Uint32Array, place: number): number {
  let slot = 0;
  for (let step = 2 ** 16; step >= 1; step /= 2) {
    if ((cdf[slot + step] ?? Infinity) <= place) slot += step;
  }
  return slot;
}

export function encode(session: ModelledSession, { table, symbols, indexes }: Message): Uint8Array {
  const encoder = session.encoder(table);
  encoder.push(symbols, indexes);
  return encoder.finish();
}

export function decode(
  session: ModelledSession,
  bytes: Uint8Array,
  { table, indexes }: Omit<Message, 'symbols'>,
): Int16Array {
  const symbols = new Int16Array(indexes.length);
  const decoder = session.decoder(table, bytes);
  decoder.pull(symbols, indexes);
  decoder.finish();
  return symbols;
}

/** Calls `work` with the bounds of pieces that make up `count`, some of them empty. */
export function inPieces(
  count: number,
  random: (bound: number) => number,
  work: (from: number, to: number) => void,
): void {
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + random(random(4) ? 6 : 900));
    work(from, to);
    from = to;
  }
}

/** A Laplacian quantised to whole numbers by a table of integers, so that it is the same everywhere. */
export function laplacianMessage(table: DistributionTable, count: number, seed: number): Message {
  const random = generator(seed);
  return { table, ...sample(table.distributions, count, random) };
}
