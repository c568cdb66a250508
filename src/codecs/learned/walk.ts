import { WorkError } from '../../base/errors.js';
import { type Latents, latentCount } from '../../entropy/latents.js';
import type { CodecCard, GroupPart, ScaledPass } from '../../models/codec-card.js';
import type { ContextGraph, OpenModel } from './model.js';
import { forEachRun, type Part, partCount } from './parts.js';
import type { Ranged } from './ranged.js';
import { scaleIndexer } from './scales.js';
import { type Extent, type NamedTensor, runNamed, scalar } from './tensors.js';

/** What is done with the symbols of one pass, whose distributions are known. */
export interface Coding {
  /**
   * Codes a part of a group, or fills it in with what comes.
   * @param group its symbols: all of them when encoding, those of earlier passes when decoding
   * @param indexes of the distributions, in the order of `forEachRun`
   * @param means of the coefficients, in the same order; null where symbols stand for themselves
   */
  code(group: CodedGroup, part: Part, indexes: Uint16Array, means: Float32Array | null): void;
}

/** A group with what its card says of it. */
export interface CodedGroup extends Latents {
  readonly id: string;
  readonly scale: number;
  readonly limit: number;
  readonly predict: 'none' | 'median';
  /** Channels of its tensor in graphs, the first of which are these. */
  readonly filters: number;
  /** Null where symbols are whole steps. */
  readonly ranged: Ranged | null;
  /** What symbols stand for, where they have means: symbol + mean, in float32. */
  readonly values: Float32Array | null;
}

/** The groups of a picture, all zeros. */
export function emptyGroups({ card }: OpenModel, { width, height }: Extent): CodedGroup[] {
  return card.codec.groups.map(({ id, channels, scale, limit, predict, ...group }) => {
    const shape = { channels, height: height / scale, width: width / scale };
    const data = new Int16Array(latentCount(shape));
    const centred = card.codec.passes.some(
      (pass) => 'means' in pass && pass.means !== undefined && pass.group === id,
    );
    const values = centred ? new Float32Array(data.length) : null;
    const filters = group.filters ?? channels;
    const ranges = new Float32Array(2 * channels);
    const ranged = group.ranged === undefined ? null : { ...group.ranged, ranges };
    return { ...shape, data, id, scale, limit, predict, values, filters, ranged };
  });
}

/**
 * Goes through the passes of a model in coding order, the same in both directions: what a graph sees
 * are the symbols of earlier passes (with their means, where they have any), zeros where none is known
 * yet, the rate, and what earlier graphs gave; it tells the distributions of the next symbols.
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
    if ('scales' in pass && pass.scan === 'wavefront') {
      const group = groups.find(({ id }) => id === pass.group)!;
      walkWaves(card.codec, contexts[pass.graph]!, { group, pass, known, count }, coding);
      know(known, group, 'all');
      continue;
    }
    if ('graph' in pass) {
      const graph = contexts[pass.graph]!;
      if (graph.session !== null) {
        const answers = await runNamed(graph, known, extent, tiles);
        for (const [name, tensor] of answers) known.set(name, tensor);
      }
    }
    if (!('group' in pass)) continue;
    const group = groups.find(({ id }) => id === pass.group)!;
    if ('scales' in pass) codePlanes(card.codec, { group, pass, known, count }, coding);
    else {
      const indexes =
        'base' in pass
          ? channelIndexes(group, pass.part, pass.base)
          : tensorIndexes(group, pass.part, known.get(pass.indexes)!, count, pass.graph);
      coding.code(group, pass.part, indexes, null);
    }
    if (drawn) know(known, group, pass.part);
  }
}

/** What graphs see of a part of a group from now on. */
function know(known: ReadonlyMap<string, NamedTensor>, group: CodedGroup, part: GroupPart): void {
  const { data } = known.get(group.id)!.tensor;
  const from = group.values ?? group.data;
  forEachRun(group, part, (at, _, count, stride) => {
    for (let i = 0; i < count; i++) data[at + i * stride] = from[at + i * stride]!;
  });
}

interface ScaledCoding {
  readonly group: CodedGroup;
  readonly pass: ScaledPass;
  readonly known: ReadonlyMap<string, NamedTensor>;
  readonly count: number;
}

/** Codes a group, or a half of it, by scales, and means, that are known for all of it. */
function codePlanes(
  codec: Pick<CodecCard, 'scales'>,
  { group, pass, known, count }: ScaledCoding,
  coding: Coding,
): void {
  const { part } = pass;
  const wanted = [1, group.channels, group.height, group.width];
  /** In coding order. */
  const told = (name: string): Float32Array => {
    const { tensor } = known.get(name)!;
    if (tensor.dims.join() !== wanted.join()) {
      throw new WorkError(
        `${pass.graph} is expected to give ${name} of [${wanted}] for ${group.id}, it gives [${tensor.dims}]`,
      );
    }
    if (part === 'all') return tensor.data;
    const ordered = new Float32Array(partCount(group, part));
    forEachRun(group, part, (at, first, run, stride) => {
      for (let i = 0; i < run; i++) ordered[first + i] = tensor.data[at + i * stride]!;
    });
    return ordered;
  };
  const scales = told(pass.scales);
  const indexes = new Uint16Array(scales.length);
  scaleIndexer(codec.scales!, count, pass.graph)(scales, indexes, 0);
  const means = pass.means === undefined ? null : told(pass.means);
  coding.code(group, part, indexes, means);
  if (means) stand(group, part, means);
}

/** Codes a group wave by wave, each by scales and means that come from those before. */
function walkWaves(
  codec: Pick<CodecCard, 'scales'>,
  { wavefront, inputs }: ContextGraph,
  { group, pass, known, count }: ScaledCoding,
  coding: Coding,
): void {
  const { id, channels, height, width } = group;
  const besides = inputs.filter((name) => name !== id);
  const walk = wavefront!.begin(
    { channels, height, width },
    Object.fromEntries(besides.map((name) => [name, known.get(name)!.tensor])),
  );
  const indexOf = scaleIndexer(codec.scales!, count, pass.graph);
  const from = group.values ?? group.data;
  for (const places of walk.waves) {
    const told = walk.compute(places);
    const rowsOf = (name: string) => {
      const rows = told[name];
      if (rows?.channels === channels) return rows;
      throw new WorkError(`${pass.graph} does not give ${channels} channels of ${name} for ${id}`);
    };
    const symbols = channels * places.length;
    const indexes = new Uint16Array(symbols);
    const means = pass.means === undefined ? null : new Float32Array(symbols);
    const scales = rowsOf(pass.scales);
    for (let i = 0; i < places.length; i++) {
      const row = scales.data.subarray(i * scales.length, i * scales.length + channels);
      indexOf(row, indexes, i * channels);
    }
    if (means) {
      const rows = rowsOf(pass.means!);
      for (let i = 0; i < places.length; i++) {
        const begin = i * rows.length;
        means.set(rows.data.subarray(begin, begin + channels), i * channels);
      }
    }
    coding.code(group, places, indexes, means);
    if (means) stand(group, places, means);
    const values = new Float32Array(symbols);
    forEachRun(group, places, (at, first, many, stride) => {
      for (let i = 0; i < many; i++) values[first + i] = from[at + i * stride]!;
    });
    walk.know(places, values);
  }
}

/** Notes what the symbols of a part stand for. */
function stand({ data, values, ...shape }: CodedGroup, part: Part, means: Float32Array): void {
  forEachRun(shape, part, (at, first, count, stride) => {
    for (let i = 0; i < count; i++) {
      values![at + i * stride] = data[at + i * stride]! + means[first + i]!;
    }
  });
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
