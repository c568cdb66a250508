import path from 'node:path';

/** Where results lie under the results folder: one file per data set and codec. */

export function rdFile(results: string, dataset: string, codec: string): string {
  return path.join(results, 'rd', dataset, `${codec}.jsonl`);
}

/** Held by the first sweep that measures a data set, in the folder of its records. */
export const sweepLock = '.sweep.held.lock';

export function timingFolder(results: string, testbed: string, dataset: string): string {
  return path.join(results, 'timing', testbed, dataset);
}

export function timingFile(
  results: string,
  testbed: string,
  dataset: string,
  codec: string,
): string {
  return path.join(timingFolder(results, testbed, dataset), `${codec}.jsonl`);
}

export function estimateFile(results: string, dataset: string, codec: string): string {
  return path.join(results, 'estimate', dataset, `${codec}.jsonl`);
}

/** What images of a data set are, see `saveContents`. */
export function contentFile(results: string, dataset: string): string {
  return path.join(results, 'datasets', `${dataset}.json`);
}

export function testbedFile(results: string, testbed: string): string {
  return path.join(results, 'testbeds', `${testbed}.json`);
}

/** Facts of a metric that is not this program's own, see `saveMetricFacts`. */
export function metricFile(results: string, metric: string): string {
  return path.join(results, 'metrics', `${metric}.json`);
}
