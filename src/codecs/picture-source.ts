import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import type { Raster } from '../image/raster.js';

/** A file as callers have it: its path, a `file:` URL, or its bytes. */
export type FileSource = string | URL | Uint8Array;

/** A picture as callers have it: the path of a file, a `file:` URL, a file's bytes, or samples. */
export type PictureSource = FileSource | Raster;

/** Bytes of a file, with what they are called in messages. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  /** The path, where there is one. */
  readonly name: string;
}

/** Whether a picture is in a file, and not yet samples. */
export function isFile(source: PictureSource): source is FileSource {
  return typeof source === 'string' || source instanceof URL || source instanceof Uint8Array;
}

/**
 * The bytes of a file.
 * @param otherwise what bytes without a path are called in messages
 * @throws WorkError where the file cannot be read; UsageError for a URL of another kind
 */
export async function readSource(source: FileSource, otherwise = 'the file'): Promise<NamedBytes> {
  demandSource(source);
  if (source instanceof Uint8Array) return { bytes: source, name: otherwise };
  const name = nameOf(source, otherwise);
  return { bytes: await readBounded(name, { bound: 'picture' }), name };
}

/**
 * What a picture is called in messages: its path, or otherwise.
 * @throws UsageError for a URL that is not of a file
 */
export function nameOf(source: PictureSource, otherwise: string): string {
  demandSource(source);
  if (typeof source === 'string') return source;
  if (!(source instanceof URL)) return otherwise;
  if (source.protocol === 'file:') return fileURLToPath(source);
  throw new UsageError(`expected a file: URL, got ${source.href}; fetch it and give its bytes`);
}

/** Callers without types may hand over anything. */
function demandSource(source: unknown): void {
  if (typeof source === 'string' || (typeof source === 'object' && source !== null)) return;
  throw new UsageError(
    `expected a path, a file: URL, the bytes of a file or samples, got ${String(source)}`,
  );
}
