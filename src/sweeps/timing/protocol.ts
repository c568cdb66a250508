import { z } from 'zod';
import { rdRecord } from '../../results/record.js';
import { pictureMessage, settingsMessage, sourceMessage } from '../messages.js';

// What the sweep and the quiet process that does the timing say to each other.

/** What the quiet process is told at its start. */
const timingSetup = z.object({
  images: z.array(pictureMessage),
  crop: z.string().nullable(),
  threads: z.int().positive(),
  maxPixels: z.number().positive(),
  maxPixelsPerByte: z.number().positive().optional(),
  lenient: z.boolean(),
});

/** One pass over all images with one codec. */
const passRequest = z.object({
  /** Names the open codec; two configurations of equal settings have open codecs of their own. */
  configuration: z.int().nonnegative(),
  codec: sourceMessage,
  settings: settingsMessage,
});

/** One encode or decode of one image, in seconds. */
const sample = z.object({
  total: z.number(),
  /** Null where nobody tells. */
  cpu: z.number().nullable(),
  stages: z.record(z.string(), z.number()),
  /** Of processes that were started for it; null or absent where nobody told. */
  childCpu: z.number().nullish(),
  /** What a command line measured itself; null or absent where it did not. */
  reported: z.number().nullish(),
});

const imageSample = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().nonnegative(),
  encode: sample,
  decode: sample,
});

/** Why a pass failed, and on which image if it was one. */
const passFailure = rdRecord.shape.error
  .unwrap()
  .extend({ image: z.int().nonnegative().nullable() });

export const toTiming = z.union([
  z.object({ setup: timingSetup }),
  z.object({ pass: passRequest }),
]);

/** A sample for each image, none in answer to the set-up. */
export const fromTiming = z.union([
  z.object({ samples: z.array(imageSample) }),
  z.object({ failed: passFailure }),
]);

export type TimingSetup = z.infer<typeof timingSetup>;
export type PassRequest = z.infer<typeof passRequest>;
export type Sample = z.infer<typeof sample>;
export type ImageSample = z.infer<typeof imageSample>;
export type PassFailure = z.infer<typeof passFailure>;
export type ToTiming = z.infer<typeof toTiming>;
export type FromTiming = z.infer<typeof fromTiming>;
