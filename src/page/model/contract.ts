import { z } from 'zod';
import { leaderboard } from '../../leaderboard/schema.js';
import { madeRun, timedRun } from './provenance.js';

/** Version of the page's data. Page and data are written together, so no page reads an older one. */
export const pageSchema = 4;

const count = z.int().nonnegative();

/** `data/index.js`: the leaderboard without its data sets, and what data sets there are. */
export const pageIndex = leaderboard
  .omit({ metrics: true, datasets: true, timings: true, estimates: true })
  .extend({
    page: z.literal(pageSchema),
    /** Version of the program that wrote the page. */
    program: z.string(),
    /** The folder of results as a command names it; `path/to/NAME` where it lies elsewhere. */
    results: z.string(),
    /** Folders of which the records are. */
    read: z.array(z.string()),
    /** What the program does not know by its name: a command needs its file or folder beside it. */
    own: z.object({
      codecs: z.array(z.object({ id: z.string(), file: z.string() })),
      metrics: z.array(z.string()),
      datasets: z.array(z.string()),
    }),
    /** Path of the file of estimates, see `pageEstimates`; null where there are none. */
    estimates: z.string().nullable(),
    datasets: z.array(
      z.object({
        /** In the address: `kodak`, and `kodak@512x512` of centre crops. */
        key: z.string(),
        dataset: z.string(),
        crop: z.string().nullable(),
        images: count,
        /** What the colours of all charts are given to. */
        curves: z.array(z.object({ codec: z.string(), label: z.string() })),
        /** Path of the file from the page, and its name for `load`. */
        file: z.string(),
        /** The same of the times of its images, see `pageTimes`; null where there are none. */
        times: z.string().nullable(),
        /** The same of its pictures, see `pagePictures`; null where it has no images. */
        pictures: z.string().nullable(),
        /** Which program made its records. */
        made: z.array(madeRun),
        timed: z.array(timedRun),
      }),
    ),
  });

const perImage = <T extends z.ZodType>(value: T) => z.array(value.nullable());

/** The measured values of one row, an array per figure in the order of `images`; null is missing. */
const columns = z.object({
  /** Length of each file. Bits per pixel are 8 `bytes` over the picture's pixels. */
  bytes: perImage(count),
  /**
   * By metric, to 9 significant digits: the finite values of that version of the metric that the
   * row's curve is read by.
   */
  metrics: z.record(z.string(), perImage(z.number())),
  /**
   * Why a value is missing: image, metric or null for the whole record, place in `reasons`; null
   * where the decoded picture does not differ, so that the value is infinite.
   */
  missing: z.array(z.tuple([count, z.string().nullable(), count.nullable()])),
  /** Images of infinite values whose samples are not all the original's; absent where there are none. */
  unequal: z.array(count).optional(),
  /** Images whose alpha is not the original's; absent where there are none. */
  alpha: z.object({ lost: z.array(count), differs: z.array(count) }).optional(),
});

/** `data/<n>-<name>-<digest>.js`: one group of the leaderboard, with the values of every image. */
export const pageDataset = z.object({
  /** The class of images that all of it is of; of data that the page cut, see `cutByClass`. */
  content: z.string().optional(),
  /** As in leaderboard.json. */
  group: leaderboard.shape.datasets.element,
  /** As in leaderboard.json: what is known of the metrics that the group holds. */
  metrics: leaderboard.shape.metrics,
  /** As in leaderboard.json: all groups of times of the data set, of any crop. */
  timings: leaderboard.shape.timings,
  images: z.array(
    z.object({
      name: z.string(),
      sha256: z.string(),
      width: z.int().positive().nullable(),
      height: z.int().positive().nullable(),
    }),
  ),
  reasons: z.array(z.string()),
  /** In the order of `group.rows`. */
  rows: z.array(columns),
});

export type PageIndex = z.infer<typeof pageIndex>;
export type PageDataset = z.infer<typeof pageDataset>;
export type Columns = z.infer<typeof columns>;
