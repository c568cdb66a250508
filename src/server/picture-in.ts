import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { formatOfFile } from '../optimize/formats/table.js';
import type { Context } from './context.js';
import { problem } from './problem.js';
import { readJson, readRequest } from './request-schemas.js';
import { readUpload } from './upload.js';

/** A request as it came: the bytes of a picture, or where they are, with what is asked for. */
export type Incoming<Json, Multipart> =
  | { readonly bytes: Buffer; readonly body: Multipart }
  | { readonly bytes: null; readonly body: Json };

/** What requests of either kind hold. */
export interface Shapes<Json extends z.ZodType, Multipart extends z.ZodType> {
  readonly json: Json;
  readonly multipart: Multipart;
  /** Fields of a multipart request that are text, beside `file`. */
  readonly known: readonly string[];
  /** What they say, as JSON would. */
  readonly bodyOf: (fields: ReadonlyMap<string, string>) => Readonly<Record<string, unknown>>;
}

/**
 * Reads a request of either kind.
 * @throws a problem
 */
export async function readIncoming<Json extends z.ZodType, Multipart extends z.ZodType>(
  request: FastifyRequest,
  { settings }: Context,
  { json, multipart, known, bodyOf }: Shapes<Json, Multipart>,
): Promise<Incoming<z.output<Json>, z.output<Multipart>>> {
  if (!request.isMultipart()) {
    return { bytes: null, body: readRequest(json, request.body, 'the request') };
  }
  const { file, fields } = await readUpload(request, { maxFile: settings['max-file'], known });
  return { bytes: file, body: readRequest(multipart, bodyOf(fields), 'the request') };
}

/** A field that holds JSON, parsed; nothing where it is not there. */
export function jsonField(
  fields: ReadonlyMap<string, string>,
  name: string,
  as = name,
): Readonly<Record<string, unknown>> {
  const given = fields.get(name);
  return given === undefined ? {} : { [as]: readJson(given, name) };
}

/** @throws a problem `unsupported_format` for bytes that are of no format that is read here */
export function demandFormat(bytes: Uint8Array): void {
  if (formatOfFile(bytes) !== null) return;
  throw problem(
    'unsupported_format',
    bytes.length === 0
      ? 'expected a picture, and it is empty'
      : 'expected a picture of a known format; GET / lists them. Only its bytes count, not its name',
  );
}
