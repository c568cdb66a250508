import { z } from 'zod';
import { count } from './schema-parts.js';

/** Which time a warning is about. */
const direction = z.enum(['encode', 'decode']);

/**
 * Why a row of times is to be read with care, as data; `direction` is null where the warning is about
 * the whole row.
 */
export const warning = z.discriminatedUnion('kind', [
  /** Fewer passes were made, of the image that has fewest, than were asked for. */
  z.object({ kind: z.literal('few-passes'), direction: z.null(), passes: count, asked: count }),
  /** Timed under several versions of Node. */
  z.object({ kind: z.literal('mixed-node'), direction: z.null(), versions: z.array(z.string()) }),
  /** Of `images` of `of` images the page was hidden while they were timed; passes under way were made again. */
  z.object({ kind: z.literal('hidden-page'), direction: z.null(), images: count, of: count }),
  /** `samples` of `of` samples are shorter than so many microseconds: so many steps of the clock. */
  z.object({
    kind: z.literal('short-samples'),
    direction,
    samples: count,
    of: count,
    microseconds: z.number(),
    clockSteps: count,
  }),
  /** `images` of `of` images have samples shorter than so many steps of the browser's clock. */
  z.object({
    kind: z.literal('coarse-clock'),
    direction,
    images: count,
    of: count,
    clockSteps: count,
  }),
  /** CPU seconds over wall seconds, and the share below which the machine was busy otherwise. */
  z.object({
    kind: z.literal('busy-machine'),
    direction,
    cpuPerWall: z.number(),
    limit: z.number(),
  }),
  /** One pass tells no interval. */
  z.object({ kind: z.literal('no-interval'), direction }),
  /** Width of the interval, as a share of the value, and the share that is wide. */
  z.object({ kind: z.literal('wide-interval'), direction, width: z.number(), limit: z.number() }),
]);
