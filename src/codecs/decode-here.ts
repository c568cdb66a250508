import { underSignal } from '../base/abort.js';
import { now } from '../base/clock.js';
import { isOwnError, WorkError } from '../base/errors.js';
import { resolveSettings } from '../base/params.js';
import { decodeImage, readImage } from '../image/files/load.js';
import type { FileFormat } from '../image/format.js';
import { withPixelLimit } from '../image/plausible.js';
import { tellDamage } from '../image/tell-damage.js';
import type { AnyCodec } from './codec.js';
import type { Decoded, DecodeOptions, LoadedPicture } from './decoded.js';
import { demandName, formatOf, readableTitles } from './formats.js';
import { learnedFormat } from './learned/format.js';
import { type FileSource, type NamedBytes, readSource } from './picture-source.js';
import { demandAvailable } from './spec.js';
import { openCodecTable } from './table.js';
import {
  type CodecSetting,
  type CodingOptions,
  findSetting,
  naming,
  withCodec,
} from './with-codec.js';

/**
 * Decodes a file in this process, which a broken one may crash or hang: for processes that may be
 * killed. Everywhere else it is `decodeFile`.
 * @throws as `decodeFile`
 */
export async function decodeHere(
  source: FileSource,
  options: DecodeOptions = {},
): Promise<Decoded> {
  options.signal?.throwIfAborted();
  const file = await readSource(source, options.name);
  return withPixelLimit(file.bytes.length, options, (maxPixels) =>
    decodeNamed(file, { ...options, maxPixels }),
  );
}

/** The picture of a file, decoded in this process as `decodeHere` does. */
export async function loadPictureHere(
  source: FileSource,
  options: DecodeOptions = {},
): Promise<LoadedPicture> {
  const { output, damage } = await decodeHere(source, options);
  if (!(output instanceof Uint8Array)) return { picture: output, damage };
  return { picture: await decodeImage(output, limits(options, 'the JPEG file in it')), damage };
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
  if (own !== null)
    return { format: own.codec.format, decoder: await settingFor(own.codec, { bytes, name }) };
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
  return { format, decoder: await forFile(name, () => settingFor(codec, { bytes, name })) };
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

/** Decoding needs no settings but the engine's, and those that the file asks for. */
async function settingFor(codec: AnyCodec, { bytes, name }: NamedBytes): Promise<CodecSetting> {
  const given = await naming(name, async () => codec.settingsFor?.(bytes) ?? {});
  const settings = resolveSettings(codec.id, codec.params, given);
  await demandAvailable(codec, settings);
  return { codec, settings };
}

function limits({ maxPixels }: CodingOptions, name: string) {
  return { name, ...(maxPixels !== undefined && { maxPixels }) };
}
