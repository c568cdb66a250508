import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { WorkError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { readSpec } from '../base/spec.js';
import type { FamilyCurve } from '../curves/guide.js';
import type { Evenness } from '../curves/knob-ladder.js';
import type { Metric } from '../metrics/metric.js';
import { qualityOf } from './target.js';

/** The file of curves that comes with the program, made by scripts/make-curve-family.js. */
const shippedFamily = fileURLToPath(new URL('../../models/optimize/curves.json', import.meta.url));

const rows = z.array(z.array(z.number()).nullable());

const familyFile = z.object({
  schema: z.literal(3),
  /** What it was made of. */
  source: z.array(
    z.object({ folder: z.string(), dataset: z.string(), images: z.number(), versions: z.string() }),
  ),
  pictures: z.array(
    z.object({
      /** Data set and name. */
      picture: z.string(),
      /** Of a JPEG of quality 75, `jpeg:quality=75`. */
      jpegBytesPerPixel: z.number(),
    }),
  ),
  /** Scores of that JPEG by metric, one a picture; null where it is not known. */
  quick: z.record(
    z.string(),
    z.object({ version: z.string(), values: z.array(z.number().nullable()) }),
  ),
  curves: z.array(
    z.object({
      /** Printed codec without its knob. */
      spec: z.string(),
      engine: z.string(),
      knob: z.string(),
      /** Ascending. */
      knobs: z.array(z.number()),
      /** Places in the list of pictures. */
      pictures: z.array(z.number()),
      /** A row for each picture. */
      bytesPerPixel: z.array(z.array(z.number())),
      /** By metric; null for a picture that has no values. */
      metrics: z.record(z.string(), z.object({ version: z.string(), values: rows })),
      /** How uneven curves are, by metric: made by scripts/make-evenness.js. */
      evenness: z
        .record(
          z.string(),
          z.object({
            version: z.string(),
            /** Pictures it was told from. */
            pictures: z.array(z.string()),
            jitter: z.number(),
            knobs: z.array(z.number()),
            /** For each knob, in steps of the codec's grid. */
            shifts: z.array(z.number()),
          }),
        )
        .optional(),
    }),
  ),
});

export type FamilyFile = z.infer<typeof familyFile>;

/** Curves of other pictures, by codec and metric. */
export interface Families {
  /**
   * @param curves printed codec without its knob; of one with other settings those of its kind
   * @param knob curves over this one alone; those of any if not given
   */
  of(curves: string, metric: Metric, knob?: string): readonly FamilyCurve[];
  /** How uneven curves of the codec are, or of another of its kind; null where that was not measured. */
  evenness(curves: string, metric: Metric): Evenness | null;
}

/** No curves at all: searches begin in the middle. */
export const noFamilies: Families = { of: () => [], evenness: () => null };

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

/**
 * The curves of a file that was read. Pictures that were not encoded by the very codec have the curve of
 * another one of its kind over the same knob.
 */
export function familiesOf({ pictures, quick, curves }: FamilyFile): Families {
  return {
    of(spec, metric, knob) {
      const kind = readSpec(spec).id;
      const ofKind = curves.filter(
        (each) => readSpec(each.spec).id === kind && (knob ?? each.knob) === each.knob,
      );
      const exact = ofKind.find((each) => each.spec === spec) ?? ofKind[0];
      if (exact === undefined) return [];
      const others = ofKind.filter((each) => sameNumbers(each.knobs, exact.knobs));
      const scores = quick[metric.id];
      const quickScores = scores?.version === metric.version ? scores.values : [];
      const found = new Map<number, FamilyCurve>();
      for (const each of new Set([exact, ...others])) {
        const stored = each.metrics[metric.id];
        if (stored?.version !== metric.version) continue;
        for (const [row, values] of stored.values.entries()) {
          const picture = each.pictures[row]!;
          if (values === null || found.has(picture)) continue;
          const score = quickScores[picture] ?? null;
          found.set(picture, {
            knobs: each.knobs,
            qualities: values.map((value) => qualityOf(metric, value)),
            bytes: each.bytesPerPixel[row]!,
            jpegBytes: pictures[picture]!.jpegBytesPerPixel,
            ...(score !== null && { jpegQuality: qualityOf(metric, score) }),
          });
        }
      }
      return [...found.values()];
    },
    evenness(spec, metric) {
      const kind = readSpec(spec).id;
      const ofKind = curves.filter((each) => readSpec(each.spec).id === kind);
      const exact = ofKind.filter((each) => each.spec === spec);
      const stored = [...exact, ...ofKind]
        .map((each) => each.evenness?.[metric.id])
        .find((each) => each?.version === metric.version);
      if (stored === undefined) return null;
      const { jitter, knobs, shifts } = stored;
      return { jitter, values: knobs.map((knob, i) => ({ knob, shift: shifts[i]! })) };
    },
  };
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
