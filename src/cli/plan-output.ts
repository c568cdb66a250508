import type { SweepPlan } from '../sweeps/prepare.js';
import { formatTable } from './output.js';
import { engineCell } from './result-tables.js';

/** The plan as JSON: every job that would run, in its order. */
export function planJson({ dataset, images, configurations, rd, timing }: SweepPlan) {
  return {
    dataset,
    images: images.map(({ name, sha256 }) => ({ name, sha256 })),
    configurations: configurations.map(({ codec, spec, settings, engine }) => ({
      codec,
      spec,
      settings,
      engine,
    })),
    rd: rd && {
      finished: rd.finished,
      retried: rd.retried,
      rescored: rd.rescored,
      jobs: rd.jobs.map(({ key, configuration, image, metrics }) => ({
        key,
        spec: configuration.spec,
        image: image.name,
        metrics,
      })),
    },
    timing: timing && {
      testbed: timing.testbed.id,
      crop: timing.crop,
      finished: timing.finished,
      configurations: timing.configurations.map(({ spec }) => spec),
    },
  };
}

/** The plan for people: a row per codec with its settings, and what is left to do. */
export function describePlan({ dataset, images, configurations, rd, timing }: SweepPlan): string {
  const toMeasure = new Map<string, number>();
  for (const { configuration } of rd?.jobs ?? []) {
    toMeasure.set(configuration.identity, (toMeasure.get(configuration.identity) ?? 0) + 1);
  }
  const toTime = new Set(timing?.configurations.map((configuration) => configuration.identity));
  const rows = configurations.map((configuration) => [
    configuration.spec,
    engineCell(configuration.engine),
    ...(rd ? [`${toMeasure.get(configuration.identity) ?? 0}`] : []),
    ...(timing ? [`${toTime.has(configuration.identity) ? images.length : 0}`] : []),
  ]);
  const header = ['codec', 'engine', ...(rd ? ['to measure'] : []), ...(timing ? ['to time'] : [])];
  const lines = [`${dataset}: ${images.length} images`, '', formatTable(header, rows), ''];
  if (rd) {
    lines.push(
      `rate-distortion: ${rd.jobs.length} jobs, of which ${rd.retried} failed before and ${rd.rescored} lack metrics; ${rd.finished} finished`,
    );
  }
  if (timing) {
    lines.push(
      `timing on ${timing.testbed.id}: ${timing.configurations.length} codecs with settings on ${images.length} images, crop ${timing.crop ?? 'none'}; ${timing.finished} records finished`,
    );
  }
  return lines.join('\n');
}
