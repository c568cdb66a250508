import { z } from 'zod';
import { rangedSchema } from './ranged-card.js';

const graphName = z.string().min(1);
const tensorName = z.string().min(1);
/** A number of samples that memory is taken for: beyond any that a model has. */
const span = z
  .int()
  .positive()
  .max(2 ** 16);

const group = z.strictObject({
  /** Name of its tensor in every graph; no digits alone, none of `image`, `step`, `rate`. */
  id: z.string().regex(/^[a-z]\w*$/i),
  channels: span,
  /** Channels of its tensor in graphs, where only the first of them are coded; others count as 0. */
  filters: span.optional(),
  /** Pixels that one symbol stands for, along each side. */
  scale: span,
  /** Added to a magnitude before it is cut to whole numbers: 0.5 rounds, less is a dead zone. */
  rounding: z.number().positive().max(0.5).default(0.5),
  /** In place of rounding: by the range of each channel, which is sent with the picture. */
  ranged: rangedSchema.optional(),
  /** Largest magnitude of a symbol; what is larger is cut to it. */
  limit: z.int().positive().max(32767).default(32767),
  /** What is taken from each symbol before it is coded by a model: the median of JPEG-LS. */
  predict: z.enum(['none', 'median']).default('none'),
});

/** The largest `limit` where distributions are measured on each picture. */
export const measuredLimit = 1023;

/** Which symbols of a group: all, or the squares of one colour of a checkerboard, column + row. */
const part = z.enum(['all', 'even', 'odd']).default('all');

/**
 * A step of coding, of one of four forms: a graph alone, for what later ones need of it; a group by
 * the distributions that a graph tells; a group by the scales that a graph tells, and means; a group by
 * one distribution a channel, from `base` on.
 */
const pass = z.union([
  z.strictObject({ graph: graphName }),
  z.strictObject({
    graph: graphName,
    group: z.string(),
    part,
    /** The output that holds the scale of each symbol, see `scales` of the codec. */
    scales: tensorName,
    /** The output that is taken from coefficients before they are rounded, and added again. */
    means: tensorName.optional(),
    /**
     * `wavefront`: the graph sees the group itself, by masked convolutions, and is run wave by wave;
     * what it sees are symbols and means together.
     */
    scan: z.enum(['planes', 'wavefront']).default('planes'),
  }),
  z.strictObject({
    graph: graphName,
    group: z.string(),
    part,
    /** The output that holds them: 1 x channels x height x width, whole numbers as floats. */
    indexes: tensorName.default('indexes'),
  }),
  z.strictObject({ group: z.string(), part, base: z.int().nonnegative() }),
]);

/** A file of a level. */
export const contents = z.strictObject({
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
});

/** Channels that a level has of a group. */
export const channelsOfLevel = z
  .int()
  .nonnegative()
  .max(2 ** 16);

/** A rate point with weights of its own. */
const level = z.strictObject({
  quality: z.int().positive(),
  /** What its weights were trained for. */
  tuned: z.enum(['mse', 'ms-ssim']).default('mse'),
  /** Channels of groups, where they are not those of the group; a level is without those of 0. */
  channels: z.record(z.string(), channelsOfLevel).default({}),
  /** The official weights: a name, and what is published of its SHA-256. */
  weights: z.strictObject({ file: z.string().min(1), sha256: z.string().min(8) }).optional(),
  /** What is published of it on Kodak, means of 24 pictures: bits per pixel, and PSNR in dB. */
  kodak: z.strictObject({ bpp: z.number().positive(), psnr: z.number().positive() }).optional(),
  /**
   * Its files by graph, and `distributions`, beside those that graphs name for all levels; of a
   * project's card they stand in the note of the export.
   */
  files: z.record(z.string(), contents).default({}),
});

/** A model's rate point. */
export type CodecLevel = z.infer<typeof level>;

