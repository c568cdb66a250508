/**
 * What was measured, as it is stored: records of rate and distortion, of time and memory, of
 * machines. docs/record.md explains every field.
 */
export type { Engine } from '../base/engine.js';
export type { LearnedReport } from '../base/learned-report.js';
export type { Warn } from '../base/warn.js';
export { codecKey } from './identity.js';
export { estimateKey, rdKey, timingKey } from './key.js';
export {
  type EstimateRecord,
  estimateRecord,
  protocolVersion,
  type RdRecord,
  type Recorded,
  rdRecord,
  recordSchema,
  type Samples,
  type TimingRecord,
  timingRecord,
} from './record.js';
export {
  eachRdRecord,
  readEstimateRecords,
  readRdRecords,
  readTimingRecords,
  recordFiles,
} from './store.js';
