import { joinBytes } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import type { SymbolDecoder } from '../../entropy/coder.js';
import type { Distribution, DistributionTable } from '../../entropy/distribution.js';
import { createBitReader, createBitWriter } from '../../entropy/distributions/bit-fields.js';
import { fromMasses } from '../../entropy/distributions/quantise.js';
import { createAdaptiveTree } from './adaptive-tree.js';
import type { RecordedPass } from './coding.js';

/**
 * How indices of a codebook are given to a coder that is told distributions: `packed`, all equally
 * likely; `histogram`, by how often each came, which is sent; `adaptive`, bit by bit, by what came before.
 */
export const indexCodings = ['packed', 'histogram', 'adaptive'] as const;
export type IndexCoding = (typeof indexCodings)[number];

/** Indices as a coder gets them. */
export interface ModelledIndices {
  readonly table: DistributionTable;
  readonly pass: RecordedPass;
  /** What decode has to be told: the coding, and a histogram. Empty of packed ones. */
  readonly side: Uint8Array;
}

/** First bytes of what is sent, by coding; of packed indices nothing is sent. */
const marks = { histogram: 1, adaptive: 2 } as const;
const precision = 16;
/** Counts beyond are taken for this one. */
const mostCount = 65536;

/** @param entries of the codebook, of which indices are 0 to the last; 32,768 at most */
export function modelIndices(
  indices: Int16Array,
  entries: number,
  coding: IndexCoding,
): ModelledIndices {
  if (coding === 'packed') {
    const pass = { symbols: indices, indexes: new Uint16Array(indices.length) };
    return { table: single(uniform(entries)), pass, side: new Uint8Array() };
  }
  if (coding === 'adaptive') {
    const tree = createAdaptiveTree(entries);
    const { table } = tree;
    return { table, pass: tree.bitsOf(indices), side: Uint8Array.of(marks.adaptive) };
  }
  const counts = new Uint32Array(entries);
  for (const index of indices) counts[index]! += 1;
  const used = [...counts.keys()].filter((entry) => counts[entry]! > 0);
  const ranks = new Int16Array(entries);
  for (const [rank, entry] of used.entries()) ranks[entry] = rank;
  const masses = used.map((entry) => Math.min(mostCount, counts[entry]!));
  const histogram = writeHistogram(used, masses, entries);
  return {
    table: single(fromMasses(0, masses, { precision })),
    pass: {
      symbols: indices.map((index) => ranks[index]!),
      indexes: new Uint16Array(indices.length),
    },
    side: joinBytes([Uint8Array.of(marks.histogram), histogram]),
  };
}

/** Reads indices of a coder. */
export interface IndexReader {
  readonly coding: IndexCoding;
  readonly table: DistributionTable;
  /** Fills them in. Throws a WorkError where the stream is broken. */
  read(decoder: Pick<SymbolDecoder, 'pull'>, indices: Int16Array): void;
}

/**
 * @param side what `modelIndices` gave
 * @throws WorkError for something else
 */
export function indexReader(side: Uint8Array, entries: number): IndexReader {
  const pull = (decoder: Pick<SymbolDecoder, 'pull'>, indices: Int16Array): void => {
    decoder.pull(indices, new Uint16Array(indices.length));
  };
  if (side.length === 0) return { coding: 'packed', table: single(uniform(entries)), read: pull };
  if (side[0] === marks.adaptive && side.length === 1) {
    const tree = createAdaptiveTree(entries);
    return { coding: 'adaptive', table: tree.table, read: tree.read };
  }
  if (side[0] !== marks.histogram) {
    throw new WorkError(`the file is damaged: indices of a codebook coded in the way ${side[0]}`);
  }
  const { used, masses } = readHistogram(side.subarray(1), entries);
  return {
    coding: 'histogram',
    table: single(fromMasses(0, masses, { precision })),
    read(decoder, indices) {
      pull(decoder, indices);
      for (let i = 0; i < indices.length; i++) indices[i] = used[indices[i]!]!;
    },
  };
}

/** Entries in use, as gaps by a code that suits their mean, and how often each came. */
function writeHistogram(
  used: readonly number[],
  masses: readonly number[],
  entries: number,
): Uint8Array {
  const bits = createBitWriter();
  bits.writeGolomb(used.length - 1);
  const order = orderOf(used.length, entries);
  let last = -1;
  for (const [rank, entry] of used.entries()) {
    const gap = entry - last - 1;
    bits.writeGolomb(gap >> order);
    bits.write(gap & (2 ** order - 1), order);
    bits.writeGolomb(masses[rank]! - 1);
    last = entry;
  }
  return bits.finish();
}

function readHistogram(bytes: Uint8Array, entries: number) {
  const bits = createBitReader(bytes);
  const count = bits.readGolomb() + 1;
  const used: number[] = [];
  const masses: number[] = [];
  const order = orderOf(count, entries);
  let last = -1;
  for (let rank = 0; rank < count; rank++) {
    last += bits.readGolomb() * 2 ** order + bits.read(order) + 1;
    if (last >= entries) {
      throw new WorkError(
        `the file is damaged: it counts entry ${last} of a codebook of ${entries}`,
      );
    }
    used.push(last);
    masses.push(bits.readGolomb() + 1);
  }
  bits.finish();
  return { used, masses };
}

/** Low bits of a gap that are written as they are. */
function orderOf(used: number, entries: number): number {
  return Math.max(0, Math.floor(Math.log2(entries / used)));
}

function uniform(entries: number): Distribution {
  return fromMasses(0, new Float64Array(entries).fill(1), { precision });
}

function single(distribution: Distribution): DistributionTable {
  return { precision, distributions: [distribution] };
}
