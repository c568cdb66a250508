import { WorkError } from '../../base/errors.js';
import { choosing } from './choose.js';
import { type RecordedPass, recording } from './coding.js';
import type { OpenModel } from './model.js';
import type { Place } from './payload.js';
import { quantise, unitOf } from './quantise.js';
import { quantiseRanged } from './ranged.js';
import type { NamedTensor, NamedTensors } from './tensors.js';
import { type CodedGroup, emptyGroups, walkPasses } from './walk.js';

/** Quantised groups. */
export interface Quantised {
  readonly groups: readonly CodedGroup[];
  /** What the coder is to get, where the passes were gone through for it; else null. */
  readonly passes: readonly RecordedPass[] | null;
}

/**
 * Makes symbols of the coefficients that an analysis gives: each by itself, or, where the card asks
 * for rate-distortion optimisation or has means, in coding order and each by what it costs.
 * @throws WorkError for coefficients of other shapes than the groups', and for such as are no numbers
 */
export async function symbolsOf(
  model: OpenModel,
  coefficients: NamedTensors,
  place: Place,
): Promise<Quantised> {
  const { codec } = model.card;
  const groups = emptyGroups(model, place.extent);
  for (const group of groups) checkShape(model, group, coefficients.get(group.id)!);
  const unit = unitOf(codec, place.rate);
  if (codec.rdoq === 0 && groups.every(({ values }) => values === null)) {
    const quantised = groups.map((group, index) => {
      const { rounding, limit } = codec.groups[index]!;
      const { tensor } = coefficients.get(group.id)!;
      const data = tensor.data.subarray(0, group.data.length);
      return group.ranged === null
        ? { ...group, data: quantise(data, { unit, rounding, limit }) }
        : { ...group, data: quantiseRanged(data, group.ranged) };
    });
    return { groups: quantised, passes: null };
  }
  const { passes, coding } = recording(choosing(model, coefficients, { lambda: codec.rdoq, unit }));
  const count = model.table!.distributions.length;
  await walkPasses(model, groups, { ...place, count }, coding);
  return { groups, passes };
}

function checkShape(
  { card }: OpenModel,
  { id, filters, height, width }: CodedGroup,
  { tensor: { dims } }: NamedTensor,
): void {
  const wanted = [1, filters, height, width];
  if (dims.join() === wanted.join()) return;
  throw new WorkError(
    `the analysis of ${card.id} is expected to give ${id} of [${wanted}], it gives [${dims}]`,
  );
}
