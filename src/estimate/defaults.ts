/** What holds of estimates where nothing else is asked for. */
export const estimateDefaults = {
  estimator: 'auto',
  timeBudgetSeconds: 0.4,
  timeLimitSeconds: 30,
  seed: 1,
  /** Pixels. */
  sampleWidth: 300,
} as const;
