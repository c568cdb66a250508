import { z } from 'zod';
import type { Engine } from '../base/engine.js';
import { messageOf, UsageError, WorkError } from '../base/errors.js';
import { type LearnedReport, learnedReport } from '../base/learned-report.js';
import { resolveSettings } from '../base/params.js';
import { firstIssue } from '../base/zod-issue.js';
import { checkPixels } from '../image/pixels.js';
import { createRaster, type Raster } from '../image/raster.js';
import { loadPluginModule } from '../runtimes/plugin-module.js';
import type { Codec, CodecSession, SizeLimits } from './codec.js';

/** A codec as a plugin exports it, with its format in two fields. */
export interface PluginCodec extends Omit<Codec, 'format'> {
  /** File name extension without the dot. */
  readonly extension: string;
  /** Whether a file is of its format, by the first bytes; without it no file is known by itself. */
  recognises?(bytes: Uint8Array): boolean;
}

/** What a plugin brings. */
export interface Plugin {
  /** Absolute path of the file. */
  readonly file: string;
  readonly sha256: string;
  readonly codecs: readonly Codec[];
}

const meaning = z.string().min(3);
const applies = z.custom<unknown>((value) => typeof value === 'function', 'a function').optional();
const number = {
  meaning,
  applies,
  min: z.number(),
  max: z.number(),
  default: z.number().nullable(),
  sweep: z.array(z.number()).min(1).optional(),
};
const param = z.discriminatedUnion('type', [
  z.strictObject({ ...number, type: z.literal('integer') }),
  z.strictObject({ ...number, type: z.literal('number') }),
  z.strictObject({ meaning, applies, type: z.literal('boolean'), default: z.boolean() }),
  z.strictObject({
    ...{ meaning, applies, default: z.string(), type: z.literal('choice') },
    values: z.array(z.string()).min(2),
  }),
]);

const method = z.custom<unknown>((value) => typeof value === 'function', 'a function is missing');
const codecShape = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'small letters, digits, - and _, at most 64'),
  title: z.string().min(1),
  kind: z.enum(['baseline', 'lossy', 'lossless', 'learned']),
  extension: z.string().regex(/^[a-z0-9]{1,16}$/, 'small letters and digits, without the dot'),
  recognises: method.optional(),
  params: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/i), param),
  accepts: method,
  limits: method.optional(),
  lossless: method,
  engine: method,
  available: method,
  open: method,
});
const engineShape = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  runtime: z.enum(['js', 'native', 'wasm', 'ffi', 'cli', 'onnx']),
});
const limitsShape = z.strictObject({
  side: z.int().positive().optional(),
  pixels: z.int().positive().optional(),
}) as z.ZodType<SizeLimits>;
const acceptsShape = z.object({
  channels: z.array(z.union([z.literal(1), z.literal(3), z.literal(4)])).min(1),
  depths: z.array(z.union([z.literal(8), z.literal(16)])).min(1),
});

/**
 * Loads the codecs of a plugin (docs/plugins.md), of which there may be none. The version of each
 * engine gets the plugin's mark added to it, so that measurements of two states of a plugin never mix.
 * @throws UsageError naming the file and what is missing in it
 */
export async function loadPlugin(given: string): Promise<Plugin> {
  const { file, sha256, mark, codecs: exported } = await loadPluginModule(given);
  const codecs = exported.map((codec, index) =>
    adopt(codec, `plugin ${given}: codecs[${index}]`, mark),
  );
  return { file, sha256, codecs };
}

/** The codec with its answers checked; `mark` is added to its engine's version. */
function adopt(exported: unknown, where: string, mark: string): Codec {
  const { error } = codecShape.safeParse(exported);
  if (error) throw new UsageError(`${where} is no codec: ${firstIssue(error)}`);
  const codec = exported as PluginCodec;
  const { extension, ...rest } = codec;
  const adopted: Codec = {
    ...rest,
    format: {
      id: codec.id,
      title: codec.title,
      extensions: [extension],
      recognises: (bytes) => codec.recognises?.(bytes) === true,
    },
    accepts: (settings) => answer(acceptsShape, codec.accepts(settings), `${where}.accepts()`),
    ...(codec.limits && {
      limits: (settings) => answer(limitsShape, codec.limits?.(settings), `${where}.limits()`),
    }),
    lossless: (settings) => codec.lossless(settings) === true,
    engine(settings): Engine {
      const engine = answer(engineShape, codec.engine(settings), `${where}.engine()`);
      return { ...engine, version: `${engine.version} (plugin ${mark})` };
    },
    available: async (settings) => codec.available(settings),
    open: async (settings, resources) =>
      guard(codec.id, await codec.open(settings, resources), resources.maxPixels),
  };
  // Whatever is wrong with its defaults or its answers shows before any work.
  const settings = resolveSettings(codec.id, codec.params, {});
  adopted.engine(settings);
  adopted.accepts(settings);
  adopted.limits?.(settings);
  return adopted;
}

function answer<T>(shape: z.ZodType<T>, value: unknown, where: string): T {
  const { data, error } = shape.safeParse(value);
  if (error) throw new UsageError(`${where} gives no such value: ${firstIssue(error)}`);
  return data;
}

/** The session with its results checked: a wrong one would fail far from where it was made. */
function guard(id: string, session: CodecSession, maxPixels: number): CodecSession {
  const report = async (): Promise<LearnedReport> => {
    const { data, error } = learnedReport.safeParse(await session.report?.());
    if (error) throw new WorkError(`${id}: report gives no such value: ${firstIssue(error)}`);
    return data;
  };
  return {
    ...(session.report === undefined ? {} : { report }),
    async encode(image, clock) {
      const bytes: unknown = await session.encode(image, clock);
      if (bytes instanceof Uint8Array) return bytes;
      throw new WorkError(`${id}: encode is to give a Uint8Array, it gave ${typeof bytes}`);
    },
    async decode(bytes, clock) {
      const image = await session.decode(bytes, clock);
      const raster = asRaster(id, image);
      checkPixels(raster.width, raster.height, maxPixels);
      return raster;
    },
    close: async () => session.close(),
  };
}

function asRaster(id: string, image: Raster): Raster {
  try {
    return createRaster(image);
  } catch (error) {
    throw new WorkError(`${id}: decode is to give a Raster: ${messageOf(error)}`);
  }
}
