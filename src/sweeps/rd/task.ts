import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../../base/error-codes.js';
import { rdRecord } from '../../results/record.js';
import { metricMessage, pictureMessage, settingsMessage, sourceMessage } from '../messages.js';

/** What a worker is told of one rate-distortion job: plain JSON, for any process or machine. */
export const rdTask = z.object({
  /** Of the record that is planned: no two tasks of a plan have one key. */
  key: rdRecord.shape.key,
  codec: sourceMessage,
  settings: settingsMessage,
  image: pictureMessage.extend({ name: z.string() }),
  crop: rdRecord.shape.crop,
  /** Metrics to compute from the bitstream. */
  metrics: z.array(metricMessage),
  /** Metrics to compute as well if the bitstream is not `bitstreamSha256`. */
  kept: z.array(metricMessage),
  /** The bitstream of the stored record, which need not be encoded again where the cache has it. */
  bitstreamSha256: rdRecord.shape.bitstreamSha256,
  /** Keep the metrics' error maps beside the bitstream. */
  maps: z.boolean(),
  maxPixels: z.number().positive(),
  maxPixelsPerByte: z.number().positive().optional(),
  /** Take what can be decoded of a damaged original. */
  lenient: z.boolean(),
});

/** What a worker answers. Of a failed job the fields that were not reached are null. */
export const rdOutcome = rdRecord
  .pick({
    width: true,
    height: true,
    bytes: true,
    sourceBytes: true,
    bitstreamSha256: true,
    conversion: true,
    exact: true,
    alpha: true,
    damage: true,
    learned: true,
    metrics: true,
    metricVersions: true,
    metricErrors: true,
    worstTiles: true,
    error: true,
  })
  .extend({
    /** The engine that ran, which need not be the planned one where a machine has another version. */
    engine: rdRecord.shape.engine.nullable(),
    /** Name of the machine that ran it; null where it is the sweep's own. */
    machine: z.string().nullable().default(null),
    /** Of the error, where it is one of this program's own. */
    errorCode: z.enum(Object.keys(errorCodes) as ErrorCode[]).nullable(),
    /**
     * Seconds inside the codec, with what a learned one reports of a picture; in metrics and
     * comparisons; in reading originals; and, of the first job of a process, in its start. The rest of
     * the sweep is its own overhead.
     */
    busy: z.object({
      codec: z.number(),
      metrics: z.number(),
      pictures: z.number().default(0),
      starting: z.number().default(0),
    }),
  });

/** Where the seconds of jobs went. */
export type Busy = RdOutcome['busy'];
export type RdTask = z.infer<typeof rdTask>;
export type RdOutcome = z.infer<typeof rdOutcome>;