const fields = z.strictObject({
  /** Sides are padded to multiples, by repeating the edge, and to a least side. */
  input: z.strictObject({ multiple: span, minSide: span }),
  /**
   * Step of the quantiser: first * ratio ^ (rate / 1000), the rate being ten times the quality. Or
   * levels, each with weights of its own; the step is 1, the rate the place in this list, append only.
   * Or the picture is made smaller before it is coded, each side by the root of quality / 100 and to
   * the nearest multiple; the step is 1.
   */
  rate: z.union([
    z.strictObject({ first: z.number().positive(), ratio: z.number().positive().max(1) }),
    z.strictObject({ levels: z.array(level).min(1).max(1000) }),
    z.strictObject({ resize: z.strictObject({ multiple: span }) }),
  ]),
  quality: z.strictObject({
    default: z.number().min(0).max(100),
    /** At least 4, or all levels. */
    sweep: z.array(z.number().min(0).max(100)).min(1),
  }),
  /**
   * What the transforms give and take: `steps`, coefficients over the step and symbols as they are;
   * `absolute`, where dividing and multiplying is left to the codec.
   */
  units: z.enum(['steps', 'absolute']),
  /** In the order in which array coders get them. */
  groups: z.array(group).min(1),
  analysis: graphName,
  synthesis: graphName,
  /** In coding order. */
  passes: z.array(pass).min(1),
  /**
   * The distributions: a file beside the graphs, measured on each picture and sent with it, a file
   * of each level, or those of indices of a codebook, 0 to the group's `limit`, as the user chooses.
   */
  distributions: z.union([
    z.literal('measured'),
    z.literal('by level'),
    z.literal('codebook'),
    contents,
  ]),
  /**
   * What scales mean: a scale has the first distribution whose own, in equal steps of their logarithm
   * from the first on, is not below it, or the last.
   */
  scales: z
    .strictObject({ least: z.number().positive(), greatest: z.number().positive(), count: span })
    .optional(),
  /**
   * Lambda of rate-distortion optimised quantisation, in squared steps for a bit; 0 goes without.
   * With it, `rounding` does not count.
   */
  rdoq: z.number().nonnegative().max(1).default(0),
  /** The entropy coder unless told. */
  entropy: z.string().min(1),
  /** How coders of arrays get the groups laid out unless told; without it their own way. */
  arrangement: z.enum(['stacked', 'tiled', 'nested', 'strided']).optional(),
  /** Windows that larger pictures are cut into, in pixels; null where a model sees all of them. */
  tiles: z.strictObject({ size: span, overlap: z.int().nonnegative() }).nullable(),
  /** Greatest memory of a run, in bytes for each pixel, as measured. */
  bytesPerPixel: z.number().positive(),
  /**
   * What attention takes where that is more: for each pair of places, each of `scale` x `scale` pixels, and
   * `beside` it in bytes for each pixel.
   */
  attention: z
    .strictObject({
      scale: span,
      bytesPerPair: z.number().positive(),
      beside: z.number().positive().optional(),
    })
    .optional(),
});

export const codecSchema = fields.refine(
  ({ rate, quality }) =>
    quality.sweep.length >= ('levels' in rate ? Math.min(4, rate.levels.length) : 4),
  { message: 'a sweep has 4 qualities or more, or all levels', path: ['quality', 'sweep'] },
);

/** How a model codes pictures: the `codec` section of a card. */
export type CodecCard = z.infer<typeof codecSchema>;
export type GroupPart = z.infer<typeof part>;

/** A step of coding by scales. */
export type ScaledPass = Extract<CodecCard['passes'][number], { readonly scales: string }>;

/** What a card's only source of weights is called where none are published: a user's own. */
export const ownWeights = 'checkpoint';

/** What a level is called in notes and messages, `mse-3`. */
export function levelName({ tuned, quality }: Pick<CodecLevel, 'tuned' | 'quality'>): string {
  return `${tuned}-${quality}`;
}
