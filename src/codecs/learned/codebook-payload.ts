import { WorkError } from '../../base/errors.js';
import type { ModelledSession } from '../../entropy/coder.js';
import { idealBits } from '../../entropy/ideal-bits.js';
import { type IndexCoding, indexReader, modelIndices } from './codebook.js';
import type { CodecModelCard } from './model-identity.js';
import type { CodedGroup } from './walk.js';

/** Entries of a card's codebook, whose indices are its only group; null of other cards. */
export function entriesOf({ codec }: CodecModelCard): number | null {
  return codec.distributions === 'codebook' ? codec.groups[0]!.limit + 1 : null;
}

/** A payload, and what decode has to be told beside it. */
interface CodedIndices {
  readonly payload: Uint8Array;
  readonly distributions: Uint8Array;
}

/** Codes indices by a coder that is told distributions. */
export function encodeIndices(
  session: ModelledSession,
  { data }: CodedGroup,
  entries: number,
  coding: IndexCoding,
): CodedIndices {
  const { table, pass, side } = modelIndices(data, entries, coding);
  const encoder = session.encoder(table);
  encoder.push(pass.symbols, pass.indexes);
  return { payload: encoder.finish(), distributions: side };
}

/** Fills in the group of indices. Throws WorkError for a broken payload. */
export function decodeIndices(
  session: ModelledSession,
  { data }: CodedGroup,
  entries: number,
  { payload, distributions }: CodedIndices,
): void {
  const reader = indexReader(distributions, entries);
  const decoder = session.decoder(reader.table, payload);
  reader.read(decoder, data);
  decoder.finish();
  checkIndices(data, entries);
}

/** Throws WorkError for indices that the codebook has no entries for. */
export function checkIndices(indices: Int16Array, entries: number): void {
  const wrong = indices.findIndex((index) => index < 0 || index >= entries);
  if (wrong < 0) return;
  throw new WorkError(
    `the file is damaged: it names entry ${indices[wrong]} of a codebook of ${entries}`,
  );
}

/** The ideal code length of indices, in bits. */
export function indexBits({ data }: CodedGroup, entries: number, coding: IndexCoding): number {
  const { table, pass } = modelIndices(data, entries, coding);
  return idealBits(table, pass.symbols, pass.indexes);
}
