import type { FastifyRequest } from 'fastify';
import { messageOf } from '../base/errors.js';
import { problem } from './problem.js';
import type { Settings } from './settings.js';

/** What a multipart request brought. */
export interface Upload {
  readonly file: Buffer;
  /** Texts of the other fields, by their names. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Bytes of a field that is no file. */
const fieldBytes = 65_536;

/** Bytes of the body of a request at most: its file, and what may come beside it. */
export function mostBodyBytes(settings: Settings): number {
  return settings['max-file'] + 4 * fieldBytes;
}

/**
 * Reads a multipart request: one file in the field `file`, within the limit, and texts. The file's name
 * and its type are not looked at.
 * @throws a problem
 */
export async function readUpload(
  request: FastifyRequest,
  { maxFile, known }: { readonly maxFile: number; readonly known: readonly string[] },
): Promise<Upload> {
  let file: Buffer | null = null;
  const fields = new Map<string, string>();
  const limits = {
    ...{ fileSize: maxFile + 1, files: 1, fields: 8, parts: 9 },
    ...{ fieldNameSize: 100, fieldSize: fieldBytes, headerPairs: 32 },
  };
  for await (const part of parsed(request.parts({ limits }))) {
    // A part may have no name.
    const name = part.fieldname ?? '';
    if (part.type === 'file') {
      if (name !== 'file') throw unknownField(name, known);
      file = await readWhole(part.file, maxFile);
      continue;
    }
    if (!known.includes(name)) throw unknownField(name, known);
    if (fields.has(name)) throw wrong(`${name} is given twice`, name);
    if (part.valueTruncated || typeof part.value !== 'string') {
      throw wrong(`${name} takes text of at most ${fieldBytes} bytes`, name);
    }
    fields.set(name, part.value);
  }
  if (file === null) throw wrong('file takes a picture, and there is none', 'file');
  if (file.length === 0) throw wrong('file takes a picture, and it is empty', 'file');
  return { file, fields };
}

/** What the parser throws of a body that is none is the client's doing. */
async function* parsed<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('FST_'))
      throw error;
    throw problem('bad_request', `the multipart body is broken: ${messageOf(error)}`);
  }
}

/** Pieces of 64 KiB as they come; the limit ends it. */
async function readWhole(stream: AsyncIterable<Buffer>, maxFile: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let count = 0;
  for await (const piece of stream) {
    count += piece.length;
    if (count > maxFile) throw fileTooLarge(maxFile);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A file beyond the limit. */
export function fileTooLarge(limit: number): Error {
  return problem('file_too_large', `a file has at most ${limit} bytes`, { limit });
}

function unknownField(name: string, known: readonly string[]): Error {
  const shown = name.slice(0, 80);
  return wrong(`unknown field '${shown}'; known: file, ${known.join(', ')}`, shown);
}

function wrong(message: string, field: string): Error {
  return problem('bad_request', message, { fields: [field] });
}
