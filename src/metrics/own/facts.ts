import { z } from 'zod';
import { UsageError } from '../../base/errors.js';
import { qualityScales } from '../../curves/quality-scale.js';
import type { Metric } from '../metric.js';

/** What is known of a metric before it computes anything. */
export type MetricDescription = Omit<Metric, 'available' | 'prepare' | 'map' | 'version'>;

/** Ids become names of files and stand in lists of the command line. */
export const metricId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'small letters, digits, - and _, at most 64');

const anyNumber = z.custom<number>(
  (value) => typeof value === 'number' && !Number.isNaN(value),
  'a number',
);

/** What is said of a metric of the user's own: most of it may be left out. */
export const describedFields = {
  title: z.string().min(1),
  shortTitle: z.string().min(1).optional(),
  unit: z.string().default(''),
  decimals: z.int().nonnegative().max(20).default(4),
  better: z.enum(['higher', 'lower']),
  perfect: anyNumber.nullish(),
  scale: z.enum(qualityScales).nullable().default(null),
  fixedQualities: z.array(z.number()).default([]),
  frontQuality: z.number().nullable().default(null),
  nearlyEqual: z.number().nonnegative().nullable().default(null),
  definition: z.string().min(1).optional(),
  source: z.string().min(1).optional(),
  minSide: z.int().min(1).default(1),
  symmetric: z.boolean().default(false),
};

/** What a user says of a metric, with the defaults filled in. */
export type Described = z.output<z.ZodObject<typeof describedFields>>;

/** @throws UsageError where two facts of a metric do not go together */
export function checkDescribed({ better, scale, fixedQualities, frontQuality }: Described): void {
  const falling = scale === 'decibels-to-0';
  if (scale !== null && falling !== (better === 'lower')) {
    throw new UsageError(
      `scale: ${scale} is of metrics whose ${falling ? 'lower' : 'higher'} values are better, got better: ${better}`,
      { code: 'broken-plugin' },
    );
  }
  if (scale === null && (fixedQualities.length > 0 || frontQuality !== null)) {
    throw new UsageError('fixedQualities and frontQuality need a scale', { code: 'broken-plugin' });
  }
}

/**
 * The description of a metric of the user's own.
 * @param origin what brings it, for a metric that does not say what it is
 */
export function describeOwn(id: string, said: Described, origin: string): MetricDescription {
  const { title, better } = said;
  return {
    id,
    title,
    shortTitle: said.shortTitle ?? title,
    unit: said.unit,
    decimals: said.decimals,
    better,
    perfect: said.perfect ?? (better === 'higher' ? Number.POSITIVE_INFINITY : 0),
    scale: said.scale,
    fixedQualities: said.fixedQualities.toSorted((a, b) => a - b),
    frontQuality: said.frontQuality,
    nearlyEqual: said.nearlyEqual,
    definition: said.definition ?? `${title}, as ${origin} computes it.`,
    source: said.source ?? origin,
    minSide: said.minSide,
    symmetric: said.symmetric,
  };
}
