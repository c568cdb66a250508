import { WorkError } from '../../base/errors.js';
import type {
  ArrangementId,
  ArraySession,
  EntropyCoder,
  ModelledSession,
  SymbolEncoder,
} from '../../entropy/coder.js';
import type { DistributionTable } from '../../entropy/distribution.js';
import { idealBits } from '../../entropy/ideal-bits.js';
import { entropyCoders } from '../../entropy/registry.js';
import type { IndexCoding } from './codebook.js';
import {
  checkIndices,
  decodeIndices,
  encodeIndices,
  entriesOf,
  indexBits,
} from './codebook-payload.js';
import { decoding, encoding, type RecordedPass, recording } from './coding.js';
import { createCounter, readHistograms, writeHistograms } from './measured.js';
import type { OpenModel } from './model.js';
import { readRanges, writeRanges } from './ranged.js';
import type { Extent } from './tensors.js';
import { type CodedGroup, walkPasses } from './walk.js';

/** An entropy coder that is open. */
export type OpenCoder =
  | { readonly kind: 'modelled'; readonly id: string; readonly session: ModelledSession }
  | { readonly kind: 'array'; readonly id: string; readonly session: ArraySession };

export async function openCoder(coder: EntropyCoder): Promise<OpenCoder> {
  const { id } = coder;
  return coder.kind === 'modelled'
    ? { kind: 'modelled', id, session: await coder.open() }
    : { kind: 'array', id, session: await coder.open() };
}

/** The coder that a file names. Throws WorkError where there is none of that name, or not here. */
export async function namedCoder(id: string): Promise<EntropyCoder> {
  if (!entropyCoders.names.includes(id)) {
    throw new WorkError(
      `the file names the entropy coder '${id}', which is not known; it is damaged or of a newer version`,
    );
  }
  const coder = await entropyCoders.load(id);
  const available = await coder.available();
  if (available !== true) throw new WorkError(`the file needs ${id}: ${available}`);
  return coder;
}

/** Coded groups. */
export interface Coded {
  readonly payload: Uint8Array;
  /** What was measured, as it is sent: ranges, and distributions where the model has none of its own. */
  readonly distributions: Uint8Array;
}

/** Where the passes of a picture lead through. */
export interface Place {
  readonly rate: number;
  readonly extent: Extent;
}

/**
 * Codes the groups of a picture. `arrangement` counts with coders of arrays alone, `indexCoding` of
 * codebooks with the others; `passes` is what quantisation already went through, or null.
 */
export async function encodeGroups(
  model: OpenModel,
  coder: OpenCoder,
  groups: readonly CodedGroup[],
  options: Symbols,
): Promise<Coded> {
  const { payload, distributions } = await encodeSymbols(model, coder, groups, options);
  return { payload, distributions: writeRanges(groups, distributions) };
}

interface Symbols extends Place {
  readonly arrangement: ArrangementId;
  readonly passes: readonly RecordedPass[] | null;
  readonly indexCoding?: IndexCoding;
}

async function encodeSymbols(
  model: OpenModel,
  coder: OpenCoder,
  groups: readonly CodedGroup[],
  options: Symbols,
): Promise<Coded> {
  const { arrangement, passes, indexCoding = 'packed', ...place } = options;
  if (coder.kind === 'array') {
    const payload = await coder.session.encode(groups, arrangement);
    return { payload, distributions: new Uint8Array() };
  }
  const entries = entriesOf(model.card);
  if (entries !== null) return encodeIndices(coder.session, groups[0]!, entries, indexCoding);
  if (passes !== null && model.table !== null) {
    const encoder = coder.session.encoder(model.table);
    for (const { symbols, indexes } of passes) encoder.push(symbols, indexes);
    return { payload: encoder.finish(), distributions: new Uint8Array() };
  }
  const { table, distributions } = await distributionsOf(model, groups, place);
  const encoder = coder.session.encoder(table);
  await push(model, groups, { ...place, table }, encoder);
  return { payload: encoder.finish(), distributions };
}

