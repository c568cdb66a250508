import path from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { firstIssue } from '../base/zod-issue.js';
import { pictureOptions, type ResizeOptions } from './options.js';

/** One picture of a manifest: what is said there counts before what is said for all. */
export interface ManifestPicture {
  readonly input: string;
  /** The file that is written; by the pattern of names in the folder of outputs unless told. */
  readonly output?: string | undefined;
  /** A pattern of names of its own. */
  readonly name?: string | undefined;
  readonly options: ResizeOptions;
}

const picture = pictureOptions.partial().extend({
  input: z.string().min(1),
  output: z.string().min(1).optional(),
  name: z.string().optional(),
});
const manifest = z.union([z.array(picture), z.strictObject({ pictures: z.array(picture) })]);

/**
 * Reads a manifest: a JSON array of pictures, or an object with one as `pictures`. Paths are those from the
 * manifest's own folder.
 * @throws WorkError where it cannot be read; UsageError where it is no manifest
 */
export async function readManifest(file: string): Promise<ManifestPicture[]> {
  const bytes = await readBounded(file, { bound: 'manifest' });
  const from = (name: string) => path.resolve(path.dirname(file), name);
  return parseManifest(parseJson(bytes, file), file).map(({ input, output, ...rest }) => {
    return { input: from(input), output: output === undefined ? undefined : from(output), ...rest };
  });
}

function parseManifest(json: unknown, file: string): ManifestPicture[] {
  const entries = Array.isArray(json) ? json : (json as { pictures?: unknown } | null)?.pictures;
  if (!Array.isArray(entries) || !manifest.safeParse(json).success) {
    const at = Array.isArray(entries)
      ? entries.findIndex((entry) => !picture.safeParse(entry).success)
      : -1;
    if (at < 0) {
      throw new UsageError(
        `${file} is no manifest: expected an array of pictures, [{ "input": "a.jpg", "width": 800 }]`,
      );
    }
    const { error } = picture.safeParse((entries as unknown[])[at]);
    throw new UsageError(`${file}: picture ${at + 1}: ${firstIssue(error!)}`);
  }
  return (entries as unknown[]).map((entry) => {
    // Its schema fills in defaults, which would hide what is said for all.
    const given = entry as ResizeOptions & { input: string; output?: string; name?: string };
    const { input, output, name, ...options } = given;
    return { input, output, name, options };
  });
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${messageOf(error)}`);
  }
}
