import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { WorkError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { readSpec } from '../base/spec.js';
import type { Metric } from '../metrics/metric.js';
import { qualityOf } from '../pick/target.js';
import type { FamilyCurve } from './guide.js';

/** The file of curves that comes with the program, made by scripts/make-curve-family.js. */
const shippedFamily = fileURLToPath(new URL('../../models/optimize/curves.json', import.meta.url));

const rows = z.array(z.array(z.number()).nullable());

const familyFile = z.object({
  schema: z.literal(1),
  /** What it was made of. */
  source: z.array(
    z.object({ folder: z.string(), dataset: z.string(), images: z.number(), versions: z.string() }),
  ),
  curves: z.array(
    z.object({
      /** Printed codec without its knob. */
      spec: z.string(),
      engine: z.string(),
      knob: z.string(),
      /** Ascending. */
      knobs: z.array(z.number()),
      /** A row for each picture. */
      bytesPerPixel: z.array(z.array(z.number())),
      /** By metric; null for a picture that has no values. */
      metrics: z.record(z.string(), z.object({ version: z.string(), values: rows })),
    }),
  ),
});

export type FamilyFile = z.infer<typeof familyFile>;

/** Curves of other pictures, by codec and metric. */
export interface Families {
  /** @param curves printed codec without its knob; of one with other settings those of its kind */
  of(curves: string, metric: Metric): readonly FamilyCurve[];
}

/** No curves at all: searches begin in the middle. */
export const noFamilies: Families = { of: () => [] };

/** @throws WorkError for a file that is none */
export async function readFamilies(file: string = shippedFamily): Promise<Families> {
  const text = await readBounded(file, { bound: 'table' });
  let json: unknown;
  try {
    json = JSON.parse(text.toString('utf8'));
  } catch {
    json = null;
  }
  const parsed = familyFile.safeParse(json);
  if (!parsed.success) {
    throw new WorkError(`${file} holds no curves; run scripts/make-curve-family.js to make them`);
  }
  return familiesOf(parsed.data);
}

/** The curves of a file that was read. */
export function familiesOf({ curves }: FamilyFile): Families {
  return {
    of(spec, metric) {
      const kind = readSpec(spec).id;
      const found =
        curves.find((each) => each.spec === spec) ??
        curves.find((each) => readSpec(each.spec).id === kind);
      const stored = found?.metrics[metric.id];
      if (found === undefined || stored?.version !== metric.version) return [];
      return stored.values.flatMap((values, i) =>
        values === null
          ? []
          : [
              {
                knobs: found.knobs,
                qualities: values.map((value) => qualityOf(metric, value)),
                bytes: found.bytesPerPixel[i]!,
              },
            ],
      );
    },
  };
}
