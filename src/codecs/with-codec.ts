import { z } from 'zod';
import { underSignal } from '../base/abort.js';
import { messageOf, UsageError, WorkError } from '../base/errors.js';
import { readOptions, texts, whole, yes } from '../base/options.js';
import { resolveSettings, type Settings } from '../base/params.js';
import { parseSpec } from '../base/spec-list.js';
import type { Warn } from '../base/warn.js';
import type { AnyCodec } from './codec.js';
import { type OpenCodec, openCodec } from './open-codec.js';
import { demandAvailable } from './spec.js';
import { openCodecTable } from './table.js';

/** How a single picture is coded. */
export interface CodingOptions {
  /** Files of the user's own codecs: plugins (.js) and recipes (.json). */
  readonly plugins?: readonly string[] | undefined;
  /** Threads inside the codec, 1 unless told. */
  readonly threads?: number | undefined;
  /** Pictures with more pixels are refused before their samples are allocated. */
  readonly maxPixels?: number | undefined;
  /**
   * Pictures of more than 16,777,216 pixels are refused too where they have more for each byte of
   * their file; 128 unless told.
   */
  readonly maxPixelsPerByte?: number | undefined;
  /** Bytes of memory that decoding a file may take; below 1 GB for a file below 1 MB unless told. */
  readonly maxMemoryBytes?: number | undefined;
  /** Seconds that decoding a file may take, 300 unless told. */
  readonly timeLimitSeconds?: number | undefined;
  /** Take what can be decoded of a picture whose file is damaged, with a warning. */
  readonly lenient?: boolean | undefined;
  /** Told of what goes wrong without ending the work; by default nobody is. */
  readonly onWarning?: Warn | undefined;
  /** Ends the call with its reason at once, and kills a command line that is at work. */
  readonly signal?: AbortSignal | undefined;
}

const limit = z.custom<number>(
  (value) => typeof value === 'number' && value > 0,
  'a number above 0',
);

const codingOptions = z.object({
  plugins: texts('an array of files').optional(),
  threads: whole(1).optional(),
  maxPixels: limit.optional(),
  maxPixelsPerByte: limit.optional(),
  maxMemoryBytes: limit.optional(),
  timeLimitSeconds: limit.optional(),
  lenient: yes.optional(),
});

/** Checks what a caller of the library says. Throws UsageError of code `wrong-option`. */
export function checkCodingOptions(options: CodingOptions): void {
  readOptions('the coding of a picture', codingOptions, options);
}

/** A codec with one full set of settings. */
export interface CodecSetting {
  readonly codec: AnyCodec;
  readonly settings: Settings;
}

/**
 * Finds the codec that a printed form names, `avif:speed=8,quality=60`, with its settings in full. The
 * rate knob has its default where it is not given.
 * @throws UsageError for a codec or settings that are none, for alternatives, and where the codec
 *   cannot run here
 */
export async function findSetting(
  spec: string,
  plugins: readonly string[] = [],
): Promise<CodecSetting> {
  if (typeof spec !== 'string') {
    throw new UsageError(`expected a codec such as avif:quality=60, got ${String(spec)}`);
  }
  const { id, given } = parseSpec(spec);
  const { codec } = await (await openCodecTable(plugins)).load(id);
  const settings = resolveSettings(codec.id, codec.params, given);
  await demandAvailable(codec, settings);
  return { codec, settings };
}

/**
 * Opens a codec for one piece of work and closes it.
 * @throws what the work throws; the signal's reason as soon as it is aborted
 */
export function withCodec<T>(
  { codec, settings }: CodecSetting,
  { threads = 1, maxPixels, signal }: CodingOptions,
  work: (open: OpenCodec) => Promise<T>,
): Promise<T> {
  return underSignal(signal, async () => {
    const open = await openCodec(codec, settings, {
      threads,
      ...(maxPixels !== undefined && { maxPixels }),
      ...(signal && { signal }),
    });
    try {
      signal?.throwIfAborted();
      return await work(open);
    } finally {
      await open.close();
    }
  });
}

/** Errors of the work with the name of the file before them. */
export async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WorkError)) throw error;
    const { code, data } = error;
    throw new WorkError(`${name}: ${messageOf(error)}`, { code, data: { ...data, file: name } });
  }
}
