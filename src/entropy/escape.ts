import { WorkError } from '../base/errors.js';

/**
 * The code of a symbol without a slot of its own, which follows the escape's slot: its distance from
 * the slots, with the side in the lowest bit, as Exp-Golomb code of order 0 (ITU-T H.264, 9.1):
 * `length` bits 0, then the `length + 1` bits of `value`, the first of which is 1.
 *
 *     symbol  …  offset-2  offset-1 | offset … offset+own-1 | offset+own  offset+own+1  …
 *     code           3         1                                  0            2
 *
 * @returns value, which is the code plus 1: 1..131072
 */
export function escapeValue(symbol: number, offset: number, own: number): number {
  return symbol < offset ? 2 * (offset - symbol) : 2 * (symbol - offset - own) + 1;
}

/** Bits after the first 1 of an escape's value, as many as there are zeros before it: 0..17. */
export function escapeLength(value: number): number {
  return 31 - Math.clz32(value);
}

export function noSlot(symbol: number, index: number): WorkError {
  return new WorkError(
    `symbol ${symbol} has no share in distribution ${index}, which has no escape`,
  );
}
