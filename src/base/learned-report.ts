import { z } from 'zod';

/** What one graph or one model file costs; of the picture at hand where that matters. */
const partCost = z.object({
  parameters: z.int().nonnegative(),
  fileBytes: z.int().nonnegative(),
  /** Multiply-accumulates per pixel of the original. */
  macsPerPixel: z.number().nonnegative(),
  /** The direction that needs it. */
  used: z.enum(['encode', 'decode', 'both']),
});

/**
 * What was compared of a model from elsewhere: its architecture, with random weights, or also its official
 * weights, with the figures that are published of them.
 */
export const verifiedParts = ['architecture', 'weights'] as const;
export type Verified = (typeof verifiedParts)[number];

/** What a learned codec tells of a picture beside its bytes. */
export const learnedReport = z.object({
  /** Id of the model. */
  model: z.string(),
  /** Id of the entropy coder. */
  coder: z.string(),
  /** Where the graphs run, `cpu`. */
  provider: z.string(),
  /** Absent of the project's own models. */
  verified: z.enum(verifiedParts).optional(),
  /** Bytes of the entropy-coded payload, without the container around it. */
  payloadBytes: z.int().nonnegative(),
  /** Ideal code length of the latents under the model's own distributions; null where it has none. */
  estimatedBits: z.number().nonnegative().nullable(),
  /** By name of the part, `analysis`. */
  parts: z.record(z.string(), partCost),
});

export type PartCost = Readonly<z.infer<typeof partCost>>;
export type LearnedReport = Readonly<z.infer<typeof learnedReport>>;
