import path from 'node:path';
import { UsageError, unknownName } from '../base/errors.js';
import type { Metric } from './metric.js';
import { metricGroups, metrics } from './registry.js';

/**
 * Where a metric comes from, told to other processes that load it anew: the id of one of the
 * program's own, a metric of a plugin, or a recipe of a command line. Plain JSON.
 */
export type MetricSource =
  | string
  | { readonly plugin: string; readonly sha256: string; readonly id: string }
  | {
      readonly recipe: string;
      readonly sha256: string;
      readonly version: string;
      readonly id: string;
    };

export interface FoundMetric {
  readonly metric: Metric;
  readonly source: MetricSource;
}

/** The program's own metrics and those of the user. */
export interface MetricTable {
  readonly names: readonly string[];
  /** Those of the user. */
  readonly own: readonly FoundMetric[];
  /** @throws UsageError for an unknown id, which suggests the nearest */
  load(name: string): Promise<FoundMetric>;
}

/** Files that bring metrics of the user's own. */
export interface OwnMetrics {
  /** Modules; recipes of codecs (.json) among them are passed over. */
  readonly plugins?: readonly string[] | undefined;
  /** Recipes of command lines with the ids that they get: `vmaf:recipe.json`. */
  readonly commands?: readonly string[] | undefined;
}

/**
 * The program's own metrics with those of these files.
 * @throws UsageError for a file that is none, and for an id that is taken
 */
export async function openMetricTable({
  plugins = [],
  commands = [],
}: OwnMetrics = {}): Promise<MetricTable> {
  const added = new Map<string, FoundMetric & { readonly file: string }>();
  const add = (found: FoundMetric, file: string): void => {
    const { id } = found.metric;
    const known = added.get(id);
    if (known || metrics.names.includes(id) || metricGroups.includes(id)) {
      const owner = known ? `a metric of ${known.file}` : 'this program';
      throw new UsageError(`${file}: the id '${id}' is taken by ${owner}; take another`, {
        code: 'wrong-spec',
      });
    }
    added.set(id, { ...found, file });
  };
  for (const given of new Set(plugins.map((each) => path.resolve(each)))) {
    if (path.extname(given) === '.json') continue;
    const { loadMetricPlugin } = await import('./own/plugin.js');
    const { file, sha256, metrics: brought } = await loadMetricPlugin(given);
    for (const metric of brought) {
      add({ metric, source: { plugin: file, sha256, id: metric.id } }, file);
    }
  }
  for (const given of new Set(commands)) {
    const { id, file } = splitCommand(given);
    const { readMetricRecipe } = await import('./own/recipe.js');
    const { askMetricVersion, createCommandMetric } = await import('./own/command.js');
    const recipe = await readMetricRecipe(file);
    const version = await askMetricVersion(recipe);
    const source = { recipe: recipe.file, sha256: recipe.sha256, version, id };
    add({ metric: createCommandMetric(id, recipe, version), source }, recipe.file);
  }
  const names = [...metrics.names, ...added.keys()];
  return {
    names,
    own: [...added.values()].map(({ metric, source }) => ({ metric, source })),
    async load(name) {
      const found = added.get(name);
      if (found) return found;
      if (metrics.names.includes(name)) return { metric: await metrics.load(name), source: name };
      throw unknownName('metric', name, names);
    },
  };
}

/** `vmaf:recipe.json` in its two parts. */
function splitCommand(given: string): { readonly id: string; readonly file: string } {
  const [, id, file] = /^([a-z0-9][a-z0-9_-]{0,63}):(.+)$/s.exec(given) ?? [];
  if (id !== undefined && file !== undefined) return { id, file };
  throw new UsageError(
    `expected an id and the recipe of a metric, such as vmaf:recipe.json, got '${given}'`,
    { code: 'wrong-spec' },
  );
}

/**
 * Loads a metric in another process than the one that found it.
 * @throws UsageError where its file is another than it was then
 */
export async function loadMetric(source: MetricSource): Promise<Metric> {
  if (typeof source === 'string') return metrics.load(source);
  const key = JSON.stringify(source);
  const known = loaded.get(key);
  if (known) return known;
  const metric = await loadFile(source);
  loaded.set(key, metric);
  return metric;
}

const loaded = new Map<string, Metric>();

async function loadFile(source: Exclude<MetricSource, string>): Promise<Metric> {
  const demandSame = (file: string, sha256: string): void => {
    if (sha256 === source.sha256) return;
    throw new UsageError(`${file} has changed since the sweep began; start it again`, {
      code: 'file-differs',
      data: { file },
    });
  };
  if ('recipe' in source) {
    const { readMetricRecipe } = await import('./own/recipe.js');
    const { createCommandMetric } = await import('./own/command.js');
    const recipe = await readMetricRecipe(source.recipe);
    demandSame(source.recipe, recipe.sha256);
    return createCommandMetric(source.id, recipe, source.version);
  }
  const { loadMetricPlugin } = await import('./own/plugin.js');
  const plugin = await loadMetricPlugin(source.plugin);
  demandSame(source.plugin, plugin.sha256);
  const metric = plugin.metrics.find(({ id }) => id === source.id);
  if (metric) return metric;
  throw new UsageError(`${source.plugin} has no metric '${source.id}'`, { code: 'broken-plugin' });
}
