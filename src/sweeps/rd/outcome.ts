import type { RdOutcome } from './task.js';

/** An outcome with nothing reached yet. */
export function emptyOutcome(): RdOutcome {
  return {
    width: null,
    height: null,
    bytes: null,
    sourceBytes: null,
    bitstreamSha256: null,
    conversion: null,
    exact: null,
    alpha: null,
    damage: null,
    learned: null,
    metrics: {},
    metricVersions: {},
    metricErrors: {},
    worstTiles: {},
    error: null,
    engine: null,
    machine: null,
    errorCode: null,
    busy: { codec: 0, metrics: 0, pictures: 0, starting: 0 },
  };
}
