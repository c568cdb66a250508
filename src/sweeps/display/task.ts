import { z } from 'zod';
import { rdRecord } from '../../results/record.js';
import { pictureMessage, settingsMessage } from '../messages.js';

const maxPixels = z.number().positive();

/** A file to make for people to look at: plain JSON. */
export const displayTask = z.discriminatedUnion('kind', [
  /** A PNG of what a bitstream decodes to. */
  z.object({
    kind: z.literal('decode'),
    target: z.string(),
    codec: z.string(),
    settings: settingsMessage,
    bitstreamSha256: rdRecord.shape.imageSha256,
    maxPixels,
  }),
  /** A PNG of a picture, or of its centre. */
  pictureMessage.extend({
    kind: z.literal('original'),
    target: z.string(),
    crop: z.string().nullable(),
    maxPixels,
  }),
  /** A small WebP of a picture. */
  z.object({
    kind: z.literal('thumbnail'),
    target: z.string(),
    source: z.string(),
    side: z.int().positive(),
  }),
]);

/** The length of the file that was made. */
export const displayAnswer = z.object({ bytes: z.int().positive() });

export type DisplayTask = z.infer<typeof displayTask>;
export type DisplayAnswer = z.infer<typeof displayAnswer>;
