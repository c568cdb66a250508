import type { DistributionTable } from './distribution.js';
import type { LatentShape, Latents } from './latents.js';

interface CoderBase {
  readonly id: string;
  readonly title: string;
  /** The library that does the work with its version, or null where it is Pareto's own code. */
  readonly library: string | null;
  /** True, or why not and the command that mends it. */
  available(): Promise<true | string>;
}

/** A coder that uses the distributions it is given, one a symbol, and finds none of its own. */
export interface ModelledCoder extends CoderBase {
  readonly kind: 'modelled';
  /** Set-up that is timed apart. */
  open(): Promise<ModelledSession>;
}

export interface ModelledSession {
  /** Begins a stream. */
  encoder(table: DistributionTable): SymbolEncoder;
  /** Begins to read one. Throws a WorkError where the bytes cannot be a stream. */
  decoder(table: DistributionTable, bytes: Uint8Array): SymbolDecoder;
  close(): Promise<void>;
}

/** Takes symbols in any number of pieces, down to one: the stream depends on their order alone. */
export interface SymbolEncoder {
  /**
   * Takes a copy of them.
   * @param indexes of the distribution of each symbol in the table
   */
  push(symbols: Int16Array, indexes: Uint16Array): void;
  /**
   * The whole stream; the encoder is used up. Here or before, a symbol without a share and an index
   * without a distribution are a WorkError.
   */
  finish(): Uint8Array;
}

/** Gives the symbols back, in any pieces: what came may decide how the next are distributed. */
export interface SymbolDecoder {
  /** Fills `symbols`. Throws a WorkError where it sees that the stream is broken or has ended. */
  pull(symbols: Int16Array, indexes: Uint16Array): void;
  /** Throws a WorkError where the stream does not end here. */
  finish(): void;
}

/** How groups of planes are laid out into one array for a coder of arrays. */
export type ArrangementId = 'stacked' | 'tiled' | 'nested' | 'strided';

/** A coder of whole arrays, which finds the statistics by itself. */
export interface ArrayCoder extends CoderBase {
  readonly kind: 'array';
  /** Layouts that it takes; the first is its default. */
  readonly arrangements: readonly ArrangementId[];
  /** Set-up that is timed apart. */
  open(): Promise<ArraySession>;
}

export interface ArraySession {
  /**
   * All groups as one stream. Values are any of int16. Throws a WorkError for a group whose values are
   * not as many as its shape has.
   */
  encode(groups: readonly Latents[], arrangement: ArrangementId): Promise<Uint8Array>;
  /** Shapes and arrangement stand beside the stream. Throws a WorkError for a broken stream. */
  decode(
    bytes: Uint8Array,
    shapes: readonly LatentShape[],
    arrangement: ArrangementId,
  ): Promise<Latents[]>;
  close(): Promise<void>;
}

export type EntropyCoder = ModelledCoder | ArrayCoder;