/**
 * Fills in the groups of a picture, and tells what the coder gave, null of one of arrays.
 * @param groups of the right shapes, all zeros
 * @throws WorkError for a broken payload
 */
export async function decodeGroups(
  model: OpenModel,
  coder: OpenCoder,
  groups: readonly CodedGroup[],
  coded: Place & Coded & { readonly arrangement: ArrangementId | null },
): Promise<readonly RecordedPass[] | null> {
  const { rate, extent, arrangement, payload } = coded;
  const distributions = readRanges(groups, coded.distributions);
  const misfit = () =>
    new WorkError(`the file is damaged: ${coder.id} with arrangement ${arrangement}`);
  const entries = entriesOf(model.card);
  if (coder.kind === 'array') {
    if (arrangement === null) throw misfit();
    const decoded = await coder.session.decode(payload, groups, arrangement);
    for (const [index, { data }] of decoded.entries()) groups[index]!.data.set(data);
    if (entries !== null) checkIndices(groups[0]!.data, entries);
    if (groups.every(({ values }) => values === null)) return null;
    // Symbols are known, what they stand for follows from their means.
    const known = model.table!.distributions.length;
    await walkPasses(model, groups, { rate, extent, count: known }, { code() {} });
    return null;
  }
  if (arrangement !== null) throw misfit();
  if (entries !== null) {
    decodeIndices(coder.session, groups[0]!, entries, { payload, distributions });
    return null;
  }
  const table = model.table ?? readHistograms(distributions, measuredCount(model));
  const count = table.distributions.length;
  const decoder = coder.session.decoder(table, payload);
  const { passes, coding } = recording(decoding(decoder));
  await walkPasses(model, groups, { rate, extent, count }, coding);
  decoder.finish();
  return passes;
}

/**
 * The ideal code length of the groups under the model's distributions, in bits.
 * @param place.passes what a coder got, null where the passes are to be gone through once more
 * @throws WorkError for a symbol that they have no share for
 */
export async function estimateBits(
  model: OpenModel,
  groups: readonly CodedGroup[],
  {
    passes,
    indexCoding = 'packed',
    ...place
  }: Place & {
    readonly passes: readonly RecordedPass[] | null;
    readonly indexCoding?: IndexCoding;
  },
): Promise<number> {
  const entries = entriesOf(model.card);
  if (entries !== null) return indexBits(groups[0]!, entries, indexCoding);
  const { table } = await distributionsOf(model, groups, place);
  let bits = 0;
  const counter = {
    push(symbols: Int16Array, indexes: Uint16Array) {
      bits += idealBits(table, symbols, indexes);
    },
  };
  if (passes === null) await push(model, groups, { ...place, table }, counter);
  else for (const { symbols, indexes } of passes) counter.push(symbols, indexes);
  return bits;
}

/** The model's own distributions, or those measured on these groups as decode gets them. */
async function distributionsOf(
  model: OpenModel,
  groups: readonly CodedGroup[],
  place: Place,
): Promise<{ table: DistributionTable; distributions: Uint8Array }> {
  if (model.table !== null) return { table: model.table, distributions: new Uint8Array() };
  const count = measuredCount(model);
  const counter = createCounter(count);
  await walkPasses(model, groups, { ...place, count }, encoding(counter));
  const distributions = writeHistograms(counter.histograms());
  return { table: readHistograms(distributions, count), distributions };
}

async function push(
  model: OpenModel,
  groups: readonly CodedGroup[],
  { table, ...place }: Place & { readonly table: DistributionTable },
  encoder: Pick<SymbolEncoder, 'push'>,
): Promise<void> {
  const count = table.distributions.length;
  await walkPasses(model, groups, { ...place, count }, encoding(encoder));
}

/** Distributions that are measured: as many as the passes without a graph name. */
function measuredCount({ card: { codec } }: OpenModel): number {
  const ends = codec.passes.map((pass) => {
    if (!('base' in pass)) return 0;
    return pass.base + codec.groups.find(({ id }) => id === pass.group)!.channels;
  });
  return Math.max(...ends);
}
