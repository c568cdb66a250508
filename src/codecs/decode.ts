import { underSignal } from '../base/abort.js';
import { now } from '../base/clock.js';
import type { Engine } from '../base/engine.js';
import { isOwnError, WorkError } from '../base/errors.js';
import { resolveSettings } from '../base/params.js';
import { tellDamage } from '../image/files/damage.js';
import { decodeImage, readImage } from '../image/files/load.js';
import type { FileFormat } from '../image/format.js';
import { createRaster, type Raster } from '../image/raster.js';
import type { AnyCodec, CodecInput } from './codec.js';
import { demandName, formatOf, readableTitles } from './formats.js';
import { learnedFormat } from './learned/format.js';
import {
  type FileSource,
  isFile,
  type NamedBytes,
  nameOf,
  type PictureSource,
  readSource,
} from './picture-source.js';
import { demandAvailable } from './spec.js';
import { openCodecTable } from './table.js';
import {
  type CodecSetting,
  type CodingOptions,
  findSetting,
  naming,
  withCodec,
} from './with-codec.js';

export interface DecodeOptions extends CodingOptions {
  /** The codec to decode with, `jxl:engine=native`, in place of the one that the bytes ask for. */
  readonly codec?: string | undefined;
  /** What bytes without a path are called in messages. */
  readonly name?: string | undefined;
}

/** A file that was decoded, with how. */
export interface Decoded {
  /** The picture; of a codec of JPEG files the JPEG file. */
  readonly output: CodecInput;
  /** By the file's first bytes; null where only `codec` told. */
  readonly format: FileFormat | null;
  /** Wall time of the decode, without opening the codec. */
  readonly seconds: number;
  /** Id and engine of the codec that did it; null where the image was loaded as originals are. */
  readonly codec: string | null;
  readonly engine: Engine | null;
  /** What is wrong with the file, where a lenient reader took it all the same; null of a sound file. */
  readonly damage: string | null;
}

/** A picture that was loaded. */
export interface LoadedPicture {
  readonly picture: Raster;
  /** What is wrong with its file, where a lenient reader took it all the same; otherwise null. */
  readonly damage: string | null;
}

/**
 * Decodes a file by its own format, which its first bytes tell: all that images are loaded from (PNG,
 * JPEG, WebP, TIFF, GIF, AVIF, BMP, PNM) and what the codecs of the bench write besides (JPEG XL, JPEG 2000
 * and its High-Throughput variant, JPEG-LS, HEIC, QOI, VVC, learned codecs, PAM).
 *
 *     const raster = await decode('photo.jxl');
 *
 * @param source path, `file:` URL or bytes of a file
 * @param options.codec decodes in place of the one that the bytes ask for; needed for files of recipes
 * @throws WorkError for a file that cannot be read, is of no known format or broken; UsageError for a
 *   codec that is none or cannot run here; the signal's reason
 */
export async function decode(source: FileSource, options: DecodeOptions = {}): Promise<Raster> {
  return (await loadPicture(source, options)).picture;
}

/** The same with what the file is of and what decoded it, and a JPEG file left as it is. */
export async function decodeFile(
  source: FileSource,
  options: DecodeOptions = {},
): Promise<Decoded> {
  options.signal?.throwIfAborted();
  return decodeNamed(await readSource(source, options.name), options);
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
  if (isFile(source)) {
    const { output, damage } = await decodeFile(source, options);
    if (!(output instanceof Uint8Array)) return { picture: output, damage };
    return { picture: await decodeImage(output, limits(options, 'the JPEG file in it')), damage };
  }
  createRaster(source);
  // The value itself: what is prepared of an original is found by its identity.
  return { picture: source, damage: null };
}

async function decodeNamed(file: NamedBytes, options: DecodeOptions): Promise<Decoded> {
  const { bytes, name } = file;
  const chosen = await decoderOf(file, options);
  if (chosen.decoder === null) return loadOriginal(file, options, chosen.format);
  const { codec, settings } = chosen.decoder;
  return naming(name, () =>
    withCodec(chosen.decoder!, options, async (open) => {
      const { value: output, totalSeconds: seconds } = await open.decode(bytes);
      return {
        ...{ output, seconds, format: chosen.format, damage: null },
        codec: codec.id,
        engine: codec.engine(settings),
      };
    }),
  );
}

async function loadOriginal(
  { bytes, name }: NamedBytes,
  options: DecodeOptions,
  format: FileFormat | null,
): Promise<Decoded> {
  const start = now();
  const { image: output, damage } = await underSignal(options.signal, () =>
    readImage(bytes, { ...limits(options, name), lenient: options.lenient }),
  );
  const seconds = now() - start;
  if (damage !== null) options.onWarning?.(tellDamage(name, damage), 'damaged-image');
  return { output, format, seconds, damage, codec: null, engine: null };
}

/** What decodes a file; no codec where it is loaded as originals are, or is of no known format. */
async function decoderOf(
  { bytes, name }: NamedBytes,
  { codec: spec, plugins }: DecodeOptions,
): Promise<{ format: FileFormat | null; decoder: CodecSetting | null }> {
  const format = formatOf(bytes);
  if (spec !== undefined) return { format, decoder: await findSetting(spec, plugins) };
  const table = await openCodecTable(plugins);
  const own = table.recognise(bytes);
  if (own !== null) return { format: own.codec.format, decoder: await byDefault(own.codec) };
  if (format === null && bytes.length > 0) {
    throw new WorkError(
      `${name} is no image that can be read (${readableTitles.join(', ')}); a file of a codec of your own needs its codec named`,
      { code: 'broken-image', data: { file: name } },
    );
  }
  if (format !== null) demandName(name, format);
  const id = format === null ? null : await naming(name, () => decoderIn(format, bytes));
  if (id === null) return { format, decoder: null };
  if (!table.names.includes(id)) {
    throw new WorkError(`${name} is of the codec '${id}', which this program does not have`);
  }
  const { codec } = await table.load(id);
  return { format, decoder: await forFile(name, () => byDefault(codec)) };
}

/** What a codec that cannot run here means for a file of its format. */
async function forFile<T>(name: string, work: () => Promise<T>): Promise<T> {
  return work().catch((error) => {
    if (!isOwnError(error) || error.code !== 'codec-unavailable') throw error;
    const { code, data } = error;
    throw new WorkError(`${name} cannot be decoded here: ${String(data['reason'])}`, {
      code,
      data: { ...data, file: name },
    });
  });
}

/** Id of the codec that decodes a file; null for those that images are loaded from. */
async function decoderIn(format: FileFormat, bytes: Uint8Array): Promise<string | null> {
  if (format !== learnedFormat) return 'decoder' in format ? String(format.decoder) : null;
  const { readLearnedFile } = await import('./learned/container.js');
  return readLearnedFile(bytes).model;
}

/** Decoding needs no settings but the engine's. */
async function byDefault(codec: AnyCodec): Promise<CodecSetting> {
  const settings = resolveSettings(codec.id, codec.params, {});
  await demandAvailable(codec, settings);
  return { codec, settings };
}

function limits({ maxPixels }: CodingOptions, name: string) {
  return { name, ...(maxPixels !== undefined && { maxPixels }) };
}
