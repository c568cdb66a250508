/**
 * One distribution of integer symbols, in integers alone: what is coded by it on one machine is
 * decoded on any other.
 *
 *     symbol   offset   offset+1   …   offset+n-1   [any other]
 *     share    cdf[1]-cdf[0]           cdf[n]-cdf[n-1]   [cdf[n+1]-cdf[n]]   of 1 << precision
 */
export interface Distribution {
  /** The smallest symbol that has a share of its own. */
  readonly offset: number;
  /** From 0 to 1 << precision, strictly ascending; one more entry than there are slots. */
  readonly cdf: Uint32Array;
  /**
   * Whether the last slot stands for all symbols without one of their own, which then follow as an
   * Exp-Golomb code of equally likely bits. Without it such a symbol is an error of the encoder.
   */
  readonly escape: boolean;
}

/** The distributions that one stream chooses from, symbol by symbol, by index. */
export interface DistributionTable {
  /** Bits of the whole, 8 to 16. */
  readonly precision: number;
  /** 1 to 65,536 of them. */
  readonly distributions: readonly Distribution[];
}
