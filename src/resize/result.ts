import { z } from 'zod';
import type { ErrorCode } from '../base/error-codes.js';

/** What a process that resizes answers. */
export const resizeAnswer = z.object({
  width: z.number(),
  height: z.number(),
  /** Of the file that was made. */
  bytes: z.number(),
  /** The file, where it was not written. */
  file: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  /** Whether the file is the input as it is, but for metadata. */
  copied: z.boolean(),
  /** What made it, in words. */
  by: z.string(),
  warnings: z.array(z.string()),
});

export type ResizeAnswer = z.infer<typeof resizeAnswer>;

/** What became of one picture of a batch. */
export interface ResizedFile {
  readonly input: string;
  /** The file that was, or was to be, written. */
  readonly output: string;
  /** Of the picture that was written; null where none was. */
  readonly width: number | null;
  readonly height: number | null;
  readonly bytes: number | null;
  /**
   * `fast`: JPEG, PNG and WebP to PNG and WebP, and JPEG to JPEG, in threads of this program; `library`: anything else,
   * in a process of its own; null where nothing was done.
   */
  readonly path: 'fast' | 'library' | null;
  readonly seconds: number;
  readonly error: string | null;
  /** Of the error, where it is one that this program tells apart. */
  readonly code?: ErrorCode;
  /** What was done and why so, in words. */
  readonly note: string;
}

/** What became of a batch. */
export interface ResizeReport {
  readonly files: readonly ResizedFile[];
  readonly seconds: number;
  /** Threads, or processes, that worked beside each other at most. */
  readonly threads: number;
  /** It was stopped before all were done. */
  readonly interrupted: boolean;
}

/** A picture that was resized in memory. */
export interface ResizedPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly path: 'fast' | 'library';
  readonly note: string;
}
