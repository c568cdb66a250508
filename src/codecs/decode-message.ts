import { z } from 'zod';
import { engineSchema } from '../base/engine-schema.js';
import { type ErrorCode, errorCodes } from '../base/error-codes.js';

/** What the process that decodes is asked: options of `decodeHere`, and where it is to be. */
export interface DecodeQuestion {
  /** The file's path as it was given, or its bytes. */
  readonly source: string | Uint8Array;
  readonly options: Readonly<Record<string, unknown>>;
  /** Paths are relative to this folder. */
  readonly folder: string;
  /** Where samples are written that are too many for a message. */
  readonly samplesFile: string;
  /** The program's own variables (PARETO_…), as they are now. */
  readonly variables: Readonly<Record<string, string>>;
}

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const samples = z.custom<Uint8Array | Uint16Array>(
  (value) => value instanceof Uint8Array || value instanceof Uint16Array,
);

/** What it answers: a `Decoded` with the id of the format, and the warnings that were told. */
export const decodeAnswer = z.object({
  output: z.union([
    bytes,
    z.object({
      width: z.number(),
      height: z.number(),
      channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
      depth: z.union([z.literal(8), z.literal(16)]),
      /** Null where they are in the file. */
      data: samples.nullable(),
    }),
  ]),
  format: z.string().nullable(),
  seconds: z.number().nonnegative(),
  codec: z.string().nullable(),
  engine: engineSchema.nullable(),
  damage: z.string().nullable(),
  warnings: z.array(
    z.object({
      message: z.string(),
      code: z
        .custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(errorCodes, code))
        .optional(),
    }),
  ),
});

/** Bytes of samples that a message holds at most: Node ends at one of 2 GiB. */
export const mostMessageBytes = 2 ** 30;

export type DecodeAnswer = z.infer<typeof decodeAnswer>;
