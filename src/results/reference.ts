import { z } from 'zod';

/** Version of the format of an imported curve. */
export const referenceSchema = 1;

/**
 * A published curve as it was imported: results/reference/<data set>/<name>.json. Points are means
 * over the data set's whole images, in any order.
 */
export const referenceCurve = z.object({
  schema: z.literal(referenceSchema),
  dataset: z.string(),
  /** As shown: unique within the data set. */
  label: z.string().min(1),
  /** Where it was published: an address or a citation. */
  source: z.string(),
  /** Name and SHA-256 of the file that was imported. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** When it was imported, UTC. */
  at: z.iso.datetime(),
  points: z.array(
    z.object({
      /** Mean bits per pixel. */
      bpp: z.number().positive(),
      /** Means by id of this program's metric, on its own scale; null where there is none. */
      metrics: z.record(z.string(), z.number().nullable()),
      /** The same of single images, by their names in the data set, where these were published. */
      images: z
        .record(
          z.string(),
          z.object({
            bpp: z.number().positive(),
            metrics: z.record(z.string(), z.number().nullable()),
          }),
        )
        .optional(),
      /** Seconds of one image as published, on a machine of the publisher's. */
      encodeSeconds: z.number().nonnegative().optional(),
      decodeSeconds: z.number().nonnegative().optional(),
    }),
  ),
});

export type ReferenceCurve = z.infer<typeof referenceCurve>;
