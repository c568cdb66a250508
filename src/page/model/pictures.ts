import { z } from 'zod';
import { pictureReason } from './picture-reason.js';

const file = z.string();

/** `data/pictures-<n>-<digest>.js`: which pictures the page has of a data set, and why others are not there. */
export const pagePictures = z.object({
  /** In the order of the data set's images. Paths are from the page. */
  images: z.array(
    z.object({
      original: file.nullable(),
      thumbnail: file.nullable(),
      /** Why there is no original: place in `reasons`. */
      reason: z.int().nullable(),
      /** Whether pictures of this image were asked for. */
      asked: z.boolean(),
    }),
  ),
  /** Decoded pictures of the images that were asked for. */
  shown: z.array(
    z.object({
      row: z.int().nonnegative(),
      image: z.int().nonnegative(),
      file: file.nullable(),
      /** What decoded it to a PNG; null where the file is the bitstream, or there is none. */
      decodedBy: z.string().nullable(),
      /** Why there is no file: place in `reasons`. */
      reason: z.int().nullable(),
      /** Error maps by metric. */
      maps: z.record(z.string(), file),
    }),
  ),
  reasons: z.array(pictureReason),
  /** How maps are read: what a value is, and the value that is white; 0 is black. */
  maps: z.record(z.string(), z.object({ meaning: z.string(), full: z.number() })),
});

export type PagePictures = z.infer<typeof pagePictures>;
