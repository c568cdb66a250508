import { closeSync, fstatSync, readSync } from 'node:fs';
import { isOwnError, WorkError } from '../base/errors.js';
import { openRegularSync } from '../base/read-bounded.js';
import type { FileFormat } from '../image/format.js';
import { defaultPixelsPerByte } from '../image/plausible.js';
import { createRaster, type Raster } from '../image/raster.js';
import { failureStage } from '../runtimes/processes/failure.js';
import { memoryBudget } from '../runtimes/processes/memory-budget.js';
import { askDecoder } from './decode-process.js';
import type { Decoded, DecodeOptions, LoadedPicture } from './decoded.js';
import { fileFormats } from './formats.js';
import { learnedFormat } from './learned/format.js';
import { type FileSource, isFile, nameOf, type PictureSource } from './picture-source.js';
import { openCodecTable } from './table.js';
import { checkCodingOptions } from './with-codec.js';

/** Seconds that a decode may take unless told, however large the picture. */
const defaultTimeLimitSeconds = 300;

/** Memory that decoding a file may take unless told: so much, and so much for each of its bytes. */
const memoryBase = 768 * 2 ** 20;
const memoryPerByte = 100;

/**
 * Decodes a file by its own format, which its first bytes tell: all that images are loaded from (PNG,
 * JPEG, WebP, TIFF, GIF, AVIF, BMP, PNM) and what the codecs of the bench write besides (JPEG XL, JPEG 2000
 * and its High-Throughput variant, JPEG-LS, HEIC, QOI, VVC, learned codecs, PAM).
 *
 *     const raster = await decode('photo.jxl');
 *
 * It is decoded in a process of its own, kept warm from one call to the next: a file that crashes a
 * decoder, hangs it or makes it take more memory than it may is an error.
 * @param source path, `file:` URL or bytes of a file
 * @param options.codec decodes in place of the one that the bytes ask for; needed for files of recipes
 * @throws WorkError for a file that cannot be read, is of no known format or broken, and for one that
 *   takes more than it may; UsageError for a codec that is none or cannot run here; the signal's reason
 */
export async function decode(source: FileSource, options: DecodeOptions = {}): Promise<Raster> {
  return (await loadPicture(source, options)).picture;
}

/** The same with what the file is of and what decoded it, and a JPEG file left as it is. */
export async function decodeFile(
  source: FileSource,
  options: DecodeOptions = {},
): Promise<Decoded> {
  checkCodingOptions(options);
  options.signal?.throwIfAborted();
  const name = nameOf(source, options.name ?? 'the file');
  const { signal, onWarning, timeLimitSeconds = defaultTimeLimitSeconds } = options;
  const { codec, plugins, threads, maxPixels, maxPixelsPerByte, lenient } = options;
  const question = {
    source: source instanceof Uint8Array ? ownBytes(source) : name,
    options: { codec, plugins, threads, maxPixels, maxPixelsPerByte, lenient, name },
    folder: process.cwd(),
    variables: ownVariables(),
  };
  const memoryBytes = options.maxMemoryBytes ?? usualMemory(question.source, options);
  const answer = await askDecoder(question, { timeLimitSeconds, memoryBytes, signal }).catch(
    (error: unknown) => {
      throw isOwnError(error) && failureStage(error) !== null
        ? new WorkError(`${name}: ${error.message}`, error)
        : error;
    },
  );
  const { format, warnings, ...decoded } = answer;
  for (const { message, code } of warnings) onWarning?.(message, code);
  return {
    ...decoded,
    format: format === null ? null : await formatById(format, decoded.codec, options),
  };
}

/**
 * Loads a picture from whatever callers have: a file, as `decode` does, or samples, which are given
 * back as they are.
 * @throws as `decode`; RangeError for a raster that is none
 */
export async function loadImage(
  source: PictureSource,
  options: DecodeOptions = {},
): Promise<Raster> {
  return (await loadPicture(source, options)).picture;
}

/** The same with what is wrong with the file, where a damaged one was taken. */
export async function loadPicture(
  source: PictureSource,
  options: DecodeOptions = {},
): Promise<LoadedPicture> {
  nameOf(source, '');
  checkCodingOptions(options);
  if (!isFile(source)) {
    createRaster(source);
    // The value itself: what is prepared of an original is found by its identity.
    return { picture: source, damage: null };
  }
  const { output, damage } = await decodeFile(source, options);
  if (!(output instanceof Uint8Array)) return { picture: output, damage };
  // A codec of JPEG files gives one back.
  const { codec: _codec, ...others } = options;
  const inner = await decodeFile(output, { ...others, name: 'the JPEG file in it' });
  return { picture: inner.output as Raster, damage };
}

/** Bytes that can be sent to another process. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
}

function ownVariables(): Record<string, string> {
  const all = Object.entries(process.env).filter(([name]) => name.startsWith('PARETO_'));
  return Object.fromEntries(all.map(([name, value]) => [name, value ?? '']));
}

/**
 * Memory that decoding may take where nobody says: below 1 GB for a file below 1 MB, more for a larger
 * one. For codecs of the user's own and learned ones, whose models are large, and where the caller allows
 * more pixels than are plausible, it is all that the machine has to give.
 */
function usualMemory(source: string | Uint8Array, options: DecodeOptions): number {
  const { codec, plugins = [], maxPixelsPerByte = defaultPixelsPerByte } = options;
  const { bytes, head } = source instanceof Uint8Array ? beginning(source) : beginningOf(source);
  const budget = memoryBudget();
  const own = plugins.length > 0 || codec?.startsWith('cli:');
  if (own || maxPixelsPerByte > defaultPixelsPerByte || learnedFormat.recognises(head))
    return budget;
  return Math.min(budget, memoryBase + memoryPerByte * bytes);
}

function beginning(bytes: Uint8Array): { bytes: number; head: Uint8Array } {
  return { bytes: bytes.length, head: bytes };
}

/** Length and first bytes of a file; of one that cannot be read nothing, which the decoder tells. */
function beginningOf(file: string): { bytes: number; head: Uint8Array } {
  const head = new Uint8Array(64);
  try {
    const handle = openRegularSync(file);
    if (handle === null) return { bytes: 0, head };
    try {
      readSync(handle, head, 0, head.length, 0);
      return { bytes: fstatSync(handle).size, head };
    } finally {
      closeSync(handle);
    }
  } catch {
    return { bytes: 0, head };
  }
}

/** A format by its id: one of the program's, or that of a codec of the user's own. */
async function formatById(
  id: string,
  codec: string | null,
  { plugins }: DecodeOptions,
): Promise<FileFormat | null> {
  const known = fileFormats.find((format) => format.id === id);
  if (known !== undefined || codec === null) return known ?? null;
  return (await (await openCodecTable(plugins)).load(codec)).codec.format;
}
