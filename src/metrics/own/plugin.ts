import { z } from 'zod';
import { messageOf, UsageError, WorkError } from '../../base/errors.js';
import { firstIssue } from '../../base/zod-issue.js';
import type { Raster } from '../../image/raster.js';
import { loadPluginModule } from '../../runtimes/plugin-module.js';
import type { ErrorMap, Metric, Score, Scorer } from '../metric.js';
import { checkDescribed, describedFields, describeOwn, metricId } from './facts.js';

/** The metrics of a plugin. */
export interface MetricPlugin {
  /** Absolute path of the file. */
  readonly file: string;
  readonly sha256: string;
  readonly metrics: readonly Metric[];
}

const method = z.custom<unknown>((value) => typeof value === 'function', 'a function is missing');
const metricShape = z.object({
  ...describedFields,
  id: metricId,
  version: z.string().min(1).default('1'),
  map: z
    .object({ meaning: z.string().min(1), full: z.number().positive() })
    .nullable()
    .default(null),
  available: method.optional(),
  prepare: method,
});

const tileShape = z.object({
  ...{ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) },
  value: z.number().or(z.literal(Number.POSITIVE_INFINITY)),
});

/**
 * Loads the metrics of a plugin (docs/plugins.md), of which there may be none. The version of each
 * gets the plugin's mark added to it, so that values of two states of a plugin never mix.
 * @throws UsageError naming the file and what is missing in it
 */
export async function loadMetricPlugin(given: string): Promise<MetricPlugin> {
  const { file, sha256, mark, metrics: exported } = await loadPluginModule(given);
  const metrics = exported.map((metric, index) =>
    adopt(metric, `plugin ${given}: metrics[${index}]`, mark),
  );
  return { file, sha256, metrics };
}

/** The metric with its answers checked. */
function adopt(exported: unknown, where: string, mark: string): Metric {
  const { data, error } = metricShape.safeParse(exported);
  if (error) {
    throw new UsageError(`${where} is no metric: ${firstIssue(error)}`, { code: 'broken-plugin' });
  }
  const { id, version, map } = data;
  try {
    checkDescribed(data);
  } catch (thrown) {
    throw new UsageError(`${where} is no metric: ${messageOf(thrown)}`, { code: 'broken-plugin' });
  }
  const metric = exported as Pick<Metric, 'prepare'> & Partial<Pick<Metric, 'available'>>;
  return {
    ...describeOwn(id, data, 'a plugin'),
    version: `${version}+${mark}`,
    map,
    available: async () => (await metric.available?.()) ?? true,
    prepare: async (reference) => guard(id, await metric.prepare(reference), reference),
  };
}

/** The scorer with its results checked: a wrong one would fail far from where it was made. */
function guard(id: string, scorer: Scorer, { width, height }: Raster): Scorer {
  if (typeof scorer?.score !== 'function') {
    throw new WorkError(`${id}: prepare is to give an object with the function score`, {
      code: 'broken-plugin',
    });
  }
  return {
    async score(decoded, options) {
      const given: Partial<Score> | undefined = await scorer.score(decoded, options);
      const { value, worstTile = null, map = null } = given ?? {};
      if (typeof value !== 'number' || Number.isNaN(value)) {
        throw new WorkError(`${id}: score is to give { value }, a number; it gave ${value}`, {
          code: 'broken-plugin',
        });
      }
      const wrong = worstTile === null ? undefined : tileShape.safeParse(worstTile).error;
      if (wrong) {
        throw new WorkError(`${id}: worstTile gives no such value: ${firstIssue(wrong)}`, {
          code: 'broken-plugin',
        });
      }
      if (map !== null && !isMap(map, width, height)) {
        throw new WorkError(
          `${id}: map is to be { width, height, data }, a Float32Array with ${width}x${height} values`,
          { code: 'broken-plugin' },
        );
      }
      return { value, worstTile, map };
    },
    ...(scorer.heldBytes && { heldBytes: () => Number(scorer.heldBytes?.()) }),
    close: () => scorer.close?.(),
  };
}

function isMap({ width, height, data }: ErrorMap, columns: number, rows: number): boolean {
  const sized = width === columns && height === rows;
  return sized && data instanceof Float32Array && data.length === columns * rows;
}
