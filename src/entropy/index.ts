/**
 * Entropy coders of integer latents and the distributions that steer them. docs/entropy.md says what
 * the streams hold.
 */
export type {
  ArrangementId,
  ArrayCoder,
  ArraySession,
  EntropyCoder,
  ModelledCoder,
  ModelledSession,
  SymbolDecoder,
  SymbolEncoder,
} from './coder.js';
export type { Distribution, DistributionTable } from './distribution.js';
export { fromCounts, histogramTable } from './distributions/histogram.js';
export { mixture, scaleGrid, scaleTable } from './distributions/parametric.js';
export { readTable, writeTable } from './distributions/table-file.js';
export { idealBits, symbolBits } from './ideal-bits.js';
export { type LatentShape, type Latents, latentCount } from './latents.js';
export { entropyCoders } from './registry.js';
