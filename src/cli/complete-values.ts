import type { Options } from 'yargs';

/** What an option can be given. */
export interface Values {
  readonly values: readonly string[];
  /** Whether it takes several, with commas between. */
  readonly list: boolean;
}

/** The values of options by their names, loaded when one is asked for. */
const tables: Readonly<Record<string, () => Promise<Values>>> = {
  codec: async () => {
    const { codecNames } = await import('../codecs/table.js');
    return { values: codecNames, list: true };
  },
  anchor: async () => {
    const { codecNames } = await import('../codecs/table.js');
    return { values: codecNames, list: false };
  },
  metrics: async () => {
    const { metricGroups, metrics } = await import('../metrics/registry.js');
    return { values: [...metricGroups, ...metrics.names], list: true };
  },
  metric: async () => {
    const { metrics } = await import('../metrics/registry.js');
    return { values: metrics.names, list: true };
  },
  matrix: async () => {
    const { metrics } = await import('../metrics/registry.js');
    return { values: metrics.names, list: false };
  },
  measure: async () => {
    const { measures } = await import('../sweeps/defaults.js');
    return { values: measures, list: true };
  },
  dataset: async () => {
    const { datasetIds } = await import('../datasets/catalogue.js');
    return { values: await datasetIds(), list: true };
  },
  pictures: async () => {
    const { datasetIds } = await import('../datasets/catalogue.js');
    return { values: await datasetIds(), list: false };
  },
  at: async () => {
    const { metrics } = await import('../metrics/registry.js');
    return { values: metrics.names.map((name) => `${name}=`), list: false };
  },
  id: async () => {
    const { modelIds } = await import('../models/catalogue.js');
    return { values: await modelIds(), list: false };
  },
};

/** What an option can be given; nothing where that is a file, a number or free text. */
export async function valuesOf(name: string, { choices }: Options): Promise<Values> {
  if (choices !== undefined)
    return { values: (choices as readonly unknown[]).map(String), list: false };
  return Object.hasOwn(tables, name) ? tables[name]!() : { values: [], list: false };
}
