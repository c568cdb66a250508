import { createRegistry } from '../base/registry.js';
import type { Estimator } from './estimator.js';

/** Every estimator, by id. */
export const estimators = createRegistry<Estimator>('estimator', {
  exact: async () => (await import('./estimators/exact.js')).exact,
  downscale: async () => (await import('./estimators/downscale.js')).downscale,
  'two-scale': async () => (await import('./estimators/two-scale.js')).twoScale,
  tiles: async () => (await import('./estimators/tiles.js')).tiles,
  balanced: async () => (await import('./estimators/balanced.js')).balanced,
  sibling: async () => (await import('./estimators/sibling.js')).sibling,
  bands: async () => (await import('./estimators/bands.js')).bands,
  header: async () => (await import('./estimators/header.js')).header,
});
