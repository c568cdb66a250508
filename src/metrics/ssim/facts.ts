import type { Metric } from '../metric.js';

/** What is known of every index of structural similarity: 1 for equal pictures, less for others. */
export const similarityFacts = {
  unit: '',
  decimals: 4,
  scale: 'decibels-to-1',
  better: 'higher',
  fixedQualities: [],
  frontQuality: null,
  nearlyEqual: 0.5,
  perfect: 1,
} as const satisfies Partial<Metric>;
