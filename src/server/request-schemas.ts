import { z } from 'zod';
import { oneOf, text, whole, yes } from '../base/options.js';
import { type FormatId, formatIds } from '../optimize/formats/table.js';
import { presetNames } from '../optimize/presets.js';
import { problem } from './problem.js';

// What requests hold. Messages are what was expected, in words that follow "takes". The OpenAPI description
// is made of the same schemas.

const url = z
  .string('a URL')
  .min(1, 'a URL')
  .max(8192, 'a URL of at most 8192 characters')
  .refine((given) => URL.canParse(given), 'a complete URL such as https://example.com/a.jpg')
  .meta({ format: 'uri', examples: ['https://example.com/product.jpg'] });

const percent = 'a number from 0 to 100, or null';

/** How a picture is optimised. */
export const optimization = z.strictObject({
  quality: whole(1, 100).optional().describe('1 to 100 on the scale of libjpeg; 80 unless told'),
  preset: oneOf(presetNames).optional().describe('In place of a quality: high saves most'),
  strip_metadata: yes
    .default(true)
    .describe('Take out what is beside the pixels; if not, the coded picture stays as it is too'),
  progressive_jpeg: yes
    .default(false)
    .describe('Make progressive JPEG files only; whichever is smaller if not'),
  png_lossy: yes.optional().describe('Reduce the colours of PNG and GIF; as the preset has it'),
  max_reduction: z
    .number(percent)
    .min(0, percent)
    .max(100, percent)
    .nullable()
    .default(null)
    .describe('Percent of the bytes that lossy work may save at most'),
  target: z
    .strictObject({ metric: text('the id of a metric'), value: z.number('a number') })
    .optional()
    .describe('Score that is to be met, such as ssimulacra2 80'),
  max_bytes: whole(1).optional().describe('Bytes that the answer may have'),
  allow_format_conversion: yes
    .optional()
    .describe('Compare formats that the client accepts; only those that Accept names unless told'),
  preferred_formats: z
    .array(oneOf(formatIds as readonly [FormatId, ...FormatId[]]), 'an array of formats')
    .min(1, 'an array of one format or more')
    .max(formatIds.length, 'each format once')
    .optional()
    .describe('Formats that are compared at equal score'),
});

export type Optimization = z.infer<typeof optimization>;

/** Where an answer is stored. */
export const storage = z.strictObject({
  provider: z
    .string('the name of a provider')
    .min(1, 'the name of a provider')
    .describe('folder, or one of a plug-in'),
  path: text('a path')
    .optional()
    .describe('Below the folder: product/1.jpg; named by its content unless told'),
  bucket: z.string('text').optional(),
  project: z.string('text').optional(),
  public: yes.default(false).describe('Whether public_url is wanted'),
});

export type StorageRequest = z.infer<typeof storage>;

/** JSON body of POST /optimize. */
export const optimizeBody = z.strictObject({
  url,
  optimization: optimization.prefault({}),
  storage: storage.optional(),
});

/** What POST /estimate is asked for beside the picture. */
export const estimation = z.strictObject({
  preset: oneOf(presetNames).default('medium').describe('How hard it would be compressed'),
  quality: whole(1, 100).optional().describe('In place of the quality of the preset'),
  png_lossy: yes.optional().describe('Whether colours of PNG may be reduced; as the preset has it'),
});

export type Estimation = z.infer<typeof estimation>;

/** JSON body of POST /estimate. */
export const estimateBody = estimation.extend({
  url,
  thumbnail_url: url
    .optional()
    .describe('A small version: from 10 MB on it is fetched in place of the picture'),
  file_size: whole(1).optional().describe('Bytes of the picture, where they are known'),
});

/**
 * Checks what a client sent.
 * @param where the name of the whole: `optimization`
 * @throws a problem `bad_request` that names every field that is wrong
 */
export function readRequest<S extends z.ZodType>(
  schema: S,
  given: unknown,
  where: string,
): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.slice(0, 20).flatMap((issue) => {
    const place = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const field = shortly(place === '' ? key : `${place}.${key}`);
        return { field, message: `unknown field '${field}' in ${where}` };
      });
    }
    const field = place === '' ? where : shortly(place);
    const expected = place === '' ? 'an object' : issue.message;
    return { field, message: `${field} takes ${expected}` };
  });
  const fields = told.map(({ field }) => field).slice(0, 20);
  throw problem(
    'bad_request',
    told
      .map(({ message }) => message)
      .slice(0, 20)
      .join('; '),
    { fields },
  );
}

/** Parses text that is JSON. */
export function readJson(textGiven: string, where: string): unknown {
  try {
    return JSON.parse(textGiven) as unknown;
  } catch {
    throw problem('bad_request', `${where} takes JSON, got something else`, { fields: [where] });
  }
}

function shortly(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
