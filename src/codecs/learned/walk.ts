import { WorkError } from '../../base/errors.js';
import { type Latents, latentCount } from '../../entropy/latents.js';
import type { GroupPart } from '../../models/codec-card.js';
import type { OpenModel } from './model.js';
import { forEachRun, partCount } from './parts.js';
import { type Extent, type NamedTensor, runNamed, scalar } from './tensors.js';

/** What is done with the symbols of one pass, whose distributions are known. */
export interface Coding {
  /**
   * Codes a part of a group, or fills it in with what comes.
   * @param group its symbols: all of them when encoding, those of earlier passes when decoding
   * @param indexes of the distributions, in the order of `forEachRun`
   */
  code(group: CodedGroup, part: GroupPart, indexes: Uint16Array): void;
}

/** A group with what its card says of it. */
export interface CodedGroup extends Latents {
  readonly id: string;
  readonly scale: number;
  readonly limit: number;
  readonly predict: 'none' | 'median';
}

/** The groups of a picture, all zeros. */
export function emptyGroups({ card }: OpenModel, { width, height }: Extent): CodedGroup[] {
  return card.codec.groups.map(({ id, channels, scale, limit, predict }) => {
    const shape = { channels, height: height / scale, width: width / scale };
    const data = new Int16Array(latentCount(shape));
    return { ...shape, data, id, scale, limit, predict };
  });
}

/**
 * Goes through the passes of a model in coding order, the same in both directions: what a graph sees
 * are the symbols of earlier passes, zeros where none is known yet, the rate, and what earlier graphs
 * gave; it tells the distributions of the next symbols.
 * @param count of distributions to choose from
 * @throws WorkError for indexes that are none
 */
export async function walkPasses(
  { card, contexts }: OpenModel,
  groups: readonly CodedGroup[],
  { rate, extent, count }: { rate: number; extent: Extent; count: number },
  coding: Coding,
): Promise<void> {
  const { passes, tiles } = card.codec;
  const known = new Map<string, NamedTensor>([['rate', scalar(rate)]]);
  const drawn = Object.keys(contexts).length > 0;
  for (const { id, channels, height, width, scale, data } of groups) {
    if (!drawn) break;
    const dims = [1, channels, height, width];
    known.set(id, { tensor: { dims, data: new Float32Array(data.length) }, scale });
  }
  for (const pass of passes) {
    if ('graph' in pass) {
      const graph = contexts[pass.graph]!;
      const answers = await runNamed(graph, known, extent, tiles);
      for (const [name, tensor] of answers) known.set(name, tensor);
    }
    if (!('group' in pass)) continue;
    const group = groups.find(({ id }) => id === pass.group)!;
    const indexes =
      'base' in pass
        ? channelIndexes(group, pass.part, pass.base)
        : tensorIndexes(group, pass.part, known.get(pass.indexes)!, count, pass.graph);
    coding.code(group, pass.part, indexes);
    if (!drawn) continue;
    const { data } = known.get(group.id)!.tensor;
    forEachRun(group, pass.part, (at, _, count, stride) => {
      for (let i = 0; i < count; i++) data[at + i * stride] = group.data[at + i * stride]!;
    });
  }
}

/** One distribution a channel, from `base` on. */
function channelIndexes(group: CodedGroup, part: GroupPart, base: number): Uint16Array {
  const indexes = new Uint16Array(partCount(group, part));
  const plane = indexes.length / group.channels;
  for (let channel = 0; channel < group.channels; channel++) {
    indexes.fill(base + channel, channel * plane, (channel + 1) * plane);
  }
  return indexes;
}

/** What a graph told, rounded: what it is off by on another machine is far below a half. */
function tensorIndexes(
  group: CodedGroup,
  part: GroupPart,
  { tensor }: NamedTensor,
  count: number,
  graph: string,
): Uint16Array {
  const { channels, height, width } = group;
  const wanted = [1, channels, height, width];
  if (tensor.dims.join() !== wanted.join()) {
    throw new WorkError(
      `${graph} is expected to give indexes of [${wanted}] for ${group.id}, it gives [${tensor.dims}]`,
    );
  }
  const indexes = new Uint16Array(partCount(group, part));
  const { data } = tensor;
  let unfit = Number.NaN;
  let faults = 0;
  forEachRun(group, part, (at, first, length, stride) => {
    for (let i = 0; i < length; i++) {
      const told = data[at + i * stride]!;
      // Written so that no number is unfit too.
      if (told >= -0.5 && told < count - 0.5) indexes[first + i] = told + 0.5;
      else {
        faults += 1;
        unfit = told;
      }
    }
  });
  if (faults === 0) return indexes;
  throw new WorkError(
    `${graph} gives ${faults} indexes such as ${unfit} for ${group.id}; expected 0 to ${count - 1}`,
  );
}
