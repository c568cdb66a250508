import path from 'node:path';
import { z } from 'zod';
import { contentClasses } from '../base/content-class.js';
import { type ErrorFacts, messageOf, WorkError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';

/** The manifest format that this version reads. */
const schemaVersion = 1;

const fileSchema = z.strictObject({
  /** What the image is called in records and by `--images`. */
  name: z.string().regex(/^[\w][\w.-]*$/, 'expected letters, digits, dot, dash and underscore'),
  /** Path inside the data set's folder, with forward slashes. */
  file: z
    .string()
    .regex(/^[\w][\w.-]*(?:\/[\w][\w.-]*)*$/, 'expected a path inside the data set, a/b.png'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits in lower case'),
  bytes: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Where the very file can be downloaded from, best first. */
  urls: z.array(z.url({ protocol: /^https?$/ })).optional(),
  /** Where they differ from the data set's. */
  licence: z.string().optional(),
  content: z.enum(contentClasses).optional(),
  /** How the file was made, for one that is cut from another. */
  origin: z.string().optional(),
});

const manifestSchema = z
  .strictObject({
    schema: z.literal(schemaVersion),
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected small letters, digits and dashes'),
    title: z.string().min(1),
    description: z.string().min(1),
    licence: z.string().min(1),
    /** A page that tells of the data set. */
    source: z.string().min(1),
    attribution: z.string().optional(),
    /** What all of its images are, where they are of one kind. */
    content: z.enum(contentClasses).optional(),
    files: z.array(fileSchema).min(1),
  })
  .superRefine(({ files }, context) => {
    for (const key of ['name', 'file'] as const) {
      const values = files.map((file) => file[key]);
      const twice = values.find((value, i) => values.indexOf(value) < i);
      if (twice !== undefined) context.addIssue(`two files with the ${key} '${twice}'`);
    }
  });

/** A data set: what files it has, how to know them and where to find them. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** Reads datasets/<id>.json. Throws WorkError for one that is broken, or of a newer schema. */
export async function readManifest(file: string): Promise<Manifest> {
  const name = `manifest ${file}`;
  const bytes = await readBounded(file, { bound: 'manifest', name });
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new WorkError(`${name} cannot be read: ${messageOf(error)}`, broken(file));
  }
  const newer = z.object({ schema: z.int().gt(schemaVersion) }).safeParse(content);
  if (newer.success) {
    throw new WorkError(
      `manifest ${file} has schema ${newer.data.schema}, this version reads ${schemaVersion}; update paretobench`,
      { code: 'newer-schema', data: { file, schema: newer.data.schema, known: schemaVersion } },
    );
  }
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) {
    const { path: where, message } = parsed.error.issues[0]!;
    throw new WorkError(
      `manifest ${file} is broken: ${[...where, message].join(': ')}`,
      broken(file),
    );
  }
  const id = path.basename(file, '.json');
  if (parsed.data.id !== id) {
    throw new WorkError(
      `manifest ${file} has the id '${parsed.data.id}', its name says '${id}'`,
      broken(file),
    );
  }
  return parsed.data;
}

function broken(file: string): ErrorFacts {
  return { code: 'broken-file', data: { file } };
}
