import { WorkError } from '../../base/errors.js';
import { symbolBits } from '../../entropy/ideal-bits.js';
import type { OpenModel } from './model.js';
import { forEachRun } from './parts.js';
import type { NamedTensors } from './tensors.js';
import type { Coding } from './walk.js';

/** Candidates below the nearest whole number that a magnitude may be cut to. */
const depth = 2;

/**
 * Rate-distortion optimised quantisation: of each coefficient c, in units and less its mean, the
 * symbol k with the least (c - k)² + lambda * bits(k), among the nearest one and those nearer to zero;
 * with a lambda of 0 the nearest. What a symbol does to the distributions of later ones is left out of
 * account. Groups with a prediction keep their nearest symbols.
 *
 * Fills in the symbols of each pass, like a decoder: encode sees what decode is going to see.
 * @param unit how large a symbol of 1 is among coefficients
 * @throws WorkError for a coefficient that is no number
 */
export function choosing(
  { card, table }: OpenModel,
  coefficients: NamedTensors,
  { lambda, unit }: { readonly lambda: number; readonly unit: number },
): Coding {
  if (table === null) {
    throw new WorkError(`${card.id}: rate-distortion optimised quantisation needs distributions`);
  }
  const bits = lambda === 0 ? null : symbolBits(table);
  const inverse = 1 / unit;
  return {
    code(group, part, indexes, means) {
      const { id, data, limit, predict } = group;
      const exact = coefficients.get(id)!.tensor.data;
      let unfit = 0;
      const choose = (at: number, place: number): void => {
        const c = means ? Math.fround(exact[at]! - means[place]!) : exact[at]! * inverse;
        const magnitude = Math.abs(c);
        let chosen = Math.min(limit, Math.floor(magnitude + 0.5));
        if (!(chosen >= 0)) unfit += 1;
        if (bits !== null && chosen > 0 && predict === 'none') {
          const sign = c < 0 ? -1 : 1;
          const index = indexes[place]!;
          const nearest = chosen;
          let least = Number.POSITIVE_INFINITY;
          for (let k = nearest; k >= Math.max(0, nearest - depth); k--) {
            const cost = (magnitude - k) ** 2 + lambda * bits(sign * k, index);
            if (cost < least) {
              least = cost;
              chosen = k;
            }
          }
        }
        data[at] = c < 0 ? -chosen : chosen;
      };
      forEachRun(group, part, (at, first, count, stride) => {
        for (let i = 0; i < count; i++) choose(at + i * stride, first + i);
      });
      if (unfit > 0) {
        throw new WorkError(`the analysis gives ${unfit} coefficients that are no numbers`);
      }
    },
  };
}
